"""The plan as an Excel file that says what it is: what was asked, as of when, the plan, the even split, where further
centres would add most, the assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pandas as pd
import xlsxwriter

from components.export import data_sheet
from components.migrant_plan_asked import Asked
from components.migrant_plan_figures import by_centre
from components.migrant_plan_result import centre_columns, columns, named
from components.migrant_plan_sites import file_columns, shown
from components.migrant_plan_sites import method as site_method
from components.migrant_plan_words import given, method, whole_people
from components.tables import Column
from data.i18n import _, p_
from data.i18n.numbers import human
from data.serving import snapshot
from models.location import Sites
from models.migrant_plan import Plan
from models.migrant_plan_settings import parameters


def workbook(
    found: Plan,
    asked: Asked,
    policy: str,
    names: Mapping[str, Mapping[str, str]],
    sited: tuple[Sites, pd.DataFrame] | None,
) -> bytes:
    """An .xlsx: by county and centre, by centre beside the even split, cities for a centre (none for who plans one
    place alone), the assumptions."""
    file, lines = BytesIO(), heading(found, asked, policy, names)
    planned = named(found.frame[found.frame["days"] > 0], names)
    sums = named(by_centre(found.frame), names)
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        data_sheet(book, _("Plan"), _("Service days by county and centre"), lines, planned, columns())
        data_sheet(book, _("Centres"), _("Plan against an even split"), lines, sums, centre_columns())
        if sited:
            data_sheet(book, _("Sites"), _("Where a further centre would add most"), *_cities(*sited, lines, names))
        data_sheet(book, _("Assumptions"), _("Assumptions"), lines[-2:], assumed(), assumed_columns())
    return file.getvalue()


def _cities(
    found: Sites, centres: pd.DataFrame, lines: list[tuple[str, str]], names: Mapping[str, Mapping[str, str]]
) -> tuple[list[tuple[str, str]], pd.DataFrame, list[Column]]:
    """Lines, rows and columns: the chosen cities first, then the next best."""
    rows = shown(pd.concat([found.chosen, found.others], ignore_index=True), centres, names)
    rows = rows.assign(rank=[_("chosen")] * len(found.chosen) + [_("Next best")] * len(found.others))
    said = [lines[0], (_("Method"), " ".join(site_method(found))), (_("Whole people"), whole_people()), *lines[-3:]]
    return said, rows, [*file_columns(), Column("rank", _("Choice"))]


def heading(found: Plan, asked: Asked, policy: str, names: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """What the file says about itself, line by line: filters first, as-of last."""
    must = [names["county"].get(one, one) for one in asked.counties]
    must += [names["centre"].get(one, one) for one in asked.centres]
    state = snapshot()
    return [
        (_("Policy"), policy),
        (_("What there is"), given(asked)),
        (_("Must get a day"), p_("list", ", ").join(must) or _("none")),
        (_("Newly reached, expected"), human(found.gain, format="expected", compact=False)),
        (_("Even split"), human(found.even, format="expected", compact=False)),
        (_("Cost"), human(found.cost, _("yuan"), compact=False)),
        (_("Cost, even split"), human(found.even_cost, _("yuan"), compact=False)),
        (_("Whole people"), whole_people()),
        (_("Method"), " ".join(method(found))),
        (_("Scope"), asked.node.name),
        (_("Data as of"), str(state.as_of_date)),
        (_("Snapshot"), str(state.snapshot_id)),
    ]


def assumed() -> pd.DataFrame:
    """A row per assumption."""
    rows = [(one.label.text(), one.value, one.unit.text(), one.note.text()) for one in parameters().values()]
    return pd.DataFrame(rows, columns=["label", "value", "unit", "note"])


def assumed_columns() -> list[Column]:
    """Label, value, unit, reason."""
    return [
        Column("label", _("Assumption")),
        Column("value", _("Value"), "decimal", decimals=2),
        Column("unit", _("Unit")),
        Column("note", _("Reason")),
    ]
