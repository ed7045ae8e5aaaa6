"""Who is always left out of the list for a product: each with the reason and until when. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from components.icons import icon
from components.light import A, B, Div, Span
from components.recommend_choice import PAGE, Choice
from components.recommend_marks import ago
from components.states import empty
from components.tables import Column
from data.i18n import _, n_, p_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, day_text, human, percent
from models.products import Product, catalogue


def head(choice: Choice, total: int) -> html.Div:
    """Why, how many, and the way back to the list."""
    back = html.A([icon("left"), _("Back to the list")], href=choice.address(left=None), className="link offer-back")
    title = html.H2(_("Left out: %(why)s", why=code_label("suppression", choice.left)), className="card-title")
    words = html.Small(
        n_("%(n)s customer: %(what)s", "%(n)s customers: %(what)s", total, n=human(total), what=choice.sentence())
    )
    return html.Div([back, html.Div([title, words])], className="offer-left-head")


def rows(frame: pd.DataFrame, choice: Choice, chosen: str) -> html.Div:
    """The page that is shown."""
    if frame.empty:
        text = _("With these traits nobody is left out for this reason.")
        return html.Div(empty(_("No customers"), text), className="offer-rows")
    titles = ("", _("Customer"), _("Left out because"), _("Until"), _("Probability"), _("Last contact"))
    top = html.Div(
        [html.Span(title, className="end" if n > 3 else "") for n, title in enumerate(titles)],
        className="offer-row left head",
    )
    start = (choice.page - 1) * PAGE
    lines = [_row(row, start + n, chosen) for n, row in enumerate(frame.to_dict("records"), 1)]
    return html.Div([top, *lines], className="offer-rows")


def _row(row: Mapping[str, Any], place: int, chosen: str) -> Any:
    key = row["customer_id"]
    about = f"{code_label('customer_group', row['customer_group'])} · {row.get('village_name') or ''}"
    cells = [
        Span(human(place), className="muted"),
        Span([Span(B(row["name"] or key), className="who"), html.Small(about, title=about)], className="offer-who"),
        _cell(_("Left out because"), reason(row)),
        _cell(_("Until"), until(row)),
        _cell(_("Probability"), percent(row["probability"]), "end muted"),
        _cell(_("Last contact"), ago(row["last_contact_on"], row["as_of"]), "end"),
    ]
    name = "offer-row left chosen" if key == chosen else "offer-row left"
    return Div(cells, className=name, **{"data-customer": key})


def _cell(label: str, words: str, name: str = "") -> Any:
    """``label``: said before it where there are no headings."""
    return Span(words, className=name, **{"data-label": label})


def pages(choice: Choice, total: int) -> html.Span:
    """Which rows are shown, and the ways to the others."""
    start, last = (choice.page - 1) * PAGE + 1, min(choice.page * PAGE, total)
    words = _("%(from)s–%(to)s of %(n)s", **{"from": human(start), "to": human(last), "n": human(total)})
    back, on = (
        A(icon(sign), href=choice.address(page=choice.page + step), className="tool", title=label)
        for sign, step, label in (("left", -1, _("Back")), ("right", 1, _("Further")))
    )
    return html.Span([back if choice.page > 1 else None, words, on if last < total else None], className="offer-pages")


def reason(row: Mapping[str, Any]) -> str:
    """Why this customer is left out; of rules of the product, which one."""
    if row["suppressed_by"] != "not_eligible":
        return code_label("suppression", row["suppressed_by"])
    return p_("list", ", ").join(words for words, _until in broken(row, catalogue().products[row["product_code"]]))


def broken(row: Mapping[str, Any], product: Product) -> list[tuple[str, str]]:
    """(rule, until when) of each rule of the product the customer does not meet."""
    rule, found = product.eligible, []
    age = as_number(row.get("age"))
    if age is not None and not rule.ages[0] <= age <= rule.ages[1]:
        words = _(
            "aged %(n)s, offered from %(low)s until turning %(high)s", n=int(age), low=rule.ages[0], high=rule.ages[1]
        )
        found.append((words, _("the age of %(n)s", n=rule.ages[0]) if age < rule.ages[0] else _("for good")))
    if row["customer_group"] in rule.excluded:
        group = code_label("customer_group", row["customer_group"])
        found.append((_("not for this group (%(group)s)", group=group), _("the group changes")))
    if not found:
        needs = p_("list", ", ").join(code_label("product_code", code) for code in rule.needs)
        found.append((_("needs %(products)s first", products=needs), _("that is held")))
    return found


def until(row: Mapping[str, Any]) -> str:
    """When the customer may stand on the list again."""
    why = row["suppressed_by"]
    if why == "contacted":
        day = row.get("free_on")
        return day_text(_day(day), weekday=False, year=True) if day is not None and not pd.isna(day) else "—"
    if why == "not_eligible":
        return broken(row, catalogue().products[row["product_code"]])[0][1]
    return {"opted_out": _("the customer agrees again"), "past_due": _("the loan is paid up")}.get(str(why), "—")


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value


def columns() -> list[Column]:
    """The list as table and file."""
    return [
        Column("customer_id", _("Customer id")),
        Column("name", _("Name")),
        Column("customer_group", _("Customer group"), draw=lambda value, _row: code_label("customer_group", value)),
        Column("village_name", _("Village")),
        Column("product_code", _("Product"), draw=lambda value, _row: code_label("product_code", value)),
        Column("why", _("Left out because"), draw=lambda _value, row: reason(row), width=40),
        Column("until", _("Until"), draw=lambda _value, row: until(row), width=24),
        Column("probability", _("Probability"), "percent", decimals=2),
        Column(
            "last_contact_on",
            _("Last contact"),
            draw=lambda value, _row: "" if value is None or value != value else str(value)[:10],
        ),
        Column("staff_name", _("Manager")),
    ]
