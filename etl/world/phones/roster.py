"""Who may be out, and whom they call on: read from the newest feeds on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from data.errors import QianhuiError
from etl.world.delivery import read_manifest
from etl.world.dice import dice
from etl.world.households import GROUPS
from etl.world.scales import Scale, scale_named


@dataclass(frozen=True)
class Roster:
    """Managers out, and their households in walking order: manager m has the rows first[m] to first[m] + count[m]."""

    scale: Scale
    seed: int
    staff_id: list[str]
    uses_gcj02: np.ndarray
    first: np.ndarray
    count: np.ndarray
    household_id: list[str]
    customer_id: list[str | None]
    group: np.ndarray
    lon: np.ndarray
    lat: np.ndarray


def read_roster(home: Path, today: date) -> Roster:
    """The managers out on a day, chosen by seed and day. Raises QianhuiError when there are no feeds."""
    manifests = [read_manifest(path) for path in sorted((home / "feeds").glob("*/manifest.json"))]
    if not manifests:
        raise QianhuiError("No feeds under %(home)s: build the demo province first", home=str(home))
    scale, seed = scale_named(manifests[-1]["scale"]), int(manifests[-1]["seed"])
    posts = _read(home, manifests, "staff_post", ["staff_id", "post_code", "valid_to"])
    on_duty = pc.and_(pc.equal(posts["post_code"], "manager"), pc.equal(posts["valid_to"], "9999-12-31"))
    homes = _read(home, manifests, "household", ["household_id", "staff_id", "customer_group", "lon", "lat"])
    homes = homes.filter(pc.is_in(homes["staff_id"], value_set=posts["staff_id"].filter(on_duty).combine_chunks()))
    rng = dice(seed, "phones", today.toordinal())
    everyone = np.array(pc.unique(homes["staff_id"]).to_pylist())
    out = np.sort(rng.choice(everyone, min(scale.phones_out, len(everyone)), replace=False))
    mine = homes.filter(pc.is_in(homes["staff_id"], value_set=pa.array(out.tolist())))
    mine = mine.take(np.argsort(mine["staff_id"].to_numpy(zero_copy_only=False), kind="stable"))
    first = np.searchsorted(mine["staff_id"].to_numpy(zero_copy_only=False).astype(str), out)
    ids = mine["household_id"].to_pylist()
    return Roster(
        scale=scale,
        seed=seed,
        staff_id=out.tolist(),
        uses_gcj02=rng.random(len(out)) < 0.3,
        first=first,
        count=np.diff(np.r_[first, len(ids)]),
        household_id=ids,
        customer_id=_customers(home, manifests, mine["household_id"]),
        group=np.array([GROUPS.index(name) for name in mine["customer_group"].to_pylist()]),
        lon=mine["lon"].cast(pa.float64()).to_numpy(),
        lat=mine["lat"].cast(pa.float64()).to_numpy(),
    )


def _customers(home: Path, manifests: list[dict[str, Any]], households: pa.ChunkedArray) -> list[str | None]:
    """A customer of each household, if it has one."""
    people = _read(home, manifests, "customer", ["customer_id", "household_id"])
    known = pc.and_(pc.is_in(people["household_id"], value_set=households), pc.not_equal(people["customer_id"], ""))
    people = people.filter(known)
    of = dict(zip(people["household_id"].to_pylist(), people["customer_id"].to_pylist(), strict=True))
    return [of.get(household) for household in households.to_pylist()]


def _read(home: Path, manifests: list[dict[str, Any]], feed: str, columns: list[str]) -> pa.Table:
    """The newest whole delivery of a feed, as text."""
    for manifest in reversed(manifests):
        for entry in manifest["feeds"]:
            if entry["feed"] == feed:
                folder = home / "feeds" / manifest["business_date"]
                return pa.concat_tables(_csv(folder / file["path"], columns) for file in entry["files"])
    raise QianhuiError("Feed %(feed)s was never delivered under %(home)s", feed=feed, home=str(home))


def _csv(path: Path, columns: list[str]) -> pa.Table:
    text = pacsv.ConvertOptions(include_columns=columns, column_types={name: pa.string() for name in columns})
    return pacsv.read_csv(path, convert_options=text)
