"""A scheme that reads well: groups and items with weight, target and rule in words, and what its version changed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dash import html

from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent
from data.metrics.registry import metric
from data.performance.difference import Change, diff
from data.performance.indicators import GROUPS, Indicator, indicators
from data.performance.library import in_force, schemes
from data.performance.rules import Deduction, Linear, Peer, Ranked, Tiered, Veto
from data.performance.scheme import LEVELS, POSTS, Item, Scheme

Link = Callable[..., str]


def drawn(name: str, version: int, month: date, link: Link) -> tuple[Any, str]:
    """The document and its title; ``version`` 0 is the one in force in the month."""
    versions = [one for one in schemes() if one.name == name]
    counting = in_force(month).get(name)
    shown = next((one for one in versions if one.version == version), counting or versions[-1])
    before = next((one for one in reversed(versions) if one.version < shown.version), None)
    body = [
        _choices(shown, versions, link),
        _unknown(version, shown) if version and version != shown.version else None,
        _words(shown, before, counting),
        html.Div(_table(shown, before), className="table-wrap"),
        _document(shown),
    ]
    return body, f"{shown.title.text()} v{shown.version}"


def _unknown(version: int, shown: Scheme) -> html.P:
    text = _("There is no version %(n)s of it; version %(shown)s is shown.", n=version, shown=shown.version)
    return html.P(text, className="scheme-text warn")


def _choices(shown: Scheme, versions: list[Scheme], link: Link) -> html.Div:
    names = [(who(name), link(scheme=name, version=None), name == shown.name) for name in (*LEVELS, *POSTS)]
    held = [(f"v{one.version}", link(scheme=shown.name, version=one.version), one == shown) for one in versions]
    return html.Div([_switch(names), _switch(held)], className="scheme-bar")


def _switch(links: list[tuple[str, str, bool]]) -> html.Div:
    marked = [html.A(text, href=href, **({"aria-current": "true"} if is_on else {})) for text, href, is_on in links]
    return html.Div(marked, className="switch")


def who(name: str) -> str:
    """Whom a scheme scores."""
    return {"branch": _("Outlets"), "entity": _("Entities")}.get(name) or code_label("post", name)


def _words(shown: Scheme, before: Scheme | None, counting: Scheme | None) -> html.P:
    state = _("in force") if counting == shown else _("not in force in the month shown")
    parts = [_("From %(day)s", day=str(shown.effective_from)), state, shown.note.text()]
    if before:
        parts.append(_("changes since v%(n)s are marked", n=before.version))
    return html.P(" · ".join(parts), className="scheme-text muted")


def _table(shown: Scheme, before: Scheme | None) -> html.Table:
    changes = diff(before, shown) if before else ()
    heads = [_("Indicator"), _("Weight"), _("Target"), _("Rule")]
    head = html.Tr([html.Th(text, className="num" if place == 1 else "") for place, text in enumerate(heads)])
    old = {item.indicator: item for item in before.items} if before else {}
    body: list[Any] = []
    for group in GROUPS:
        items = [item for item in shown.items if item.group == group]
        was = before.weights.get(group) if before else None
        body.append(_group(group, shown.weights.get(group), was))
        body += [
            _item(item, old.get(item.indicator), [c for c in changes if c.indicator == item.indicator])
            for item in items
        ]
        gone = [c for c in changes if c.kind == "removed" and c.group == group and c.indicator]
        body += [html.Tr([html.Td(indicators()[c.indicator].label.text()), html.Td(), html.Td(), html.Td(_("no longer counted"))],
                         className="removed") for c in gone]  # fmt: skip
    return html.Table([html.Thead(head), html.Tbody(body)], className="table scheme")


def _group(group: str, weight: Any, was: Any) -> html.Tr:
    name = html.Td([html.Span(className=f"key {group}"), metric(f"score_{group}").short.text()])
    return html.Tr([name, html.Td(html.B(_both(_number(weight), _number(was) if was is not None else None)), className="num"),
                    html.Td(), html.Td()], className="steps-group")  # fmt: skip


def _item(item: Item, old: Item | None, changes: list[Change]) -> html.Tr:
    known = indicators()[item.indicator]
    is_new = any(change.kind == "added" for change in changes)
    moved = {change.field for change in changes if change.kind == "changed"}
    kind = "added" if is_new else "changed" if moved else ""
    was = old if moved else None
    cells = [
        html.Td(
            [known.label.text(), html.Span(_("new"), className="chip") if is_new else None],
            title=known.definition.text(),
        ),
        html.Td(
            _both(_number(item.weight), _number(was.weight) if was and "weight" in moved else None), className="num"
        ),
        html.Td(
            _both(
                target_words(item, known),
                target_words(was, known) if was and moved & {"target", "phasing", "over"} else None,
            )
        ),
        html.Td(_both(rule_words(item, known), rule_words(was, known) if was and "rule" in moved else None)),
    ]
    return html.Tr(cells, className=kind)


def _both(now: str, before: str | None) -> list[Any]:
    if before is None or before == now:
        return [now]
    return [html.Ins(now), html.Del(before)]


def _number(value: Any) -> str:
    return f"{float(value):g}" if value is not None else ""


def target_words(item: Item, known: Indicator) -> str:
    """Where the target comes from."""
    target = item.target
    words: Mapping[str, str] = {
        "feed": _("year's target"),
        "fixed": _value(known, target.number),
        "own_last_year": _("own last year × %(n)s", n=_number(target.number)),
        "peers": _("what the peers do"),
        "none": "—",
    }
    text = words[target.kind]
    if isinstance(item.rule, Peer):
        text = _peers(item.rule)
    if item.phasing:
        text += _(", due by the month (%(n)s%% by mid-year)", n=_number(item.phasing.cumulative[5]))
    return text


def _peers(rule: Peer) -> str:
    measure = {"median": _("the median"), "mean": _("the mean"), "upper_quartile": _("the upper quartile")}[
        rule.measure
    ]
    return _("%(measure)s in the %(unit)s", measure=measure, unit=_unit(rule.within))


def _unit(within: str) -> str:
    return {"entity": _("entity"), "province": _("province")}[within]


def _value(known: Indicator, number: Any) -> str:
    return percent(number) if known.unit.text() == "%" else f"{_number(number)} {known.unit.text()}"


def rule_words(item: Item, known: Indicator) -> str:
    """How completion or value becomes points."""
    rule = item.rule
    if isinstance(rule, Linear | Peer):
        bounds = _("%(floor)s to %(cap)s of the weight", floor=percent(rule.floor, 0), cap=percent(rule.cap, 0))
        return _("weight × completion, %(bounds)s", bounds=bounds)
    if isinstance(rule, Tiered):
        shown = percent if rule.by == "completion" else lambda number: _value(known, number)
        return _(", ").join(
            _("from %(n)s: %(points)s", n=shown(tier.start), points=_number(tier.points)) for tier in rule.tiers
        )
    if isinstance(rule, Ranked):
        bands = _(", ").join(
            _("best %(top)s: %(points)s", top=percent(b.top, 0), points=_number(b.points)) for b in rule.bands
        )
        return _("place in the %(unit)s: %(bands)s", unit=_unit(rule.within), bands=bands)
    if isinstance(rule, Deduction):
        return _("−%(each)s each, %(most)s at most", each=_number(rule.per_unit), most=_number(rule.most))
    assert isinstance(rule, Veto)
    limit = rule.above if rule.above is not None else rule.below
    sign = ">" if rule.above is not None else "<"
    return _(
        "veto when %(sign)s %(limit)s: total %(cap)s at most",
        sign=sign,
        limit=_value(known, limit),
        cap=human(rule.total_cap, decimals=0),
    )


def _document(shown: Scheme) -> html.Details:
    return html.Details(
        [html.Summary(_("The document"), className="link"), html.Pre(shown.text)], className="scheme-document"
    )
