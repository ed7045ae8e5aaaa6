"""The feeds about places, organisation, staff and households, as tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.geography import PROVINCE, prefectures
from etl.world.households import GROUPS
from etl.world.identity import household_ids, phones, staff_ids
from etl.world.people import pinyin, syllables
from etl.world.province import Province
from etl.world.season import EPOCH
from etl.world.staffing import POSTS

OPEN = date(9999, 12, 31)
SEXES = ("M", "F")
RegionRow = tuple[str, str, str, str, str, str | None, float, float]


def region(province: Province) -> pa.Table:
    """A row per region from the province down to the village."""
    names = ("code", "level", "name", "short_name", "name_en", "parent_code", "lon", "lat")
    rows: list[RegionRow] = [(PROVINCE, "province", "贵州省", "贵州", "Guizhou", None, 106.71, 26.6), *_upper(province)]
    rows += [*_townships(province), *_villages(province)]
    return pa.table([pa.array(column) for column in zip(*rows, strict=True)], names)


def entity(province: Province) -> pa.Table:
    """A row per legal entity; its place is its head office."""
    head = {e: row for row, e in enumerate(province.branches.entity) if province.branches.is_head_office[row]}
    rows = [head[index] for index in range(len(province.entities))]
    return pa.table({
        "entity_id": [item.entity_id for item in province.entities],
        "name": [item.name for item in province.entities],
        "short_name": [item.short for item in province.entities],
        "name_en": [item.name_en for item in province.entities],
        "kind": [item.kind for item in province.entities],
        "seat_county_code": [province.counties[item.counties[0]].code for item in province.entities],
        "lon": np.round(province.branches.lon[rows], 6),
        "lat": np.round(province.branches.lat[rows], 6),
    })  # fmt: skip


def entity_county(province: Province) -> pa.Table:
    """A row per county and the entity that serves it."""
    pairs = sorted((item.entity_id, province.counties[c].code) for item in province.entities for c in item.counties)
    return pa.table({"entity_id": [pair[0] for pair in pairs], "county_code": [pair[1] for pair in pairs]})


def branch(province: Province) -> pa.Table:
    """A row per branch."""
    of = province.branches
    return pa.table({
        "branch_id": of.branch_id,
        "entity_id": [province.entities[e].entity_id for e in of.entity],
        "name": of.name,
        "name_en": of.name_en,
        "township_code": province.townships.code[of.township],
        "address": of.address,
        "lon": np.round(of.lon, 6),
        "lat": np.round(of.lat, 6),
        "opened_date": [date(year, 1 + n * 7 % 12, 1 + n * 5 % 28) for n, year in enumerate(of.opened_year.tolist())],
        "closed_date": pa.nulls(len(of.entity), pa.date32()),
    })  # fmt: skip


def staff(province: Province, day: date) -> pa.Table:
    """A row per person who had joined by the day, leavers included."""
    crew = province.staffing
    known = np.flatnonzero(crew.hired <= _since_1970(day))
    names = crew.names.texts().take(pa.array(known))
    left = crew.left[known]
    return pa.table({
        "staff_id": staff_ids(known),
        "name": names,
        "name_pinyin": pinyin(names.to_pylist()),
        "sex": columns.coded(SEXES, crew.is_female[known].astype(np.int8)),
        "birth_date": columns.days(crew.birth[known]),
        "hired_date": columns.days(crew.hired[known]),
        "left_date": columns.days(left, (left == 0) | (left > _since_1970(day))),
        "phone": phones(crew.phone[known]),
    })  # fmt: skip


def staff_post(province: Province, day: date) -> pa.Table:
    """A row per person, post and time, as known on the day; ``valid_to`` is exclusive."""
    crew = province.staffing
    seat, person, start, end = tenures(province, day)
    return pa.table({
        "staff_id": staff_ids(person),
        "branch_id": province.branches.branch_id[crew.seats.branch[seat]],
        "post_code": columns.coded(POSTS, crew.seats.post[seat]),
        "valid_from": columns.days(start),
        "valid_to": columns.days(end),
    })  # fmt: skip


def tenures(province: Province, day: date) -> tuple[np.ndarray, ...]:
    """Seat, person, first day and day after the last (days since 1970) of everybody who ever sat, known on the day."""
    crew = province.staffing
    known = crew.move_day <= _since_1970(day)
    order = np.lexsort((np.flatnonzero(known), crew.move_seat[known]))
    seat, person, start = (column[known][order] for column in (crew.move_seat, crew.move_staff, crew.move_day))
    start = np.where(start == 0, crew.since[seat], start)
    last = np.r_[seat[1:] != seat[:-1], True]
    end = np.where(last, _since_1970(OPEN), np.r_[start[1:], 0])
    kept = end > start
    return seat[kept], person[kept], start[kept], end[kept]


def household(province: Province, day: date, begin: int, end: int) -> pa.Table:
    """The households ``begin`` to ``end`` (exclusive), each with its manager of the day."""
    homes, crew, today = province.households, province.staffing, _since_1970(day)
    rows = slice(begin, end)
    seat = homes.seat[rows]
    branches = pa.array(province.branches.branch_id).take(pa.array(crew.seats.branch[: crew.seats.managers]))
    villages = pa.array(province.villages.code)
    return pa.table({
        "household_id": household_ids(np.arange(begin, min(end, len(homes.seat)))),
        "village_code": villages.take(pa.array(homes.village[rows])),
        "head_name": homes.names.only(rows).texts(),
        "customer_group": columns.coded(GROUPS, homes.group[rows]),
        "member_count": homes.members[rows],
        "lon": homes.lon[rows],
        "lat": homes.lat[rows],
        "branch_id": branches.take(pa.array(seat)),
        "staff_id": staff_ids(crew.holders(today)[seat]),
        "assigned_from": columns.days(np.maximum(crew.seated_since(today)[seat], _since_1970(date(2020, 1, 1)))),
    })  # fmt: skip


def _upper(province: Province) -> list[RegionRow]:
    inside = {county.prefecture for county in province.counties}
    rows: list[RegionRow] = [
        (row["adcode"], "prefecture", row["name"], row["short_name"], row["name_en"], PROVINCE, *_place(row))
        for row in prefectures()
        if row["adcode"] in inside
    ]
    return rows + [
        (item.code, "county", item.name, item.short, item.name_en.replace(",", ""), item.prefecture, item.lon, item.lat)
        for item in province.counties
    ]


def _townships(province: Province) -> list[RegionRow]:
    towns, where = province.townships, province.settlements
    parents = [province.counties[index].code for index in towns.county]
    lon, lat = np.round(where.township_lon, 6).tolist(), np.round(where.township_lat, 6).tolist()
    columns_ = (towns.code.tolist(), towns.name.tolist(), towns.short.tolist(), parents, lon, lat)
    return [
        (code, "township", name, short, syllables(short), parent, x, y)
        for code, name, short, parent, x, y in zip(*columns_, strict=True)
    ]


def _villages(province: Province) -> list[RegionRow]:
    villages, where = province.villages, province.settlements
    parents = province.townships.code[villages.township].tolist()
    lon, lat = np.round(where.village_lon, 6).tolist(), np.round(where.village_lat, 6).tolist()
    columns_ = (villages.code.tolist(), villages.name.tolist(), villages.short.tolist(), parents, lon, lat)
    return [
        (code, "village", name, short, _village_english(short), parent, x, y)
        for code, name, short, parent, x, y in zip(*columns_, strict=True)
    ]


def _village_english(short: str) -> str:
    for ending, word in (("社区", "Community"), ("村", "Village")):
        if short.endswith(ending) and len(short) > len(ending):
            return f"{syllables(short.removesuffix(ending))} {word}"
    return syllables(short)


def _place(row: dict[str, str]) -> tuple[float, float]:
    return float(row["label_lon"]), float(row["label_lat"])


def _since_1970(day: date) -> int:
    return (day - EPOCH).days
