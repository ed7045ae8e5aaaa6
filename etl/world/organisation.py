"""The union's 84 entities and their branches. The provincial union itself is the root and has no row.

Sixty-one rural commercial banks and 23 county unions over 88 counties: four districts of Guiyang share a bank, two of
Zunyi another; the rest have one each. Branches stand in real townships; the first of an entity is its head office.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from etl.world.dice import dice, share_out
from etl.world.geography import County, Townships, Villages
from etl.world.people import syllables
from etl.world.settle import Settlements

SHARED = {"贵阳": ("520103", "520102", "520113", "520115"), "遵义": ("520302", "520303")}  # the seat first
UNIONS = 23
UNIONS_ALWAYS = {"520328", "522626", "522630"}


@dataclass(frozen=True)
class Entity:
    """A legal entity. ``counties`` are indices into the counties, the seat first."""

    entity_id: str
    name: str
    short: str
    name_en: str
    kind: str
    counties: tuple[int, ...]


@dataclass(frozen=True)
class Branches:
    """A row per branch, ordered by id. ``entity``, ``township``: indices; an entity's first is its head office."""

    branch_id: np.ndarray
    entity: np.ndarray
    township: np.ndarray
    name: list[str]
    name_en: list[str]
    address: list[str]
    lon: np.ndarray
    lat: np.ndarray
    opened_year: np.ndarray
    is_head_office: np.ndarray


def entities(counties: list[County], everyone: list[County]) -> list[Entity]:
    """The entities whose counties are among ``counties``; ``everyone`` (all 88) decides which are county unions."""
    index = {county.code: position for position, county in enumerate(counties)}
    shared = {code: name for name, codes in SHARED.items() for code in codes}
    unions = _unions(everyone)
    found = [_shared(name, codes, counties, index) for name, codes in SHARED.items() if codes[0] in index]
    found += [_single(county, index[county.code], unions) for county in counties if county.code not in shared]
    return sorted(found, key=lambda entity: entity.entity_id)


def branches(
    seed: int,
    total: int,
    of: list[Entity],
    counties: list[County],
    towns: Townships,
    villages: Villages,
    where: Settlements,
) -> Branches:
    """``total`` branches: one in every township where numbers allow, the rest where most families live."""
    rng = dice(seed, "branches")
    families = np.array([sum(counties[c].families for c in entity.counties) for entity in of], float)
    town_count = np.array([np.isin(towns.county, entity.counties).sum() for entity in of])
    least = town_count if town_count.sum() <= total else np.ones(len(of), np.int64)
    quota = least + share_out(total - int(least.sum()), families)
    rows = [
        row for e, entity in enumerate(of) for row in _of_entity(rng, e, entity, int(quota[e]), towns, villages, where)
    ]
    return _table(rng, rows, of, counties, towns, villages)


# Entity, township, village (-1: the township's own), lon, lat, whether it is the head office.
Row = tuple[int, int, int, float, float, bool]


def _of_entity(
    rng: np.random.Generator,
    e: int,
    entity: Entity,
    count: int,
    towns: Townships,
    villages: Villages,
    where: Settlements,
) -> list[Row]:
    own = np.flatnonzero(np.isin(towns.county, entity.counties))
    seat = own[towns.county[own] == entity.counties[0]][0]
    others = rng.permutation(own[own != seat])
    chosen = [seat, *others[: count - 1]]
    rows: list[Row] = [
        (e, int(t), -1, where.township_lon[t], where.township_lat[t], place == 0) for place, t in enumerate(chosen)
    ]
    homes = np.flatnonzero(np.isin(towns.county[villages.township], entity.counties))
    weight = np.where(villages.is_urban[homes], 4.0, 1.0)
    extra = rng.choice(homes, max(count - len(chosen), 0), replace=False, p=weight / weight.sum())
    rows += [(e, int(villages.township[v]), int(v), where.village_lon[v], where.village_lat[v], False) for v in extra]
    return rows


