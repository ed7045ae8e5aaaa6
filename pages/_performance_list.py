"""The units below one: their ranking, and what part of each indicator's weight they got."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from components import performance_heat as heat
from components import performance_ranking as ranking
from components.cards import card, tool_button
from components.export import Question
from components.performance_choice import METRICS, Choice
from components.performance_grid import grid
from components.states import empty
from components.still import Still
from components.tables import twin
from data.i18n import _
from data.i18n.numbers import human
from data.performance.library import in_force
from data.query import ask
from pages import _performance_questions as ask_for
from pages._performance_choices import posts, switches
from pages._performance_seen import Seen

MOST_IN_TWIN = 100  # of a long list


def ranking_card(seen: Seen) -> html.Section:
    """Units below, best first."""
    choice = seen.choice
    frame = ask_for.list_frame(seen, choice.by, seen.month)
    is_long = frame is not None and len(frame) > ranking.MOST
    titles = {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("People")}
    body = _in_a_grid(seen) if is_long else _drawn(seen, frame)
    if seen.alike is None:
        body = [empty(_("Nothing of this kind and size"), _("Choose another kind of county, or any size."))]
    line = _("line = full points") if choice.compare == "target" else _("line = mean of the list")
    words = _("number: its steps · %(line)s", line=line)
    return card(
        "performance-ranking",
        titles[choice.by],
        body,
        subtitle=words if is_long else _("arrow: those below · %(rest)s", rest=words),
        metric="score",
        tools=[switches(seen), tool_button("table"), tool_button("excel"), tool_button("full")],
        foot=foot(seen, frame),
        className="performance-main",
    )


def _drawn(seen: Seen, frame: Any) -> list[Any]:
    """All rows at once, with those below them."""
    by, asked = seen.choice.by, question(seen)
    count = len(frame) if frame is not None else 0
    told = ranking.told(rows_of(seen, by, frame), seen.choice, seen.weights_by(by), count)
    return [
        html.Div(id="performance-ranking", className="chart ranking-scores", **{"data-rows": told}),
        html.Div(id="performance-opened", hidden=True),
        dcc.Store(id="performance-open"),
        html.Div(twin(asked.ask(), asked), className="twin"),
    ]


def _in_a_grid(seen: Seen) -> list[Any]:
    """Rows as they come in sight; the table beside it holds the best, the Excel file all."""
    asked = question(seen)
    best = replace(asked, limit=MOST_IN_TWIN)
    note = html.P(_("The best %(n)s; the Excel file holds all.", n=human(MOST_IN_TWIN)), className="muted")
    return [
        html.Div(
            grid("performance-grid", seen.choice.by, seen.weights_by(seen.choice.by)),
            className="chart ranking-grid-box",
        ),
        Still([note, twin(best.ask(), asked)], className="twin"),
    ]


def rows_of(
    seen: Seen, by: str, frame: Any, where: dict[str, Any] | None = None, within: str = ""
) -> list[dict[str, Any]]:
    """Rows of a level, worded."""
    if frame is None or frame.empty:
        return []
    before = ask_for.list_frame(seen, by, seen.base, where)
    return ranking.rows(
        ranking.ranked(frame, before, by).head(ranking.MOST),
        seen.choice,
        by,
        courses=ask_for.courses(seen, by, where),
        asides=ask_for.asides(seen, by, where),
        weights=seen.weights_by(by),
        within=within or seen.choice.node.name,
    )


def opened(choice: Choice, node: str) -> str:
    """The rows below one of the list."""
    level, _colon, key = node.partition(":")
    below = {"entity": "branch", "branch": "staff"}.get(level)
    if below is None:
        return ranking.opened(node, [])
    seen = Seen(choice)
    where = {level: key}
    name = ask("score", by=level, where={**seen.of(seen.month), **where}).frame
    within = str(name[f"{level}_name"].iloc[0]) if len(name) else ""
    frame = ask_for.list_frame(seen, below, seen.month, where)
    return ranking.opened(node, rows_of(seen, below, frame, where, within))


def question(seen: Seen) -> Question:
    """What the list asks, for its twin and its export."""
    return Question(METRICS, (seen.choice.by,), seen.list_where(seen.month), order="-score", title=_("Scores"))


def foot(seen: Seen, frame: Any) -> list[Any]:
    """How many, their mean, the scheme; whom a veto caps."""
    words = []
    if frame is not None and len(frame):
        words.append(
            _("%(n)s listed · mean %(mean)s", n=human(len(frame)), mean=human(frame["score"].mean(), format="score"))
        )
    parts: list[Any] = [html.Span(" · ".join(words))]
    if seen.choice.by == "staff" or seen.choice.post:
        parts.append(posts(seen))
    elif scheme := in_force(seen.month).get(seen.choice.by):
        text = _(
            "scheme %(title)s v%(version)s, since %(day)s",
            title=scheme.title.text(),
            version=scheme.version,
            day=str(scheme.effective_from),
        )
        parts.append(html.A(text, href=seen.choice.address(view="scheme", scheme=scheme.name), className="link"))
    caught = ask_for.vetoed(seen)
    chips: list[Any] = [_vetoed(seen, row) for row in caught[:2]]
    if len(caught) > 2:
        chips.append(html.Span(_("and %(n)s more", n=human(len(caught) - 2)), className="muted"))
    return [*parts, html.Span(chips, className="push performance-vetoes")] if chips else parts


def _vetoed(seen: Seen, row: dict[str, Any]) -> html.A:
    by, view = seen.choice.by, "steps" if seen.choice.by != "staff" else None
    name = row.get(f"{by}_name") or row["unit_id"]
    return html.A(
        _("▼ %(name)s: veto", name=name), href=seen.choice.to(by, str(row["unit_id"]), view=view), className="chip bad"
    )


def heat_card(seen: Seen) -> html.Section:
    """Units listed by indicator: what part of the weight each got."""
    frame = ask_for.steps_below(seen)
    told = heat.told(frame, seen.choice)
    body = html.Div(id="performance-heat", className="chart", **{"data-heat": told})
    if frame.empty:
        body = empty(_("No steps of this month here"), _("Choose the newest month, or an entity or outlet."))
    return card("performance-heat", _("Points by indicator"), body, subtitle=_("percent of the weight; darker is more"),
                metric="score", tools=[switches(seen), tool_button("full")], foot=foot(seen, None),
                className="performance-main")  # fmt: skip
