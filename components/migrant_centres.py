"""The service centres' execution: target, reached, used, amount, and the rate against the time elapsed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from components.states import empty
from data.i18n import _, n_
from data.i18n.numbers import as_number, human, percent
from data.metrics.registry import metric

METRICS = ("policy_target", "policy_reached", "policy_used", "policy_amount")
NEAR = 0.1  # of the target: so far below the time elapsed a centre is slightly behind, further below behind
BELOW = ("near", "behind")
SIGNS = {"ok": "●", "near": "▽", "behind": "▼"}
REMOTE = "remote_desk"
OVER = 0.2  # of the target: as much as a bar shows beyond it
GOOD_PART = 0.1  # of a region's workers: from where on a centre answers for it


def elapsed(start: date, end: date, day: date) -> float:
    """Share of a policy's time that is over on ``day``, 0–1."""
    whole = (end - start).days + 1
    return min(max(((day - start).days + 1) / whole, 0.0), 1.0) if whole > 0 else 1.0


def serving(frame: pd.DataFrame, key: str, desks: Sequence[str]) -> dict[str, list[str]]:
    """Region → the centres that serve a good part of its workers, without the remote ``desks``. ``frame``:
    ``migrant_workers`` by ``key`` and ``centre``."""
    held = frame[frame["migrant_workers"] > 0]
    share = held["migrant_workers"] / held.groupby(key)["migrant_workers"].transform("sum")
    large = held[(share >= GOOD_PART) & ~held["centre"].isin(list(desks))]
    return {str(region): rows["centre"].astype(str).tolist() for region, rows in large.groupby(key)}


def schedule(targets: pd.DataFrame, over: Mapping[str, float]) -> float | None:
    """Time elapsed of several policies, weighted by their targets. ``targets``: ``policy``, ``policy_target``."""
    held = targets[targets["policy"].isin(list(over)) & (targets["policy_target"] > 0)]
    whole = held["policy_target"].sum()
    return float((held["policy_target"] * held["policy"].map(over)).sum() / whole) if whole else None


