"""The ranking of entities, branches or managers, worded: rank, name, bar, measure, managers out, movement. Pure.

``assets/visits_ranking.js`` draws the rows: as Dash components three hundred of them would take a second.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components.short_names import seat, short_name
from data.i18n import _, n_, p_
from data.i18n.numbers import as_number, day_text, human, percent
from data.metrics.registry import metric

_PLACELESS = {"rank": "", "moved": {"text": "", "tone": "muted", "title": ""}}
MOST, LAST = 300, 20  # rows on the page, of which so many are the last ones; the export has them all


def ranking(
    rows: Sequence[Mapping[str, Any]],
    level: str,
    name: str,
    *,
    out: str,
    own: frozenset[str] = frozenset(),
    within: str = "",
    entity_of: Callable[[str], str] | None = None,
    is_past: bool = False,
    last_day: date | None = None,
) -> str:
    """JSON for ``data-rows``. ``rows`` as ``data.query.ranking`` gives them, with ``out`` and ``managers``.

    ``own``: ids always in view; ``within``: the parent's name, left out before its children's; an outlet of another
    stands with its entity (``entity_of``). A row carries its node; a click chooses it, a second one goes down. Where all
    have nothing nobody has a place: ``last_day`` is when somebody was out.
    """
    is_idle = nothing_yet(rows, name)
    most = max((as_number(value) or 0.0 for value in (row[name] for row in rows)), default=0.0) or 1.0
    told = {
        "level": level,
        "head": _head(level, name, out, is_past),
        "rows": [
            _row(row, level, name, most, out, own)
            | _named(row, level, within, entity_of)
            | (_PLACELESS if is_idle else {})
            for row in [*rows[: MOST - LAST], *rows[max(MOST - LAST, len(rows) - LAST) :]]
        ],
        "left_out": _left_out(len(rows) - MOST),
        "note": _idle_note(is_past, last_day) if is_idle else _over_note(rows, level, out),
        "down": "" if level == "staff" else _("Go down a level"),
        "empty": {"title": _("No visits here yet"), "text": _("Choose another period or a wider scope.")},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _left_out(count: int) -> dict[str, Any] | None:
    """Where rows are left out, and how many."""
    if count <= 0:
        return None
    return {"after": MOST - LAST, "text": _("%(n)s more in the Excel file", n=human(count, compact=False))}


def nothing_yet(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Whether there are units, and none has anything of ``name``."""
    return bool(rows) and not any(as_number(row[name]) for row in rows)


def _idle_note(is_past: bool, last_day: date | None) -> dict[str, str]:
    text = _("Nobody was out in this period.") if is_past else _("Nobody is out yet today.")
    if last_day is None:
        return {"text": text}
    return {"text": text, "link": _("See %(day)s", day=day_text(last_day)), "period": last_day.isoformat()}


def _over_note(rows: Sequence[Mapping[str, Any]], level: str, out: str) -> dict[str, str] | None:
    """Where more were out than are on the books: why."""
    if level == "staff" or not any((as_number(row[out]) or 0) > (as_number(row["managers"]) or 0) for row in rows):
        return None
    return {
        "text": _("More with a visit than on the books: who moved or left since counts where the visits were made.")
    }


def _named(row: Mapping[str, Any], level: str, within: str, entity_of: Callable[[str], str] | None) -> dict[str, str]:
    """What tells a row from the others, first: of an outlet its own name, then where its entity is at home."""
    name = str(row[f"{level}_name"])
    entity = entity_of(str(row["branch"])) if level == "branch" and entity_of else within
    aside = {} if entity == within else {"of": seat(entity), "full": name}
    return {"name": shortened(name, entity)} | aside


def _head(level: str, name: str, out: str, is_past: bool) -> list[dict[str, str]]:
    meant = metric(name)
    titles = {"entity": _("Entity"), "branch": _("Outlet"), "staff": _("Manager")}
    went = {"text": _("With visit"), "kind": "num ranking-out", "title": metric(out).definition.text()}
    moved = _("Places gained since the day before") if is_past else _("Places gained since yesterday")
    return [
        {"text": "#", "kind": "ranking-place"},
        {"text": titles[level], "kind": "ranking-who"},
        {"text": meant.short.text(), "kind": "num ranking-wide" if name == out else "num", "title": meant.label.text()},
        *([went] if has_out(level, name, out) else []),
        {"text": p_("past", "Moved") if is_past else _("Moved"), "kind": "num ranking-moved", "title": moved},
    ]


def has_out(level: str, name: str, out: str) -> bool:
    """Whether managers out stand beside the measure: not a manager's own, nor where they are the measure."""
    return level != "staff" and name != out


def _row(row: Mapping[str, Any], level: str, name: str, most: float, out: str, own: frozenset[str]) -> dict[str, Any]:
    key, meant = str(row[level]), metric(name)
    unit = "%" if meant.format == "percent" else ""
    told = {
        "node": f"{level}:{key}",
        "rank": human(row["rank"]),
        "share": round(max(0.0, (as_number(row[name]) or 0.0) / most) * 100, 1),
        "value": human(row[name], unit, meant.format, decimals=meant.decimals, compact=False),
        "moved": _moved(row["rank_change"], row.get("rank_still", "")),
    }
    if has_out(level, name, out):
        told["out"] = [human(row[out]), human(row["managers"])]
    elif name == out:
        told["of_all"] = human(row["managers"])
    return told | ({"own": True} if key in own else {})


def shortened(name: str, within: str) -> str:
    """遵义农商行南关支行 inside 遵义农商行 → 南关支行; Congjiang Rural Commercial Bank → Congjiang RCB."""
    return short_name(name, within)


def _moved(places: Any, still: str) -> dict[str, str]:
    """Arrow, colour and words; a dash and why where it stands, was not there, or its place says nothing."""
    whys = {
        "before": _("no place to move from: nothing at this time the day before"),
        "now": _("no place yet: nothing so far"),
        "shared": _("shares its place with many: no movement to speak of"),
    }
    moved = as_number(places)
    if not moved:
        why = whys.get(still) or (_("unchanged") if moved == 0 else _("not ranked yesterday"))
        return {"text": "—", "tone": "muted", "title": why}
    up, count = moved > 0, human(abs(moved))
    words = _("up %(n)s", n=count) if up else _("down %(n)s", n=count)
    return {"text": f"{'▲' if up else '▼'}{count}", "tone": "good" if up else "bad", "title": words}


def foot_line(level: str, units: int, out: Any, managers: Any, rate: Any) -> list[Any]:
    """84 entities · out 8,962/11,026 (81.3 %). Of managers ``units`` is the same number as ``managers``."""
    words = {
        "entity": n_("%(n)s entity", "%(n)s entities", units, n=human(units)),
        "branch": n_("%(n)s outlet", "%(n)s outlets", units, n=human(units)),
        "staff": n_("%(n)s manager", "%(n)s managers", units, n=human(units)),
    }
    return [
        html.Span(
            [f"{words[level]} · {_('with a visit')} ", html.B(human(out)), f"/{human(managers)} ({percent(rate)})"],
            className="ranking-sum",
        )
    ]