def _table(
    rng: np.random.Generator,
    rows: list[Row],
    of: list[Entity],
    counties: list[County],
    towns: Townships,
    villages: Villages,
) -> Branches:
    entity, town, village, lon, lat, head = (np.array(column) for column in zip(*rows, strict=True))
    number = np.concatenate([np.arange(1, n + 1) for n in np.bincount(entity)])
    places = _places(entity, town, village, head, towns, villages)
    short = [of[e].short for e in entity]
    kind = ["分社" if of[e].kind == "county_union" else "支行" for e in entity]
    names = [s + (place if h else place + k) for s, place, h, k in zip(short, places, head, kind, strict=True)]
    street = rng.integers(1, 260, len(rows))
    address = [
        f"{counties[towns.county[t]].name}{towns.name[t]}{villages.short[v] if v >= 0 else ''}{n}号"
        for t, v, n in zip(town, village, street, strict=True)
    ]
    return Branches(
        branch_id=np.array([f"{of[e].entity_id}{n:03d}" for e, n in zip(entity, number, strict=True)]),
        entity=entity,
        township=town,
        name=names,
        name_en=[_english(place, h, of[e]) for place, h, e in zip(places, head, entity, strict=True)],
        address=address,
        lon=lon + rng.normal(0, 0.0008, len(rows)),
        lat=lat + rng.normal(0, 0.0008, len(rows)),
        opened_year=np.clip(rng.normal(1996, 9, len(rows)).astype(int), 1956, 2019),
        is_head_office=head,
    )


def _places(
    entity: np.ndarray, town: np.ndarray, village: np.ndarray, head: np.ndarray, towns: Townships, villages: Villages
) -> list[str]:
    """What a branch is called after, unique within its entity."""
    taken: set[tuple[int, str]] = set()
    places = []
    for e, t, v, is_head in zip(entity, town, village, head, strict=True):
        own = towns.short[t] if v < 0 else villages.short[v].removesuffix("社区").removesuffix("村")
        place = "营业部" if is_head else own
        for wider in (place, f"{towns.short[t]}{place}", f"{towns.code[t][:6]}{place}"):
            if (e, wider) not in taken:
                break
        taken.add((e, wider))
        places.append(str(wider))
    return places


def nearest_branch(of: Branches, entity: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """For each place the nearest branch (index) of the entity that serves it."""
    found = np.zeros(len(lon), np.int64)
    for e in np.unique(entity):
        own, here = np.flatnonzero(of.entity == e), np.flatnonzero(entity == e)
        tree = cKDTree(np.stack([of.lon[own] * 0.89, of.lat[own]], axis=1))
        found[here] = own[tree.query(np.stack([lon[here] * 0.89, lat[here]], axis=1))[1]]
    return found


def _english(place: str, is_head: bool, entity: Entity) -> str:
    return f"{entity.name_en} " + ("Head Office" if is_head else f"{syllables(place)} Branch")


def _unions(everyone: list[County]) -> set[str]:
    shared = {code for codes in SHARED.values() for code in codes}
    small = sorted((c for c in everyone if c.name.endswith("县") and c.code not in shared), key=lambda c: c.families)
    rest = [c.code for c in small if c.code not in UNIONS_ALWAYS]
    return UNIONS_ALWAYS | set(rest[: UNIONS - len(UNIONS_ALWAYS)])


def _single(county: County, index: int, unions: set[str]) -> Entity:
    latin = county.name_en.split(" ")[0].rstrip(",")
    if county.code in unions:
        name, short = f"{county.name}农村信用合作联社", f"{county.short}县联社"
        return Entity(f"{county.code}01", name, short, f"{latin} County Union", "county_union", (index,))
    name, short = f"贵州{county.short}农村商业银行股份有限公司", f"{county.short}农商行"
    return Entity(f"{county.code}01", name, short, f"{latin} Rural Commercial Bank", "rural_commercial_bank", (index,))


def _shared(name: str, codes: tuple[str, ...], counties: list[County], index: dict[str, int]) -> Entity:
    places = tuple(index[code] for code in codes)
    full = f"贵州{name}农村商业银行股份有限公司"
    latin = f"{syllables(name)} Rural Commercial Bank"
    return Entity(f"{codes[0]}01", full, f"{name}农商行", latin, "rural_commercial_bank", places)
