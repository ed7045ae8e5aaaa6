"""Delivered CSV files into one Parquet file, typed and checked row by row on the way, in the order of the files.

The reader types while it parses and keeps lines it cannot type aside, with line and column (``store_rejects``): that is
as fast as a bare copy. Only columns with a date format or foreign codes are read as text and cast afterwards; their text
stays beside them, so that a failed cast is seen. The view ``batch`` shows the file with ``row``, counted from 0, by which
lines are numbered, and ``fault``: why a row is bad by itself.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from data.errors import FeedRejected
from etl.contract import Column, Contract
from etl.delivery import Part
from etl.rules import TEXT, is_text, keeps_text, own_fault
from etl.sql import literal, quoted

PARQUET = "format parquet, dictionary_size_limit 10000"  # no dictionary of ids: it is built in vain, and given up
WORDS = {
    "CAST": "not a",
    "MISSING COLUMNS": "malformed line: columns missing",
    "TOO MANY COLUMNS": "malformed line: too many columns",
}


@dataclass(frozen=True)
class Reject:
    """A line the reader could not take. ``line`` counts from 1, the header; ``raw`` is JSON."""

    file: str
    line: int
    reason: str
    raw: str


@dataclass(frozen=True)
class Landing:
    """Where a feed's rows land: the Parquet file, the columns of the lake's table, and what every row is stamped with."""

    file: str
    types: Mapping[str, str]
    business_date: date
    loaded_at: datetime


def read(
    con: duckdb.DuckDBPyConnection, files: Mapping[str, Part], headers: list[str], contract: Contract, landing: Landing
) -> list[Reject]:
    """Fill the landing file from files with these headers, and make the view ``batch`` of it; what could not be typed.

    Raises FeedRejected on another encoding.
    """
    for table in ("reject_errors", "reject_scans"):
        con.execute(f"drop table if exists temp.{table}")
    con.execute(f"copy ({_rows(list(files), headers, contract, landing)}) to {literal(landing.file)} ({PARQUET})")
    con.execute(
        "create or replace temp view batch as select * exclude (file_row_number), file_row_number as row "
        f"from read_parquet({literal(landing.file)}, file_row_number = true)"
    )
    return _rejects(con, files, headers, contract)


def _rows(files: Sequence[str], headers: list[str], contract: Contract, landing: Landing) -> str:
    """SQL of the rows: the columns of the lake's table, kept texts, the file a row came from, and its fault."""
    columns = [f"{_value(c, headers, contract.padded)} as {quoted(c.name)}" for c in contract.columns]
    columns += [
        f"{_clean(c.header, contract.padded)} as {quoted(TEXT + c.name)}"
        for c in contract.columns
        if keeps_text(c, headers)
    ]
    columns += [f"date {literal(landing.business_date)} as business_date"]
    columns += [f"timestamp {literal(landing.loaded_at)} as loaded_at", "source_file"]
    typed = ", ".join(
        f"cast({quoted(c.name)} as {landing.types[c.name]}) as {quoted(c.name)}" for c in contract.columns
    )
    return (
        f"select * replace ({typed}), {own_fault(headers, contract)} as fault "
        f"from (select {', '.join(columns)} from {_source(files, headers, contract)})"
    )


def _source(files: Sequence[str], headers: list[str], contract: Contract) -> str:
    kinds = {c.header: "varchar" if is_text(c) else c.type for c in contract.columns}
    columns = ", ".join(f"{literal(h)}: {literal(kinds[h])}" for h in headers)
    return (
        f"read_csv([{', '.join(literal(f) for f in files)}], auto_detect=false, header=true, "
        f"delim={literal(contract.delimiter)}, quote='\"', escape='\"', columns={{{columns}}}, "
        "filename='source_file', store_rejects=true)"
    )


def _clean(header: str, padded: bool) -> str:
    return f"nullif(trim({quoted(header)}), '')" if padded else quoted(header)


def _value(column: Column, headers: list[str], padded: bool) -> str:
    """SQL of the column's value: typed, foreign codes mapped, the default in place of nothing."""
    if column.header not in headers:
        return f"cast({literal(column.default)} as {column.type})"
    sql = _clean(column.header, padded) if column.type == "varchar" or is_text(column) else quoted(column.header)
    if column.values:
        whens = " ".join(f"when {literal(came)} then {literal(ours)}" for came, ours in column.values.items())
        sql = f"case {sql} {whens} else {sql} end"
    if column.format:
        sql = f"cast(try_strptime({sql}, {literal(column.format)}) as {column.type})"
    elif is_text(column):
        sql = f"try_cast({sql} as {column.type})"
    return sql if column.default is None else f"coalesce({sql}, cast({literal(column.default)} as {column.type}))"


def _rejects(
    con: duckdb.DuckDBPyConnection, files: Mapping[str, Part], headers: list[str], contract: Contract
) -> list[Reject]:
    rows = con.execute(
        """select file_path, line, any_value(csv_line), list((cast(error_type as varchar), column_name) order by column_idx)
        from temp.reject_errors join temp.reject_scans using (scan_id, file_id) group by all order by all"""
    ).fetchall()
    return [
        Reject(file, line, _reason(files[file], line, errors, contract), _raw(text, headers, contract))
        for file, line, text, errors in rows
    ]


def _reason(part: Part, line: int, errors: list[tuple[str, str]], contract: Contract) -> str:
    """Why a line was not taken; a line of another encoding refuses the delivery."""
    kinds = {c.header: c for c in contract.columns}
    reasons = []
    for kind, header in errors:
        if "UNICODE" in kind or "ENCODING" in kind:
            raise FeedRejected(
                "%(feed)s/%(file)s is not %(encoding)s: line %(line)s",
                feed=contract.feed, file=part.path.name, encoding=contract.encoding, line=line,
            )  # fmt: skip
        known = kinds.get(header) if kind == "CAST" else None
        reasons.append(
            f"{known.name}: not a {known.type}" if known else WORDS.get(kind, f"malformed line: {kind.lower()}")
        )
    return "; ".join(dict.fromkeys(reasons))


def _raw(text: str, headers: list[str], contract: Contract) -> str:
    cells = next(csv.reader([text], delimiter=contract.delimiter), [])
    fits = len(cells) == len(headers)
    return json.dumps(dict(zip(headers, cells, strict=True)) if fits else {"line": text}, ensure_ascii=False)
