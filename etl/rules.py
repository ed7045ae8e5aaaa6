"""What a contract forbids a row, as SQL over its typed columns.

Lists of codes are searched by ``list_contains``: a long ``in (…)`` becomes a join, and a join loses the order of the rows.
"""

from __future__ import annotations

from etl.contract import Column, Contract
from etl.sql import literal, quoted

TEXT = "text of "  # prefix of kept texts


def is_text(column: Column) -> bool:
    """Whether the column is read as text and cast afterwards."""
    return bool(column.values or column.format) and column.type != "varchar"


def keeps_text(column: Column, headers: list[str]) -> bool:
    """Whether the column's text stays beside its value, so that a failed cast is seen."""
    return is_text(column) and column.header in headers


def own_fault(headers: list[str], contract: Contract) -> str:
    """The reasons why a row is bad by itself, in one text; null when it is good. Expects a column ``business_date``."""
    found = [fault for column in contract.columns for fault in faults(column, headers)]
    found += [(check["reason"], f"not ({check['sql']})") for check in contract.checks]
    if not found:
        return "cast(null as varchar)"
    reasons = ", ".join(f"case when {sql} then {literal(reason)} end" for reason, sql in found)
    return f"case when {' or '.join(f'({sql})' for _, sql in found)} then concat_ws('; ', {reasons}) end"


def faults(column: Column, headers: list[str]) -> list[tuple[str, str]]:
    """(reason, SQL that is true when the row has that fault) of one column."""
    name, found = quoted(column.name), []
    kept = f"{quoted(TEXT + column.name)} is null" if keeps_text(column, headers) else ""
    if column.required:
        found.append((f"{column.name}: missing", f"{name} is null" + (f" and {kept}" if kept else "")))
    if kept:
        found.append((f"{column.name}: not a {column.type}", f"{name} is null and not ({kept})"))
    if column.codes:
        known = f"list_contains([{', '.join(map(literal, column.codes))}], {name})"
        found.append((f"{column.name}: unknown code", f"not {known}"))
    if column.range:
        low, high = (f"cast({literal(v)} as {column.type})" for v in column.range)
        found.append((f"{column.name}: out of range", f"{name} not between {low} and {high}"))
    return found
