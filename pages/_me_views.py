"""Everybody's own page: what I got, where I stand without naming others, what moves it most, what if."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from components import me_score
from components import performance_spread as spreading
from components import performance_steps as steps
from components.cards import card, tool_button
from components.performance_choice import Choice
from components.states import empty, skeleton
from data import scores
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human
from data.metrics.registry import metric
from data.ops.engine import reading
from data.ops.users import staff_of
from data.performance.indicators import GROUPS, indicators
from data.scope import Node, current_asker
from pages import _performance_detail as detail
from pages import _performance_views as views
from pages._performance_seen import Seen
from pages._performance_side import change_card

MOST_LEVERS = 3
MOST_SLIDERS = 6
UNITS = ("branch", "entity")


def own_staff() -> str | None:
    """The staff number of whoever asks."""
    asker = current_asker()
    if asker.scope_level == "staff":
        return asker.scope_id
    with reading() as connection:
        return staff_of(connection, asker.user_id)


def nodes() -> dict[str, Node]:
    """Whose scores this page may show: one's own, and the unit one is head of."""
    asker, found = current_asker(), {}
    if key := own_staff():
        node = Node("staff", key)
        if node.is_within(asker):
            found["me"] = node
    if asker.scope_level in UNITS:
        found[asker.scope_level] = Node(asker.scope_level, asker.scope_id)
    return found


def seen_of(query: dict[str, Any]) -> Seen | None:
    """The score asked for: ``of=me`` (or branch, entity), ``month``, ``indicator``; None when none is kept for the person."""
    allowed = nodes()
    if not allowed:
        return None
    wish = str(query.get("of") or "")
    node = allowed.get(wish) or next(iter(allowed.values()))
    choice = Choice.parse({"node": str(node), "month": query.get("month"), "indicator": query.get("indicator")})
    return Seen(replace(choice, view="steps"))


def address(seen: Seen, **changes: Any) -> str:
    """The page's address as it is looked at, with changes."""
    of = next((name for name, node in nodes().items() if node == seen.choice.node), "me")
    words = {
        "of": None if of == "me" else of,
        "month": f"{seen.choice.month:%Y-%m}" if seen.choice.month else None,
    } | changes
    kept = {name: value for name, value in words.items() if value}
    return "/me" + (f"?{urlencode(kept)}" if kept else "")


def nobody() -> html.Div:
    """An account that is nobody's on the staff."""
    text = _("Scores are kept for people with a post, outlets and entities. This account has none of its own.")
    link = html.A(_("To the scores of the province"), href="/performance", className="button")
    is_open = "page:performance" in current_asker().rights
    return html.Div(empty(_("No score of your own"), text, action=link if is_open else None), className="card span-12")


def body(seen: Seen) -> list[Any]:
    """The page, phone first."""
    found = [
        who(seen),
        score_card(seen),
        levers_slot(),
        place_card(seen),
        html.Div([history_card(seen), steps_card(seen)], className="me-left"),
        html.Div([what_slot(), *side(seen)], className="me-side"),
    ]
    return [part for part in found if part is not None]


def who(seen: Seen) -> html.Div:
    """Name, unit and post; a head may look at the unit likewise."""
    node, own = seen.choice.node, seen.own
    words = [
        own.get("entity_name"),
        own.get("branch_name"),
        code_label("post", own.get("post_code")) if own.get("post_code") else "",
    ]
    if node.level != "staff":
        words = [] if node.level == "entity" else words[:1]
    allowed = nodes()
    titles = {"me": _("Mine"), "branch": _("Outlet"), "entity": _("Entity")}
    links = [
        html.A(
            titles[name],
            href=address(seen, of=None if name == "me" else name),
            **({"aria-current": "true"} if one == node else {}),
        )
        for name, one in allowed.items()
    ]
    switch = html.Div(links, className="switch") if len(allowed) > 1 else None
    return html.Div(
        [html.H2(node.name), html.Span(" · ".join(filter(None, words)), className="muted"), switch], className="me-who"
    )


def score_card(seen: Seen) -> html.Section:
    """Total, places, change, groups."""
    now, before = seen.points(seen.month), seen.points(seen.base)
    if now["score"] is None:
        return card(
            "me-score",
            _("Score"),
            empty(_("No score in this month"), _("Choose another month above.")),
            className="me-score-card",
        )
    places = [(within, place) for within in PLACES[seen.choice.level] if (place := seen.place(within))]
    shown = me_score.score(
        now, before, seen.weights, places, seen.comparator, seen.landing, views.notes(seen), seen.choice.level
    )
    day = _("data to %(day)s", day=f"{seen.as_of:%m-%d}")
    title = _("This month's score") if seen.is_running else _("Score of the month")
    return card("me-score", title, shown, subtitle=day, metric="score", className="me-score-card")


PLACES = {"staff": ("branch", "entity", "province"), "branch": ("entity", "province"), "entity": ("province",)}


