"""Frames of the overview: two answers side by side, the largest moves, shares. Frame in, frame out."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

MOST_BARS = 9


def moved(now: pd.DataFrame, before: pd.DataFrame, by: str, metric: str) -> pd.DataFrame:
    """One row a unit: ``by``, name, ``now``, ``before``, ``difference``; missing counts as none. Largest gain first."""
    name = f"{by}_name"
    keys = [by, name] if name in now.columns else [by]
    both = now[[*keys, metric]].merge(before[[*keys, metric]], on=keys, how="outer", suffixes=("_now", "_before"))
    both = both.rename(columns={f"{metric}_now": "now", f"{metric}_before": "before"}).fillna({"now": 0, "before": 0})
    both["difference"] = both["now"] - both["before"]
    return both.sort_values(["difference", by], ascending=[False, True]).reset_index(drop=True)


def ends(frame: pd.DataFrame, value: str, most: int = MOST_BARS) -> pd.DataFrame:
    """The first and last rows by ``value`` when there are more than ``most``: the best and the worst."""
    ordered = frame.sort_values(value, ascending=False, kind="stable")
    if len(ordered) <= most:
        return ordered.reset_index(drop=True)
    top = most // 2 + most % 2
    return pd.concat([ordered.head(top), ordered.tail(most - top)]).reset_index(drop=True)


def labelled(frame: pd.DataFrame, by: str, short: Callable[[str], str], lead: Callable[[object], str]) -> pd.DataFrame:
    """With ``label`` to show and ``href`` to go to."""
    names = frame.get(f"{by}_name", frame[by])
    return frame.assign(label=[short(str(name)) for name in names], href=[lead(key) for key in frame[by]])


def shares(frame: pd.DataFrame, metric: str) -> pd.DataFrame:
    """With ``share`` (0–1) of the sum of ``metric``, largest first."""
    whole = frame[metric].sum()
    return frame.assign(share=frame[metric] / whole if whole else 0.0).sort_values(
        "share", ascending=False, kind="stable"
    )


def most_moved(now: pd.DataFrame, before: pd.DataFrame, by: str) -> pd.Series:
    """Of two frames with ``share``, the row that moved most, with ``points`` (percentage points)."""
    both = now.merge(before[[by, "share"]], on=by, how="left", suffixes=("", "_before")).fillna({"share_before": 0})
    both["points"] = (both["share"] - both["share_before"]) * 100
    return both.loc[both["points"].abs().idxmax()]
