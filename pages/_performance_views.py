"""The performance page's answers as components: asked by ``_performance_questions``, drawn by ``components``."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components import performance_change as change
from components import performance_header as head
from components import performance_heat as heat
from components import performance_ranking as ranking
from components import performance_scheme as scheme_view
from components import performance_spread as spreading
from components import performance_steps as steps
from components.cards import card, tool_button
from components.export import Question
from components.performance_choice import COMPARED, METRICS, Choice
from components.performance_formula import formula, segment_words
from components.states import empty
from components.tables import twin
from data.i18n import _
from data.i18n.codes import code_label, code_labels
from data.i18n.numbers import as_number, human, month_name
from data.metrics.registry import metric
from data.performance.indicators import GROUPS, indicators
from data.query import ask
from pages import _performance_accounts as accounts
from pages import _performance_questions as ask_for
from pages._performance_questions import Seen

MEDIAN_OF_OWN = ("total", *GROUPS)


def nothing() -> html.Div:
    """No month has scores yet."""
    text = _("Balances are being delivered; scores are calculated when they are there. Come back in a few minutes.")
    return html.Div(empty(_("No scores yet"), text), className="card span-12")


# -- header ------------------------------------------------------------------------------------------------


def header(seen: Seen) -> html.Section:
    """Total, place, groups."""
    now, before = seen.points(seen.month), seen.points(seen.base)
    body = head.header(score(seen, now, before), [group(seen, name, now, before) for name in GROUPS])
    return html.Section(body, id="performance-head-card", className="card performance-head")


def score(seen: Seen, now: dict[str, Any], before: dict[str, Any]) -> head.Score:
    """The hero's numbers."""
    within = ask_for.PEERS.get(seen.choice.level, "province")
    place = seen.place(within)
    return head.Score(
        title=_("%(name)s · score of %(month)s", name=title_of(seen), month=month_name(seen.month)),
        total=now["score"],
        before=before["score"],
        median=seen.spread().median,
        comparator=seen.comparator,
        place=place[0] if place else None,
        peers=place[1] if place else None,
        moved=place[2] if place else None,
        among=_among(seen, within),
        notes=notes(seen),
        forecast=_between(seen),
    )


def _between(seen: Seen) -> tuple[float, float] | None:
    """Where the month is expected to end."""
    found = seen.landing
    return None if found is None or found.method == "none" else (float(found.low), float(found.high))


def title_of(seen: Seen) -> str:
    """Whose score it is; the province shows the mean of its entities."""
    return _("Mean of the entities") if seen.choice.node.level == "province" else seen.choice.node.name


def _among(seen: Seen, within: str) -> str:
    level = seen.choice.level
    if level == "staff":
        return {"branch": _("of the post in the outlet"), "entity": _("of the post in the entity")}.get(
            within, _("of the post")
        )
    return _("entities") if level == "entity" else _("outlets of the entity")


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
    step = steps.lead(seen.now_steps, name)
    lead = ("", "")
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


def _whole(seen: Seen, group: str) -> tuple[str, str]:
    """The weightiest indicator of a group of the entities' scheme, of the whole province."""
    items = [item for item in seen.scheme.items if item.group == group] if seen.scheme else []
    name = max(items, key=lambda item: item.weight).indicator if items else ""
    if not name:
        return "", ""
    value = ask(name, where=seen.of(seen.month)).value(name)
    return f"{metric(name).short.text()} {steps.said(indicators()[name], value)}", ""


# -- the list ------------------------------------------------------------------------------------------------


def main(seen: Seen) -> html.Section:
    """The ranking, or the steps of the unit's score."""
    drawn = {"steps": steps_card, "heat": heat_card, "scheme": scheme_card}.get(seen.choice.view, ranking_card)
    return drawn(seen)


def ranking_card(seen: Seen) -> html.Section:
    """Units below, best first."""
    choice = seen.choice
    frame = ask_for.list_frame(seen, choice.by, seen.month)
    told = ranking.told(rows_of(seen, choice.by, frame), choice, seen.weights, len(frame) if frame is not None else 0)
    asked = question(seen)
    titles = {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("People")}
    body = [
        html.Div(id="performance-ranking", className="chart ranking-scores", **{"data-rows": told}),
        html.Div(id="performance-opened", hidden=True),
        dcc.Store(id="performance-open"),
        html.Div(twin(asked.ask(), asked), className="twin"),
    ]
    words = _("line = full points") if choice.compare == "target" else _("line = mean of the list")
    return card(
        "performance-ranking",
        titles[choice.by],
        body,
        subtitle=_("arrow: those below · number: its steps · %(line)s", line=words),
        metric="score",
        tools=[switches(seen), tool_button("table"), tool_button("excel"), tool_button("full")],
        foot=foot(seen, frame),
        className="performance-main",
    )


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
        weights=seen.weights,
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


