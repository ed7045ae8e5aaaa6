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
from etl.world.phones.hours import share_out
from etl.world.scales import Scale, scale_named

Manifest = dict[str, Any]


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
    rng = dice(seed, "phones", today.toordinal())
    out = _managers_out(home, manifests, rng, max(round(scale.phones_out * share_out(today)), 1))
    wanted = ["staff_id", "household_id", "customer_group", "lon", "lat"]
    homes = _read(home, manifests, "household", wanted, only=out)
    staff = np.array(homes["staff_id"].to_pylist())
    homes = homes.take(np.argsort(staff, kind="stable"))
    known, first, count = np.unique(np.sort(staff), return_index=True, return_counts=True)
    return Roster(
        scale=scale,
        seed=seed,
        staff_id=known.tolist(),
        uses_gcj02=rng.random(len(known)) < 0.3,
        first=first,
        count=count,
        household_id=homes["household_id"].to_pylist(),
        customer_id=_customers(home, manifests, homes["household_id"].combine_chunks()),
        group=np.array([GROUPS.index(name) for name in homes["customer_group"].to_pylist()]),
        lon=homes["lon"].cast(pa.float64()).to_numpy(),
        lat=homes["lat"].cast(pa.float64()).to_numpy(),
    )


def _managers_out(home: Path, manifests: list[Manifest], rng: np.random.Generator, count: int) -> pa.Array:
    """``count`` of today's managers, all of them when there are fewer."""
    posts = _read(home, manifests, "staff_post", ["staff_id", "post_code", "valid_to"])
    on_duty = pc.and_(pc.equal(posts["post_code"], "manager"), pc.equal(posts["valid_to"], "9999-12-31"))
    managers = posts["staff_id"].filter(on_duty).to_pylist()
    return pa.array(rng.choice(managers, min(count, len(managers)), replace=False).tolist())


def _customers(home: Path, manifests: list[Manifest], households: pa.Array) -> list[str | None]:
    """A customer of each household, if it has one."""
    people = _read(home, manifests, "customer", ["household_id", "customer_id"], only=households)
    of = dict(zip(people["household_id"].to_pylist(), people["customer_id"].to_pylist(), strict=True))
    return [of.get(household) or None for household in households.to_pylist()]


def _read(
    home: Path, manifests: list[Manifest], feed: str, columns: list[str], only: pa.Array | None = None
) -> pa.Table:
    """The newest whole delivery of a feed, as text; ``only`` those rows whose first column is among them."""
    for manifest in reversed(manifests):
        for entry in manifest["feeds"]:
            if entry["feed"] == feed:
                folder = home / "feeds" / manifest["business_date"]
                return pa.concat_tables(kept_rows(folder / file["path"], columns, only) for file in entry["files"])
    raise QianhuiError("Feed %(feed)s was never delivered under %(home)s", feed=feed, home=str(home))


def kept_rows(path: Path, columns: list[str], only: pa.Array | None) -> pa.Table:
    """Read in blocks and keep rows whose first column is among ``only``: the phones must stay small beside a million homes."""
    text = pacsv.ConvertOptions(include_columns=columns, column_types={name: pa.string() for name in columns})
    with pacsv.open_csv(path, convert_options=text) as blocks:
        kept = [block if only is None else block.filter(pc.is_in(block.column(0), value_set=only)) for block in blocks]
        return pa.Table.from_batches(kept, schema=blocks.schema)
