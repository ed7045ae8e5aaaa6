"""The units below one: their ranking, and what part of each indicator's weight they got."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from dash import dcc, html

from components import performance_heat as heat
from components import performance_ranking as ranking
from components.cards import card, tool_button
from components.export import Question
from components.performance_alike import unit_sizes
from components.performance_choice import METRICS, Choice
from components.performance_export import SCORES
from components.performance_grid import grid
from components.states import empty
from data.i18n import _
from data.i18n.numbers import human
from data.performance.library import in_force
from data.query import ask
from pages import _performance_questions as ask_for
from pages._performance_choices import switches
from pages._performance_questions import Listed
from pages._performance_seen import Seen
from pages._performance_targets import goals


def ranking_card(seen: Seen) -> html.Section:
    """Units below, best first."""
    choice, found = seen.choice, _listed(seen)
    if found is None:
        body = [empty(_("Nothing of this kind and size"), _("Choose another kind of county, or any size."))]
    else:
        body = _drawn(seen, found) if isinstance(found, Listed) else _in_a_grid(seen)
    line = _("line = full points") if choice.compare == "target" else _("line = mean of the list")
    words = _("number: its steps · %(line)s", line=line)
    return card(
        "performance-ranking",
        title_of(choice),
        body,
        subtitle=_("arrow: those below · %(rest)s", rest=words) if isinstance(found, Listed) else words,
        metric="score",
        tools=[switches(seen), tool_button("excel"), tool_button("full")],
        foot=foot(seen, found.now if isinstance(found, Listed) else found),
        className="performance-main",
    )


def title_of(choice: Choice) -> str:
    """What is listed."""
    return {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("People")}[choice.by]


def _listed(seen: Seen) -> Listed | ranking.Listing | None:
    """The list with what its rows are drawn from; of a long one the month alone: its rows are asked for in a grid."""
    if seen.choice.node.level == "province" and seen.choice.by != "entity":
        frame = ask_for.list_frame(seen, seen.choice.by, seen.month)
        if frame is None or len(frame) > ranking.MOST:
            return frame
    found = ask_for.listed(seen, seen.choice.by)
    return found.now if found is not None and len(found.now["score"]) > ranking.MOST else found


def _drawn(seen: Seen, found: Listed) -> list[Any]:
    """All rows at once, with those below them."""
    by = seen.choice.by
    told = ranking.told(
        rows_of(seen, by, found), seen.choice, seen.weights_by(by), len(found.now["score"]), goals(seen, by)
    )
    return [
        html.Div(id="performance-ranking", className="chart ranking-scores", **{"data-rows": told}, **_exported(seen)),
        html.Div(id="performance-opened", hidden=True),
        dcc.Store(id="performance-open"),
    ]


def _in_a_grid(seen: Seen) -> list[Any]:
    """Rows as they come in sight; the Excel file holds all."""
    drawn = grid("performance-grid", seen.choice, seen.weights_by(seen.choice.by), goals(seen, seen.choice.by))
    return [html.Div(drawn, className="chart ranking-grid-box", **_exported(seen))]


def _exported(seen: Seen) -> dict[str, str]:
    """The question the Excel file answers. The list is a table already: it has no twin."""
    return {"data-question": json.dumps(question(seen).as_json(), ensure_ascii=False)}


def rows_of(
    seen: Seen, by: str, found: Listed | None, where: dict[str, Any] | None = None, within: str = ""
) -> list[dict[str, Any]]:
    """Rows of a level, worded."""
    if found is None:
        return []
    return ranking.rows(
        ranking.part(ranking.ranked(found.now, found.before, by), slice(ranking.MOST)),
        seen.choice,
        by,
        courses=found.courses,
        asides=ask_for.asides(seen, by, found.now, where),
        weights=seen.weights_by(by),
        within=within or seen.choice.node.name,
        since=seen.since,
        goals=goals(seen, by),
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
    return ranking.opened(node, rows_of(seen, below, ask_for.listed(seen, below, where), where, within))


def question(seen: Seen) -> Question:
    """What the list asks, for its twin and its export."""
    choice = seen.choice
    wishes = {"kind": choice.kind, "size": choice.size} if seen.narrowed else {}
    since = {"since": f"{seen.base:%Y-%m}"} if seen.base else {}
    where = seen.of(seen.month) | since | {"post": choice.listed_post} | wishes
    return Question(
        (*METRICS, ask_for.EXPECTED), (choice.by,), {name: word for name, word in where.items() if word},
        title=title_of(choice), shape=SCORES,
    )  # fmt: skip


def foot(seen: Seen, listed: ranking.Listing | None) -> list[Any]:
    """How many, their mean, the scheme; whom a veto caps."""
    words = []
    if listed is not None and (count := len(listed["score"])):
        of = _of_all(seen)
        words.append(_("%(n)s of %(all)s listed", n=human(count), all=human(of)) if of
                     else _("%(n)s listed", n=human(count)))  # fmt: skip
        words.append(_("mean %(mean)s", mean=human(np.nanmean(listed["score"]), format="score")))
        if ranking.is_by_post(seen.choice):
            words.append(_("places inside each post"))
    parts: list[Any] = [html.Span(" · ".join(words))] if words else []
    if scheme := in_force(seen.month).get(seen.choice.listed_post or seen.choice.by):
        text = _(
            "scheme %(title)s v%(version)s, since %(day)s",
            title=scheme.title.text(),
            version=scheme.version,
            day=str(scheme.effective_from),
        )
        parts.append(html.A(text, href=seen.choice.address(view="scheme", scheme=scheme.name), className="link"))
    caught = _caught(seen, listed)
    chips: list[Any] = [_vetoed(seen, key, name) for key, name in caught[:2]]
    if len(caught) > 2:
        chips.append(html.Span(_("and %(n)s more", n=human(len(caught) - 2)), className="muted"))
    return [*parts, html.Span(chips, className="push performance-vetoes")] if chips else parts


def _of_all(seen: Seen) -> int:
    """How many there are of what was narrowed to a kind and size; none where nothing was, and of people."""
    if not seen.alike or seen.choice.by == "staff":
        return 0
    return len(unit_sizes(seen.choice.by, seen.as_of))


def _caught(seen: Seen, listed: ranking.Listing | None) -> list[tuple[str, str]]:
    """(key, name) of the units listed whose total a veto caps."""
    by = seen.choice.by
    if listed is None:
        return []
    if ask_for.WITHHELD not in listed:
        listed = ask(ask_for.WITHHELD, by=by, where=seen.list_where(seen.month)).frame
    units = zip(listed[by], listed[f"{by}_name"], listed[ask_for.WITHHELD], strict=True)
    return [(str(key), str(name or key)) for key, name, withheld in units if withheld > 0]


def _vetoed(seen: Seen, key: str, name: str) -> html.A:
    by = seen.choice.by
    view = "steps" if by != "staff" else None
    return html.A(_("▼ %(name)s: veto", name=name), href=seen.choice.to(by, key, view=view), className="chip bad")


def heat_card(seen: Seen) -> html.Section:
    """Units listed by indicator: what part of the weight each got."""
    found = ask_for.steps_below(seen)
    told = heat.told(found, seen.choice)
    body = html.Div(id="performance-heat", className="chart", **{"data-heat": told})
    if not found:
        body = empty(_("No steps of this month here"), _("Choose the newest month, or an entity or outlet."))
    return card("performance-heat", _("Points by indicator"), body, subtitle=_("percent of the weight; darker is more"),
                metric="score", tools=[switches(seen), tool_button("full")], foot=foot(seen, None),
                className="performance-main")  # fmt: skip
