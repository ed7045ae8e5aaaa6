"""The feeds about places of work, centres, their staff and public figures, as tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from etl.world import columns, directory
from etl.world.dice import dice
from etl.world.geography import REFERENCE, read_rows
from etl.world.identity import staff_ids
from etl.world.migrant_places import CENTRES, DEMO_SITE, REMOTE_CLERKS, REMOTE_OPENED, YIWU, Places
from etl.world.migrant_policies import CENTRE_IDS
from etl.world.province import Province
from etl.world.season import EPOCH
from etl.world.staffing import BACK_OFFICE, LOBBY, TELLER

FULL_STAFF = 5_000  # a union of this size fills every post at its centres
ROLES = ("head", "clerk")


def destination(where: Places) -> pa.Table:
    """A row per province and city of China."""
    names = ("name", "short_name", "name_en")
    rows = [(row["adcode"], "province", *(row[n] for n in names), None, *_at(row, "label_")) for row in where.provinces]
    rows += [
        (row["code"], "city", *(row[n] for n in names), row["province_code"], *_at(row, "")) for row in where.cities
    ]
    heads = ("code", "level", *names, "parent_code", "lon", "lat")
    return pa.table([pa.array(column) for column in zip(*rows, strict=True)], heads)


def service_centre(where: Places) -> pa.Table:
    """A row per centre, and the remote desk."""
    at = {row["code"]: _at(row, "") for row in where.cities}
    spots = [YIWU if centre.short == "义乌" else at[centre.city] for centre in CENTRES]
    return pa.table({
        "centre_id": list(CENTRE_IDS),
        "kind": [*("centre" for _ in CENTRES), "remote_desk"],
        "name": [*(f"{centre.short}农民工金融服务中心" for centre in CENTRES), "远程服务坐席"],
        "short_name": [*(centre.short for centre in CENTRES), "远程坐席"],
        "name_en": [*(f"{centre.name_en} Centre" for centre in CENTRES), "Remote Desk"],
        "city_code": [*(centre.city for centre in CENTRES), None],
        "address": [*(centre.address + DEMO_SITE for centre in CENTRES), None],
        "lon": [*(spot[0] for spot in spots), None],
        "lat": [*(spot[1] for spot in spots), None],
        "opened_date": [*(centre.opened for centre in CENTRES), REMOTE_OPENED],
        "closed_date": pa.nulls(len(CENTRE_IDS), pa.date32()),
    })  # fmt: skip


def centre_city(where: Places) -> pa.Table:
    """A row per city and who looks after it."""
    return pa.table({
        "city_code": [row["code"] for row in where.cities], "centre_id": columns.coded(CENTRE_IDS, where.centre)
    })  # fmt: skip


def centre_staff(province: Province, day: date) -> pa.Table:
    """A row per posting as known on the day: whoever holds a seat given to a centre."""
    centre_of, is_head = _seats(province)
    seat, person, start, end = directory.tenures(province, day)
    opened = np.array([*((centre.opened - EPOCH).days for centre in CENTRES), (REMOTE_OPENED - EPOCH).days])
    start = np.maximum(start, opened[centre_of[seat]])
    kept = (centre_of[seat] >= 0) & (end > start)
    seat, person, start, end = seat[kept], person[kept], start[kept], end[kept]
    return pa.table({
        "staff_id": staff_ids(person),
        "centre_id": columns.coded(CENTRE_IDS, centre_of[seat]),
        "role": columns.coded(ROLES, (~is_head[seat]).astype(np.int8)),
        "valid_from": columns.days(start),
        "valid_to": columns.days(end),
    })  # fmt: skip


def public_figure() -> pa.Table:
    """A row per published figure."""
    rows = read_rows(REFERENCE / "public_figures.csv")
    table = {name: [row[name] or None for row in rows] for name in rows[0]}
    return pa.table(table | {"value": [float(row["value"]) for row in rows]})


def _seats(province: Province) -> tuple[np.ndarray, np.ndarray]:
    """For each seat the centre (index) it belongs to, -1 when none, and whether it is the centre's head's."""
    seats = province.staffing.seats
    part = min(1.0, len(seats.post) / FULL_STAFF)
    clerks = [max(1, round(count * part)) for count in (*(centre.clerks for centre in CENTRES), REMOTE_CLERKS)]
    free = np.flatnonzero(np.isin(seats.post, [TELLER, LOBBY, BACK_OFFICE]))
    chosen = dice(province.seed, "centre seats").choice(free, sum(clerks) + len(clerks), replace=False)
    centre, head = np.full(len(seats.post), -1), np.zeros(len(seats.post), bool)
    head[chosen[: len(clerks)]] = True
    centre[chosen] = np.concatenate([np.arange(len(clerks)), np.repeat(np.arange(len(clerks)), clerks)])
    return centre, head


def _at(row: dict[str, str], prefix: str) -> tuple[float, float]:
    return float(row[f"{prefix}lon"]), float(row[f"{prefix}lat"])
