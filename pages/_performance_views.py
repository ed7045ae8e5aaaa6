"""The performance page's answers as components: asked by ``_performance_questions``, drawn by ``components``."""

from __future__ import annotations

from typing import Any

from dash import html

from components import performance_header as head
from components import performance_steps as steps
from components.states import empty
from components.still import Still
from data.i18n import _, p_
from data.i18n.numbers import as_number, human, month_name
from data.metrics.registry import metric
from data.performance.indicators import GROUPS, indicators
from data.query import ask
from pages import _performance_questions as ask_for
from pages._performance_detail import scheme_card, steps_card
from pages._performance_flags import flags_card
from pages._performance_list import heat_card, ranking_card
from pages._performance_seen import Seen


def nothing() -> html.Div:
    """No month has scores yet."""
    text = _("Balances are being delivered; scores are calculated when they are there. Come back in a few minutes.")
    return html.Div(empty(_("No scores yet"), text), className="card span-12")


def header(seen: Seen) -> Still:
    """Total, place, groups."""
    now, before = seen.points(seen.month), seen.points_before
    body = head.header(score(seen, now, before), [group(seen, name, now, before) for name in GROUPS])
    return Still(html.Section(body, id="performance-head-card", className="card performance-head"), className="slot")


def score(seen: Seen, now: dict[str, Any], before: dict[str, Any]) -> head.Score:
    """The hero's numbers."""
    within = ask_for.PEERS.get(seen.choice.level, "province")
    place = seen.place(within)
    return head.Score(
        title=_(
            "score of %(month)s to %(day)s · %(name)s",
            name=title_of(seen),
            month=month_name(seen.month),
            day=f"{seen.as_of:%m-%d}",
        ),
        total=now["score"],
        before=before["score"],
        median=seen.spread().median,
        comparator=seen.comparator,
        place=place[0] if place else None,
        peers=place[1] if place else None,
        moved=place[2] if place else None,
        since=seen.since,
        among=_among(seen, within),
        notes=notes(seen),
        forecast=_between(seen),
    )


def _between(seen: Seen) -> tuple[float, float] | None:
    """Where the month is expected to end."""
    found = seen.landing
    return None if found is None else (found[0], found[2])


def title_of(seen: Seen) -> str:
    """Whose score it is; the province shows the mean of its entities."""
    if seen.choice.node.level != "province":
        return seen.choice.node.name
    return _("Mean of all %(n)s entities", n=human(len(seen.spread().points)))


def _among(seen: Seen, within: str) -> str:
    level = seen.choice.level
    if level == "staff":
        return {"branch": p_("people", "in the outlet"), "entity": p_("people", "in the entity")}.get(
            within, _("of the post")
        )
    return _("entities") if level == "entity" else p_("outlets", "in the entity")


def notes(seen: Seen) -> list[str]:
    """A veto, balances of closed months, more than one post."""
    own, found = seen.own, []
    if as_number(own.get("withheld")):
        found.append(_("A veto withholds %(n)s points", n=human(own["withheld"], format="score")))
    if as_number(own.get("balance")):
        found.append(_("%(n)s points from closed months", n=human(own["balance"], format="score", signed=True)))
    return found


def group(seen: Seen, name: str, now: dict[str, Any], before: dict[str, Any]) -> head.Group:
    """A group's numbers, its weightiest indicator."""
    step = steps.lead(seen.now_brief, name)
    lead = ("", "", "")
    if step is not None:
        known = indicators()[str(step["indicator"])]
        lead = head.lead_words(step, known.label.text(), steps.said(known, step["value"]))
    elif seen.choice.node.level == "province":
        lead = _whole(seen, name)
    is_unit = seen.choice.node.level != "province"
    return head.Group(
        name=name,
        points=now[f"score_{name}"],
        before=before[f"score_{name}"],
        weight=seen.weights.get(name),
        median=seen.spread(name).median,
        lead=lead,
        href=seen.choice.address(view="steps", group=name) if is_unit else "",
    )


def _whole(seen: Seen, group: str) -> head.Lead:
    """The weightiest indicator of a group of the entities' scheme, of the whole province."""
    items = [item for item in seen.scheme.items if item.group == group] if seen.scheme else []
    name = max(items, key=lambda item: item.weight).indicator if items else ""
    if not name:
        return "", "", ""
    value = ask(name, where=seen.of(seen.month)).value(name)
    return metric(name).short.text(), steps.said(indicators()[name], value), ""


def main(seen: Seen) -> html.Section | Still:
    """The ranking, or what only shows: the steps of the unit's score, the heat map, a scheme."""
    drawn = {"steps": steps_card, "heat": heat_card, "scheme": scheme_card, "flags": flags_card}.get(seen.choice.view)
    return Still(drawn(seen), className="slot") if drawn else ranking_card(seen)
