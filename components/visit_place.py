"""Where a visit was, in words: the village, and for the map the county and township."""

from __future__ import annotations

import pandas as pd

from data.i18n import current_language


def placed(visits: pd.DataFrame) -> pd.DataFrame:
    """``visits`` (a listing) with ``place`` (village) and ``where`` (county and township, as said)."""
    frame = visits.copy()
    frame["place"] = frame["village_name"].where(frame["village_name"].astype(bool), frame["township_name"])
    county, township = (
        frame[name].astype(object) for name in ("county_name", "township_name")
    )  # without rows: numbers
    zh = current_language() == "zh"
    frame["where"] = county + township if zh else township + ", " + county
    return frame
