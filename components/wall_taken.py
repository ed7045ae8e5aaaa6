"""What customers took: of the last day by place, of the month by group of products; and what is worth most now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from components.short_names import seat, short_name
from components.wall_parts import figure, written
from data.clock import now
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import day_text, human
from data.metrics.registry import metric
from data.query import ask, compare
from data.scope import Node
from models.products import catalogue

GROUPS = ("deposit", "loan", "online", "intermediary")
MOST_WINS, MOST_PRODUCTS = 100, 4


def wins(node: Node, day: date) -> dict[str, Any]:
    """How many products were taken on the day, and by unit, most first: no person. The title says which day that is."""
    by = "entity" if node.level == "province" else "branch"
    where = node.where() | {"day": day.isoformat()}
    whole = ask("products_opened", where=where).value("products_opened")
    units = ask("products_opened", by=by, where=where, order="-products_opened", limit=MOST_WINS).frame
    rows = units[units["products_opened"] > 0].to_dict("records")
    most = max((float(row["products_opened"]) for row in rows), default=1.0)
    return {
        "title": _day_said(day),
        "number": human(whole),
        "unit": _("products"),
        "rows": [_win(row, by, node, most) for row in rows],
        "none": _("Nothing was taken on that day"),
    }


def _day_said(day: date) -> str:
    told = day_text(day, weekday=False)
    is_yesterday = day == now().date() - timedelta(days=1)
    return _("Taken yesterday, %(day)s", day=told) if is_yesterday else _("Taken on %(day)s", day=told)


def _win(row: dict[str, Any], by: str, node: Node, most: float) -> dict[str, Any]:
    name = str(row[f"{by}_name"])
    place = seat(name) if by == "entity" else short_name(name, node.name)
    return {"place": place, "number": human(row["products_opened"]), "part": float(row["products_opened"]) / most}


def groups(node: Node, day: date) -> list[dict[str, Any]]:
    """Products taken this month by their group, against the same days of the month before."""
    names = [
        (group, compare("products_opened_mtd", node.where() | {"product_group": group}, as_of=day)) for group in GROUPS
    ]
    most = max((found.value or 0 for _group, found in names), default=0) or 1
    return [
        {**figure(found, code_label("product_group", group)), "group": group, "part": (found.value or 0) / most}
        for group, found in names
    ]


def products(node: Node) -> dict[str, Any]:
    """The products worth most to those who may be offered them, most first."""
    names = ["offers_value", "offers_open"]
    frame = ask(names, by="product_code", where=node.where(), order="-offers_value", limit=MOST_PRODUCTS).frame
    rows = frame[frame["offers_value"] > 0].to_dict("records")
    most = max((float(row["offers_value"]) for row in rows), default=1.0)
    return {
        "title": _("Worth most now"),
        "note": _("expected value a year"),
        "rows": [_product(row, most) for row in rows],
        "none": _("No forecasts yet"),
    }


def _product(row: dict[str, Any], most: float) -> dict[str, Any]:
    code, meant = str(row["product_code"]), metric("offers_value")
    return {
        **written(row["offers_value"], unit=meant.unit.text(), format=meant.format),
        "name": code_label("product_code", code),
        "group": made.group if (made := catalogue().products.get(code)) else "",
        "part": float(row["offers_value"]) / most,
    }
