"""Beside the wall's map of China: the centres against their targets, and the regions served least. Pure but for the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from components import migrant_centres
from components.migrant_choice import Choice
from components.migrant_gaps import short
from components.migrant_service import gap_answer, reasons
from components.wall_parts import written
from data.i18n import _, p_
from data.i18n.numbers import human, percent

MOST_GAPS = 3
OVER = 1.2  # of the target: as far as a bar goes


def execution(whole: Mapping[str, Any]) -> dict[str, Any] | None:
    """All targets together: the share reached and what is due by now; None without targets."""
    if not whole or whole["rate"] is None:
        return None
    mark = whole["schedule"]
    return {
        "label": _("Targets of all policies"),
        "part": min(whole["rate"], OVER),
        "mark": mark,
        "text": f"{_sign(whole['state'])} {_('%(rate)s reached', rate=percent(whole['rate']))}".strip(),
        "due": _("due by now %(mark)s", mark=percent(mark)),
        "tone": _tone(whole["state"]),
    }


def centres(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The centres, the best rate first; the remote desk is none."""
    held = [row for row in migrant_centres.with_target(rows) if row["kind"] != migrant_centres.REMOTE]
    return {
        "title": migrant_centres.counted(held) if held else _("Service centres"),
        "note": _("reached, rate, │ due"),
        "most": OVER,
        "rows": [_centre(row) for row in held],
        "none": _("No targets are set for this part of the organisation"),
    }


def _centre(row: Mapping[str, Any]) -> dict[str, Any]:
    reached = written(row["policy_reached"])
    return {
        "id": row["centre"],
        "name": row["name"],
        "number": reached["number"],
        "unit": reached["unit"],
        "part": row["rate"],
        "mark": row["schedule"],
        "rate": percent(row["rate"], 0),
        "sign": _sign(row["state"]),
        "tone": _tone(row["state"]),
    }


def _tone(state: str) -> str:
    return "bad" if state == "behind" else "good"


def _sign(state: str) -> str:
    """▽ slightly below what is due, ▼ below it; nothing on schedule."""
    return migrant_centres.SIGNS[state] if state in migrant_centres.BELOW else ""


def gaps(choice: Choice, as_of: date | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The three regions served least for their share of workers, each with the reason the page gives."""
    frame = short(gap_answer(choice, as_of).frame).head(MOST_GAPS)
    why = reasons(choice, as_of, rows) if len(frame) else {}
    most = float(frame["migrant_share"].max()) if len(frame) else 0.0
    return {
        "title": _("Where to push"),
        "note": _("share of workers less share of service"),
        "rows": [_gap(row, choice.below, why, most) for row in frame.to_dict("records")],
        "none": _("Nobody is served less than their share"),
    }


def _share(label: str, share: Any, most: float) -> dict[str, Any]:
    """A share as a part of the largest of them."""
    return {"label": label, "text": percent(share), "part": float(share) / most if most else 0.0}


def _gap(row: Mapping[str, Any], key: str, why: Mapping[str, Any], most: float) -> dict[str, Any]:
    reason = why.get(str(row[key]))
    return {
        "name": str(row[f"{key}_name"]),
        "before": _("short by"),
        "number": human(row["migrant_gap"], decimals=1, format="decimal"),
        "unit": p_("gap", "points"),
        "shares": _(
            "%(workers)s of workers, %(service)s of those reached",
            workers=percent(row["migrant_share"]),
            service=percent(row["service_share"]),
        ),
        "reason": reason.text if reason else "",
        "bars": [
            _share(_("of workers"), row["migrant_share"], most),
            _share(_("of service"), row["service_share"], most),
        ],
    }
