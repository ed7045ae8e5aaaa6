"""SQL that turns a file's text into a contract's types and says, row by row, what does not fit.

Everything is one projection over ``read_csv``, so DuckDB reads, types and checks 6 million rows in one parallel pass;
reasons are only built for rows that need one. Identifiers come from contracts, never from files.
"""

from __future__ import annotations

from etl.contract import Column, Contract


def quoted(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def text(column: Column, headers: list[str]) -> str:
    """The column's text: trimmed, empty as null, foreign codes mapped, the default in place of nothing."""
    if column.header not in headers:
        return literal(column.default)
    sql = f"nullif(trim({quoted(column.header)}), '')"
    if column.values:
        whens = " ".join(f"when {literal(came)} then {literal(ours)}" for came, ours in column.values.items())
        sql = f"case {sql} {whens} else {sql} end"
    return sql if column.default is None else f"coalesce({sql}, {literal(column.default)})"


def typed(column: Column, headers: list[str]) -> str:
    """The column's value, null when it is not of the type."""
    raw = text(column, headers)
    if column.type == "varchar":
        return raw
    if column.format:
        return f"cast(try_strptime({raw}, {literal(column.format)}) as {column.type})"
    return f"try_cast({raw} as {column.type})"


def faults(column: Column, headers: list[str]) -> list[tuple[str, str]]:
    """(reason, SQL that is true when the row has that fault), over the typed columns and the file's own."""
    name, found = quoted(column.name), []
    if column.required:
        found.append((f"{column.name}: missing", f"{name} is null" + _was_empty(column, headers)))
    if column.type != "varchar" and column.header in headers:
        found.append((f"{column.name}: not a {column.type}", f"{name} is null and {text(column, headers)} is not null"))
    if column.codes:
        allowed = ", ".join(literal(c) for c in column.codes)
        found.append((f"{column.name}: unknown code", f"{name} not in ({allowed})"))
    if column.range:
        low, high = (f"cast({literal(v)} as {column.type})" for v in column.range)
        found.append((f"{column.name}: out of range", f"{name} not between {low} and {high}"))
    return found


def _was_empty(column: Column, headers: list[str]) -> str:
    needs = column.type != "varchar" and column.header in headers
    return f" and {text(column, headers)} is null" if needs else ""


def references(contract: Contract) -> list[tuple[Column, str, str]]:
    """(column, parent feed, parent column) of each reference to another feed."""
    return [(c, *c.references.split(".", 1)) for c in contract.columns if c.references]  # type: ignore[misc]


def typed_select(contract: Contract, headers: list[str], source: str) -> str:
    """One row per row of ``source`` in order: the typed columns, ``reason`` (null when good) and ``raw`` (JSON, bad rows)."""
    columns = ", ".join(f"{typed(c, headers)} as {quoted(c.name)}" for c in contract.columns)
    originals = ", ".join(f"{quoted(h)} as {quoted('raw ' + h)}" for h in headers)
    found = [(reason, _on_originals(sql, headers)) for c in contract.columns for reason, sql in faults(c, headers)]
    found += [(check["reason"], f"not ({check['sql']})") for check in contract.checks]
    found += [
        (f"{c.name}: unknown {feed}", f"{quoted(c.name)} is not null and not {quoted('known ' + c.name)}")
        for c, feed, _ in references(contract)
    ]
    any_fault = " or ".join(f"coalesce({sql}, false)" for _, sql in found)
    reasons = ", ".join(f"case when {sql} then {literal(reason)} end" for reason, sql in found)
    raw = ", ".join(f"{quoted(h)} := {quoted('raw ' + h)}" for h in headers)
    known = "".join(
        f", {quoted(c.name)} in (select {quoted(column)} from lake.raw.{feed}) as {quoted('known ' + c.name)}"
        for c, feed, column in references(contract)
    )
    return f"""
        with text as (select {columns}, {originals}, source_file, cast(? as date) as business_date from {source}),
        known as (select *{known} from text),
        judged as (select *, {any_fault or "false"} as is_bad from known)
        select {", ".join(quoted(n) for n in contract.names)},
            case when is_bad then concat_ws('; ', {reasons or "null"}) end as reason,
            case when is_bad then cast(to_json(struct_pack({raw})) as varchar) end as raw,
            source_file
        from judged"""


def _on_originals(sql: str, headers: list[str]) -> str:
    """Faults look at the file's text under its kept name."""
    for header in sorted(headers, key=len, reverse=True):
        sql = sql.replace(f"trim({quoted(header)})", f"trim({quoted('raw ' + header)})")
    return sql