def switches(seen: Seen) -> html.Div:
    """What is listed, what it is compared with, and the other views of the unit."""
    choice = seen.choice
    compare = {"last_month": _("vs last month"), "last_quarter": _("vs last quarter"), "target": _("vs full points")}
    found = []
    if len(choice.node.levels_below) > 1 and choice.view == "ranking":
        titles = {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("People")}
        found.append(
            _switch(
                [
                    (titles[level], choice.address(by=level, post=None), level == choice.by)
                    for level in choice.node.levels_below
                ]
            )
        )
    allowed = COMPARED if choice.view == "ranking" else COMPARED[:2]
    found.append(_switch([(compare[name], choice.address(compare=name), name == choice.compare) for name in allowed]))
    if choice.node.level in {"entity", "branch"}:
        views = {"ranking": _("Places"), "steps": _("Indicators"), "heat": _("Heat map")}
        found.append(
            _switch(
                [(text, choice.address(view=name, indicator=None), name == choice.view) for name, text in views.items()]
            )
        )
    return html.Div(found, className="performance-switches")


def _switch(links: list[tuple[str, str, bool]]) -> html.Div:
    return html.Div(
        [html.A(text, href=href, **({"aria-current": "true"} if is_on else {})) for text, href, is_on in links],
        className="switch",
    )


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
    elif scheme := ask_for.in_force(seen.month).get(seen.choice.by):
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


def posts(seen: Seen) -> html.Span:
    """People of one post, or of all: places are fair inside a post only."""
    choice = seen.choice
    links = [(_("All posts"), choice.address(post=None), not choice.post)]
    links += [(label, choice.address(post=code), code == choice.post) for code, label in code_labels("post").items()]
    return html.Span(_switch(links), className="performance-posts")


# -- steps ----------------------------------------------------------------------------------------------------


def steps_card(seen: Seen) -> html.Section:
    """Every indicator of the unit's score."""
    choice, frame = seen.choice, seen.now_steps
    if frame.empty:
        text = _("Steps are kept for this month, the one before, and those a quarter and a year before.")
        body: Any = empty(_("No steps of this month here"), text)
    else:
        moved = steps.gained(frame, seen.base_steps) if not seen.base_steps.empty else {}
        body = html.Div(
            steps.table(frame, moved, lambda name: choice.address(view="steps", indicator=name), choice.indicator,
                        _("since %(month)s", month=seen.comparator) if moved else ""),
            className="table-wrap",
        )  # fmt: skip
    return card(
        "performance-steps",
        _("Steps of the score"),
        body,
        subtitle=_("click an indicator: its formula and what lies behind it"),
        metric="score",
        tools=[switches(seen), tool_button("full")],
        foot=_scheme_line(seen),
        className="performance-main",
    )


def _scheme_line(seen: Seen) -> list[Any]:
    scheme = seen.scheme
    if scheme is None:
        return [""]
    text = _(
        "scheme %(title)s v%(version)s, since %(day)s",
        title=scheme.title.text(),
        version=scheme.version,
        day=str(scheme.effective_from),
    )
    found = [html.A(text, href=seen.choice.address(view="scheme", scheme=scheme.name), className="link")]
    if sign := str(seen.own.get("fingerprint") or ""):
        found.append(html.Span(_("fingerprint %(sign)s", sign=sign[:12]), className="push", title=sign))
    return found


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


def scheme_card(seen: Seen) -> html.Section:
    """A scheme as it counts, and what its version changed."""
    choice = seen.choice
    name = choice.scheme or (seen.scheme.name if seen.scheme else "entity")
    body, title = scheme_view.drawn(
        name, choice.version, seen.month, lambda **words: choice.address(view="scheme", **words)
    )
    back = html.A(_("Back to the scores"), href=choice.address(view=None, scheme=None, version=None), className="link")
    return card("performance-scheme", title, body, subtitle=_("who is scored by what"), tools=[back, tool_button("full")],
                className="performance-main performance-wide")  # fmt: skip


# -- the right ------------------------------------------------------------------------------------------------------


def side(seen: Seen) -> list[Any]:
    """How peers spread and what changed; of an indicator chosen its formula and accounts."""
    if seen.choice.indicator and seen.choice.view == "steps" and not seen.now_steps.empty:
        return [item_card(seen), accounts_card(seen)]
    return [part for part in (spread_card(seen), change_card(seen), flags_card(seen)) if part is not None]


