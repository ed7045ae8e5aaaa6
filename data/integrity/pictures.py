"""What photos say: the same picture as at another visit, one taken elsewhere or at another time.

A row per photo (``COLUMNS``), those of earlier visits among them; ``phash`` is 16 hex digits or None. Of two alike the later one
is found; two photos of one visit may look alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.geo.distance import plane_metres
from data.integrity.facts import Facts
from data.integrity.finding import Found
from data.integrity.limits import Limits

COLUMNS = ("photo_uuid", "visit_id", "visit_no", "staff_id", "taken_at", "lon", "lat", "sha256", "phash")
BANDS = 4  # of 16 bits: prints that differ in three bits at most agree in one of them
MOST_ALIKE = 200  # photos of one band compared each with each; of more only equal ones
HOUR = 3600.0


def of_photos(photos: pd.DataFrame, facts: Facts, limits: Limits) -> list[Found]:
    """Findings about the visits of ``facts`` from the photos of these and of earlier ones."""
    if photos.empty:
        return []
    row_of = pd.Index(facts.visit_id)
    placed = photos.assign(row=row_of.get_indexer(photos["visit_id"]))
    return [*_copies(placed, limits), *_elsewhere(placed[placed["row"] >= 0], facts, limits)]


def _copies(photos: pd.DataFrame, limits: Limits) -> Iterator[Found]:
    """The same picture at an earlier visit: of one's own also when it only looks the same; of somebody else the same file, while
    an equal print is a weaker sign: among a million photos two may look alike by chance.
    """
    ordered = photos.sort_values(["taken_at", "photo_uuid"]).reset_index(drop=True)
    files = _same_file(ordered).assign(is_file=True)
    prints = [found.assign(is_file=False) for found in _alike(ordered, limits.default["photo_bits"])]
    pairs = pd.concat([files, *prints], ignore_index=True)
    if pairs.empty:
        return
    early, late = (ordered.loc[pairs[side]].reset_index(drop=True) for side in ("early", "late"))
    days = (late["taken_at"] - early["taken_at"]).dt.total_seconds() / (24 * HOUR)
    own = late["staff_id"] == early["staff_id"]
    counts = (late["row"] >= 0) & (late["visit_id"] != early["visit_id"]) & (days <= limits.default["photo_days"])
    counts &= own | (pairs["bits"] == 0)
    kind = np.where(own, "photo_copy", np.where(pairs["is_file"], "photo_shared", "photo_alike"))
    told = pd.DataFrame({"row": late["row"], "bits": pairs["bits"], "other": early["visit_no"], "kind": kind})[counts]
    yield from _one_a_visit(told.sort_values("bits", kind="stable"), limits)


def _one_a_visit(told: pd.DataFrame, limits: Limits) -> Iterator[Found]:
    """Of each kind the closest; a likeness is not told where the very file is."""
    shared = told.loc[told["kind"] == "photo_shared", "row"]
    for check in ("photo_copy", "photo_shared", "photo_alike"):
        part = told[told["kind"] == check]
        first = (part[~part["row"].isin(shared)] if check == "photo_alike" else part).drop_duplicates("row")
        allowed = np.full(len(first), limits.default["photo_bits"] if check == "photo_copy" else 0.0)
        rows, bits, others = (first[name].to_numpy() for name in ("row", "bits", "other"))
        yield Found(check, "odd", rows, bits, allowed, limits.weights[check], others)


def _same_file(ordered: pd.DataFrame) -> pd.DataFrame:
    known = ordered[ordered["sha256"].notna()]
    early = known.index.to_series().groupby(known["sha256"]).shift()
    return pd.DataFrame({"early": early.dropna().astype(int), "late": early.dropna().index, "bits": 0})


def _alike(ordered: pd.DataFrame, bits: float) -> Iterator[pd.DataFrame]:
    """Pairs of prints that differ in few bits, the earlier first."""
    known = ordered[ordered["phash"].notna()]
    prints = np.array([int(text, 16) for text in known["phash"]], np.uint64)
    for band in range(BANDS):
        key = (prints >> np.uint64(16 * band)) & np.uint64(0xFFFF)
        size = pd.Series(key).groupby(key).transform("size").to_numpy()
        key = np.where(size > MOST_ALIKE, prints, key.astype(np.uint64))
        lone = pd.DataFrame({"key": key, "at": known.index, "print": prints})[size > 1]
        both = lone.merge(lone, on="key", suffixes=("", "_late"))
        both = both[both["at"] < both["at_late"]]
        differ = np.bitwise_count(both["print"].to_numpy() ^ both["print_late"].to_numpy())
        found = pd.DataFrame({"early": both["at"], "late": both["at_late"], "bits": differ})
        yield found[found["bits"] <= bits]


def _elsewhere(photos: pd.DataFrame, facts: Facts, limits: Limits) -> list[Found]:
    """Taken far from the visit's position, or long before or after it."""
    row = photos["row"].to_numpy()
    off = plane_metres(photos["lon"].to_numpy(float), photos["lat"].to_numpy(float), facts.lon[row], facts.lat[row])
    taken = photos["taken_at"].to_numpy("datetime64[s]").astype(np.int64).astype(float)
    hours = np.maximum(facts.started[row] - taken, taken - facts.ended[row]) / HOUR
    place, time = limits.default["photo_m"], limits.default["photo_hours"]
    far = place + facts.accuracy[row]
    return [
        _worst("photo_elsewhere", row, off, far, off > far, limits),
        _worst("photo_time", row, hours, np.full(len(row), time), hours > time, limits),
    ]


def _worst(check: str, row: np.ndarray, value: np.ndarray, limit: np.ndarray, odd: np.ndarray, limits: Limits) -> Found:
    """One finding a visit: of its worst photo."""
    found = pd.DataFrame({"row": row, "value": value, "limit": limit})[odd].sort_values("value", ascending=False)
    first = found.drop_duplicates("row")
    return Found(
        check,
        "odd",
        first["row"].to_numpy(),
        first["value"].to_numpy(),
        first["limit"].to_numpy(),
        limits.weights[check],
    )