def place_card(seen: Seen) -> html.Section:
    """Where one stands among all peers of the province; nobody is named."""
    own, total = seen.points(seen.month), seen.spread()
    lines = [
        spreading.drawing(total, own.get("score"), _("Me") if seen.choice.level == "staff" else seen.choice.node.name)
    ]
    lines += [
        spreading.group_line(metric(f"score_{name}").short.text(), name, seen.spread(name), own.get(f"score_{name}"))
        for name in GROUPS
    ]
    among = {"staff": code_label("post", seen.post), "branch": _("Outlets"), "entity": _("Entities")}[seen.choice.level]
    words = _("among %(n)s of the province: %(who)s", n=human(len(total.points)), who=among)
    return card("me-place", _("Where I stand"), lines, subtitle=words, metric="score", className="me-place-card")


def history_card(seen: Seen) -> html.Section:
    """Thirteen months, each leading to its own."""
    totals = {month: float(row["total"]) for month, row in sorted(seen.scores.items())}

    def link(month: date) -> str:
        return address(seen, month=None if month == max(seen.months) else f"{month:%Y-%m}")

    return card("me-history", _("Course"), me_score.history(totals, seen.month, link), subtitle=_("score by month"), metric="score",
                className="me-history-card")  # fmt: skip


def steps_card(seen: Seen) -> html.Section:
    """Every indicator; a click shows its formula and what lies behind it."""
    frame = seen.now_steps
    if not frame:
        body: Any = empty(_("No steps of this month here"), _("Choose the newest month."))
    else:
        moved = steps.gained(frame, seen.base_steps) if seen.base_steps else {}
        since = _("since %(month)s", month=seen.comparator) if moved else ""
        link = lambda name: address(seen, indicator=name)  # noqa: E731
        body = html.Div(
            steps.table(frame, moved, link, seen.choice.indicator, since, detail.rest_of(seen)), className="table-wrap"
        )
    return card("me-steps", _("How it is calculated"), body, subtitle=_("click an indicator: its formula and what lies behind it"),
                tools=[tool_button("full")], foot=scheme_line(seen), className="me-steps-card")  # fmt: skip


def scheme_line(seen: Seen) -> list[Any]:
    """The scheme that counts."""
    scheme = seen.scheme
    if scheme is None:
        return [""]
    return [
        _(
            "scheme %(title)s v%(version)s, since %(day)s",
            title=scheme.title.text(),
            version=scheme.version,
            day=str(scheme.effective_from),
        )
    ]


def side(seen: Seen) -> list[Any]:
    """What changed; of an indicator chosen its formula and what lies behind it."""
    if seen.choice.indicator and any(row["indicator"] == seen.choice.indicator for row in seen.now_steps):
        return [detail.item_card(seen, back=address(seen), id="me-item"), detail.accounts_card(seen, page="me")]
    changed = change_card(seen, id="me-change")
    return [changed] if changed else []


# -- what moves it, what if: asked for after the page -------------------------------------------------------------


def levers_slot() -> html.Section:
    """Where the levers will stand."""
    return card("me-levers", _("What brings most"), html.Div(skeleton(4), id="me-levers"), subtitle=_("within reach this month"),
                className="me-levers-card")  # fmt: skip


def what_slot() -> html.Section:
    """Where the sliders will stand."""
    return card("me-what", _("What if"), html.Div(skeleton(6), id="me-what"), subtitle=_("the real calculation"),
                className="me-what-card")  # fmt: skip


def levers(seen: Seen) -> tuple[Any, Any]:
    """The best levers, and sliders for what can still move."""
    if not seen.own or not seen.now_steps:
        nothing = empty(_("Nothing to move in this month"), _("Choose the newest month."))
        return nothing, nothing
    found = scores.levers_of(seen.choice.node, seen.month)
    if not found:
        nothing = empty(_("Everything is at its cap"), _("More of any indicator brings no more points this month."))
        return nothing, nothing
    best = [
        me_score.lever(one, indicators()[one.indicator], address(seen, indicator=one.indicator))
        for one in found[:MOST_LEVERS]
    ]
    sliders = [me_score.slider(one, indicators()[one.indicator]) for one in found[:MOST_SLIDERS]]
    return best, [*sliders, html.Div(total(seen, {}), id="me-what-total")]


def what_if(seen: Seen, steps_of: dict[str, int]) -> tuple[Any, list[str]]:
    """The total with so many steps more of each indicator, and the words beside each slider."""
    changes, words = {}, []
    under = {row["indicator"]: row["denominator"] for row in seen.now_steps}
    for name, count in steps_of.items():
        known = indicators()[name]
        sign = 1 if known.direction == "up" else -1
        amount = known.step * count * sign
        words.append(me_score.amount_words(known, amount))
        if count:
            whole = Decimal(1) if known.additive else Decimal(str(under.get(name) or 0))
            changes[name] = amount * whole
    return total(seen, changes), words


def total(seen: Seen, changes: dict[str, Decimal]) -> html.Div:
    """What the total would be."""
    now = float(seen.own["total"])
    then = float(scores.what_if_of(seen.choice.node, seen.month, changes).total) if changes else now
    return me_score.what_total(now, then)


def store(query: dict[str, Any]) -> dcc.Store:
    """What the address said."""
    return dcc.Store(id="me-asked", data=query)