def spread_card(seen: Seen) -> html.Section:
    """Peers of the whole province, without names."""
    own = seen.points(seen.month) if seen.choice.node.level != "province" else {}
    total = seen.spread()
    kinds = {"entity": _("%(n)s entities"), "branch": _("%(n)s outlets"), "staff": _("%(n)s people of the post")}
    title = kinds[seen.choice.level] % {"n": human(len(total.points))}
    body = [spreading.drawing(total, own.get("score"), seen.choice.node.name if own else "")]
    body += [
        spreading.group_line(metric(f"score_{name}").short.text(), name, seen.spread(name), own.get(f"score_{name}"))
        for name in GROUPS
    ]
    return card("performance-spread", title, html.Div(body, className="chart"), subtitle=_("shaded: the middle half"),
                metric="score", tools=[tool_button("full")])  # fmt: skip


def change_card(seen: Seen, id: str = "performance-change") -> html.Section | None:
    """What changed by indicator."""
    if seen.choice.node.level == "province" or seen.base is None or not seen.own:
        return None
    before = seen.scores.get(seen.base)
    if before is None or seen.base_steps.empty or seen.now_steps.empty:
        return None
    names = {
        name: indicators()[name].label.text() for name in {*seen.now_steps["indicator"], *seen.base_steps["indicator"]}
    }
    moved = {names[name]: size for name, size in steps.gained(seen.now_steps, seen.base_steps).items()}
    was, is_now = float(before["total"]), float(seen.own["total"])
    found = change.lines(was, is_now, moved, seen.comparator, month_name(seen.month))
    return card(
        id,
        _("Where the change since %(month)s comes from", month=seen.comparator),
        html.Div(change.waterfall(found), className="chart"),
        subtitle=change.sum_words(was, is_now),
        metric="score",
        tools=[tool_button("full")],
    )


def item_card(seen: Seen, back: str = "", id: str = "performance-item") -> html.Section:
    """The formula of the indicator chosen, with the numbers filled in. ``back``: where closing leads."""
    known = indicators()[seen.choice.indicator]
    rows = seen.now_steps[seen.now_steps["indicator"] == known.id].to_dict("records")
    body: list[Any] = [html.P(known.definition.text(), className="muted")]
    for row in rows:
        if len(rows) > 1:
            body.append(html.H3(segment_words(row)))
        body.append(formula(row, scheme_of(seen, row)))
    close = html.A(_("Close"), href=back or seen.choice.address(indicator=None, view="steps"), className="link")
    return card(id, known.label.text(), body, metric=known.metric or known.id, tools=[close])


def scheme_of(seen: Seen, row: dict[str, Any]) -> Any:
    """The scheme a step was calculated by."""
    own = seen.scheme
    if own and (own.name, own.version) == (row["scheme"], int(row["version"])):
        return own
    return ask_for.scheme(str(row["scheme"]), int(row["version"]))


def accounts_card(seen: Seen, page: str = "performance") -> html.Section:
    """What lies behind the indicator, a page of rows; ids ``<page>-accounts…``."""
    table, words, _total = accounts.shown(seen, seen.choice.indicator, 0)
    pager = [
        html.Span(words, id=f"{page}-accounts-page", className="muted"),
        html.Button(
            "‹",
            id=f"{page}-accounts-back",
            type="button",
            className="tool",
            n_clicks=0,
            **{"aria-label": _("Page before")},
        ),
        html.Button(
            "›",
            id=f"{page}-accounts-next",
            type="button",
            className="tool",
            n_clicks=0,
            **{"aria-label": _("Next page")},
        ),
    ]
    return card(
        f"{page}-accounts",
        _("Behind this figure"),
        html.Div(table, id=f"{page}-accounts", className="table-wrap"),
        subtitle=_("names masked"),
        tools=pager,
        className="performance-accounts-card",
    )


def flags_card(seen: Seen) -> html.Section | None:
    """Patterns that make indicators look better than they are; for those who study them."""
    rows = ask_for.flags(seen)
    if rows is None or rows.frame.empty:
        return None
    lines = []
    for row in rows.frame.to_dict("records"):
        who = row.get("branch_name") or row.get("staff_name") or row.get("unit_id") or ""
        value = (
            human(row["amount"], _("yuan"), "money") if as_number(row["amount"]) else human(row["times"], _("times"))
        )
        lines.append(
            html.Div(
                [html.Span(f"{code_label('flag_kind', row['kind'])} · {who}"), html.Span(value)], className="flag-row"
            )
        )
    return card(
        "performance-flags",
        _("Suspicious patterns"),
        lines,
        subtitle=_("%(n)s in the month", n=human(rows.total)),
        head_icon="warning",
    )
