"""How a score was calculated: its steps, one indicator's formula, the rows behind it, the scheme."""

from __future__ import annotations

from typing import Any

from dash import html

from components import performance_scheme as scheme_view
from components import performance_steps as steps
from components.cards import card, tool_button
from components.performance_formula import formula, segment_words
from components.performance_ranking import UNIT
from components.states import empty
from components.visit_manager import at_end
from data.i18n import _
from data.i18n.numbers import as_number
from data.performance.indicators import indicators
from data.performance.library import scheme
from pages import _performance_accounts as accounts
from pages._performance_choices import switches
from pages._performance_seen import Seen


def steps_card(seen: Seen) -> html.Section:
    """Every indicator of the unit's score."""
    choice, frame = seen.choice, seen.now_steps
    if not frame:
        text = _("Steps are kept for this month, the one before, and those a quarter and a year before.")
        body: Any = empty(_("No steps of this month here"), text)
    else:
        moved = steps.gained(frame, seen.base_steps) if seen.base_steps else {}
        link = choice.address(view="steps", indicator=UNIT)  # put together once for all rows
        body = html.Div(
            steps.table(frame, moved, lambda name: link.replace(UNIT, name), choice.indicator,
                        _against(seen) if moved else "", rest_of(seen)),
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


def rest_of(seen: Seen) -> steps.Rest:
    """What the total holds beside its items."""
    return steps.Rest(as_number(seen.own.get("withheld")) or 0.0, seen.late)


def _against(seen: Seen) -> str:
    """The head of the column of what was gained."""
    if seen.peer or seen.by_former:
        return _("vs %(name)s", name=seen.comparator)
    return _("since %(month)s", month=seen.comparator)


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


def item_card(seen: Seen, back: str = "", id: str = "performance-item") -> html.Section:
    """The formula of the indicator chosen, with the numbers filled in. ``back``: where closing leads."""
    known = indicators()[seen.choice.indicator]
    rows = [row for row in seen.now_steps if row["indicator"] == known.id]
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
    return scheme(str(row["scheme"]), int(row["version"]))


def accounts_card(seen: Seen, page: str = "performance") -> html.Section:
    """What lies behind the indicator, a page of rows; ids ``<page>-accounts…``."""
    table, words, total = accounts.shown(seen, seen.choice.indicator, 0)
    is_first, is_last = at_end(0, total)
    pager = [
        html.Span(words, id=f"{page}-accounts-page", className="muted"),
        html.Button(
            "‹",
            id=f"{page}-accounts-back",
            type="button",
            disabled=is_first,
            className="tool",
            n_clicks=0,
            **{"aria-label": _("Page before")},
        ),
        html.Button(
            "›",
            id=f"{page}-accounts-next",
            type="button",
            disabled=is_last,
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