def executions(
    frame: pd.DataFrame, targets: pd.DataFrame, over: Mapping[str, float], centres: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A row per centre, the best rate first, the remote desk last. ``frame``: ``METRICS`` by ``centre``; ``targets``:
    ``policy_target`` by ``centre`` and ``policy``; ``over``: policy → time elapsed; ``centres``: name, kind, lon, lat.
    """
    known = {str(row["centre"]): row for row in frame.to_dict("records")}
    rows = []
    for centre in centres:
        key = str(centre["centre_id"])
        found = known.get(key, {})
        mark = schedule(targets[targets["centre"] == key], over)
        rows.append(_execution(key, centre, found, mark))
    return sorted(rows, key=lambda row: (row["kind"] == REMOTE, -(row["rate"] if row["rate"] is not None else -1)))


def total(frame: pd.DataFrame, targets: pd.DataFrame, over: Mapping[str, float]) -> dict[str, Any]:
    """The sum of all centres with its rate, schedule and state; arguments as of ``executions``."""
    whole = frame[list(METRICS)].sum()
    rate = whole["policy_reached"] / whole["policy_target"] if whole["policy_target"] else None
    mark = schedule(targets, over)
    return {**whole.to_dict(), "rate": rate, "schedule": mark, "state": state_of(rate, mark)}


def _execution(key: str, centre: Mapping[str, Any], found: Mapping[str, Any], mark: float | None) -> dict[str, Any]:
    target, reached = as_number(found.get("policy_target")), as_number(found.get("policy_reached"))
    rate = (reached or 0.0) / target if target else None
    return {
        "centre": key,
        "name": centre["name"],
        "kind": centre["kind"],
        "lon": centre.get("lon"),
        "lat": centre.get("lat"),
        "city": centre.get("city_code"),
        **{name: as_number(found.get(name)) for name in METRICS},
        "rate": rate,
        "schedule": mark,
        "state": state_of(rate, mark),
    }


def state_of(rate: float | None, mark: float | None) -> str:
    """``ok`` at or above the time elapsed, ``near`` slightly below it, ``behind``; ``none`` without a target."""
    if rate is None or mark is None:
        return "none"
    return "ok" if rate >= mark else "near" if mark - rate <= NEAR + 1e-9 else "behind"


def due_words() -> str:
    """What the mark is, and why another scope has another one."""
    return _(
        "Due by now: the share of the targets shown that the time elapsed of each policy asks for. A policy's time is the"
        " same for everybody; with several policies the mark follows how much of the target each one holds."
    )


def state_words(state: str) -> str:
    """On schedule, slightly behind (how far that is), behind."""
    points = human(NEAR * 100)
    return {
        "ok": _("On schedule"),
        "near": _("Slightly behind schedule (by %(points)s points at most)", points=points),
        "behind": _("Behind schedule (by more than %(points)s points)", points=points),
    }.get(state, _("No target"))


def signed_state(state: str) -> str:
    """The same after its sign."""
    return f"{SIGNS.get(state, '')} {state_words(state)}".strip()


def table(rows: Sequence[Mapping[str, Any]], total: Mapping[str, Any]) -> Any:
    """Names, four numbers, the rate as a bar with what is due by now as a mark; a row chooses its centre."""
    if not any(row["policy_target"] for row in rows):
        return empty(_("No targets here"), _("Choose another policy, or all of them."))
    head = [html.Th(_("Centre"), scope="col"), *(_heading(name) for name in METRICS)]
    elapsed_words = _("│ due by now %(mark)s", mark=percent(total["schedule"]))
    meant = "\n".join([due_words(), *(signed_state(state) for state in SIGNS)])
    head.append(html.Th([_("Rate"), html.Span(elapsed_words), html.Span(_legend())], colSpan=2, title=meant))
    body = [_row(row, "desk" if row["kind"] == REMOTE else "") for row in with_target(rows)]
    if len(body) > 1:
        said = _("A person reached who never worked away counts for no centre")
        body.append(_row({**total, "name": html.Span(_("All centres"), title=said), "centre": ""}, "total"))
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="table centres")


def with_target(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The centres the table shows."""
    return [row for row in rows if row["policy_target"]]


def counted(rows: Sequence[Mapping[str, Any]]) -> str:
    """13 centres + remote desk: the desk is none of the centres."""
    held = with_target(rows)
    desks = [row["name"] for row in held if row["kind"] == REMOTE]
    count = len(held) - len(desks)
    if not count:
        return str(desks[0]) if desks else _("Service centres")
    said = n_("%(n)s centre", "%(n)s centres", count, n=human(count))
    return _("%(centres)s + remote desk", centres=said) if desks else said


def _legend() -> str:
    return _("▽ ≤ %(points)s points short, ▼ more", points=human(NEAR * 100))


def _heading(name: str) -> html.Th:
    meant = metric(name)
    return html.Th([meant.short.text(), html.Span(meant.unit.text())], scope="col", className="num")


def _row(row: Mapping[str, Any], kind: str = "") -> html.Tr:
    name: Any = html.Button(row["name"], type="button", className="centre-link") if row["centre"] else row["name"]
    numbers = [html.Td(human(row[one], "", metric(one).format), className="num") for one in METRICS]
    place = {"data-choose": f"centre:{row['centre']}"} if row["centre"] else {}
    cells = [html.Th(name, scope="row"), *numbers, html.Td(bar(row), className="rate-cell"), _rate(row)]
    return html.Tr(cells, className=f"{kind} {row['state']}".strip(), **place)


def bar(row: Mapping[str, Any]) -> html.Div:
    """The rate from zero, what is over 100 % beyond the end of the track (cut at ``OVER``), and a line where time stands."""
    rate, mark = row["rate"] or 0.0, row["schedule"]
    parts = [html.I(style={"width": f"{min(rate, 1) * 100:.1f}%"})]
    if rate > 1:
        parts.append(html.I(className="over", style={"width": f"{min(rate - 1, OVER) * 100:.1f}%"}))
    if mark is not None:
        parts.append(html.B(style={"left": f"{mark * 100:.1f}%"}))
    return html.Div(parts, className="rate-bar", **{"aria-hidden": "true"})


def _rate(row: Mapping[str, Any]) -> html.Td:
    state = row["state"]
    sign = html.Span(f"{SIGNS[state]} ", **{"aria-hidden": "true"}) if state in BELOW else None
    words = state_words(state)
    return html.Td([sign, percent(row["rate"])], className="num rate", title=words)
