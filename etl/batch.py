"""Rows of a feed's files, batch by batch: read, judged, then split into the feed's table and the quarantine.

A batch is written once, into the folder of the lake where its table's files lie; the lake takes the file over, then the
bad rows are deleted from it, all in the load's transaction. A file that no transaction took over is an orphan, which the
housekeeping of the lake removes.
"""

from __future__ import annotations

import codecs
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data.errors import FeedRejected
from etl.contract import Contract
from etl.delivery import Part, header
from etl.judging import judge
from etl.reading import Landing, Reject, read
from etl.sql import literal

BATCH_ROWS = 20_000_000  # rows of one file of the lake, whatever is delivered


@dataclass(frozen=True)
class Counts:
    """``read = loaded + rejected``, always."""

    read: int
    loaded: int
    rejected: int


def load_parts(
    con: duckdb.DuckDBPyConnection,
    parts: Sequence[Part],
    contract: Contract,
    day: date,
    at: datetime,
    folder: str,
    *,
    keep: bool = True,
) -> Counts:
    """Load the files into ``raw.<feed>``, whose data files lie in ``folder``, and ``raw.quarantine``.

    ``keep=False`` only judges (an older full delivery).
    """
    total = rejected = 0
    types = _types(con, contract)
    for headers, batch in batches(parts, contract):
        with ExitStack() as stack:
            place = folder if keep else stack.enter_context(tempfile.TemporaryDirectory(prefix="qianhui-"))
            landing = Landing(_new_file(place), types, day, at)
            files = {str(_as_utf8(part, contract, stack)): part for part in batch}
            rejects = read(con, files, headers, contract, landing)
            firsts, rows = _check_rows(con, files, contract, rejects)
            bad = judge(con, headers, contract)
            _quarantine(con, files, firsts, contract, landing, rejects)
            total, rejected = total + rows, rejected + bad + len(rejects)
            if keep:
                _keep(con, contract, landing.file, bad)
    return Counts(total, total - rejected, rejected)


def _types(con: duckdb.DuckDBPyConnection, contract: Contract) -> dict[str, str]:
    rows = con.execute(
        "select column_name, data_type from duckdb_columns() "
        "where database_name = 'lake' and schema_name = 'raw' and table_name = ?",
        [contract.feed],
    ).fetchall()
    return dict(rows)


def _new_file(folder: str) -> str:
    """A name no other file of the folder has; a folder on this machine is made."""
    if "://" not in folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return f"{folder}/landed-{uuid.uuid4().hex}.parquet"


def batches(parts: Sequence[Part], contract: Contract) -> Iterator[tuple[list[str], list[Part]]]:
    """Neighbouring parts with the same header together, up to BATCH_ROWS rows."""
    batch: list[Part] = []
    headers: list[str] = []
    for part in parts:
        found = header(part, contract)
        if batch and (found != headers or sum(p.rows for p in batch) + part.rows > BATCH_ROWS):
            yield headers, batch
            batch = []
        headers = found
        batch.append(part)
    if batch:
        yield headers, batch


def _as_utf8(part: Part, contract: Contract, stack: ExitStack) -> Path:
    """The file itself, or its UTF-8 copy for the time of the read. Raises FeedRejected on bytes of another encoding."""
    if codecs.lookup(part.encoding).name == "utf-8":
        return part.path
    copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qianhui-"))) / part.path.name
    try:
        with (
            part.path.open(encoding=part.encoding, newline="") as file,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            while text := file.read(1 << 20):
                out.write(text)
    except UnicodeDecodeError as problem:
        raise FeedRejected(
            "%(feed)s/%(file)s is not %(encoding)s: byte %(byte)s",
            feed=contract.feed, file=part.path.name, encoding=part.encoding, byte=problem.start,
        ) from problem  # fmt: skip
    return copy


def _check_rows(
    con: duckdb.DuckDBPyConnection, files: dict[str, Part], contract: Contract, rejects: list[Reject]
) -> tuple[dict[str, int], int]:
    """Each file's first row, and the rows read, as the manifest promises them. Raises FeedRejected when they differ."""
    counted = con.execute("select source_file, min(row), count(*) from batch group by source_file").fetchall()
    found = Counter({file: rows for file, _, rows in counted})
    found.update(reject.file for reject in rejects)
    for file, part in files.items():
        if found[file] != part.rows:
            raise FeedRejected(
                "%(feed)s/%(file)s has %(found)s rows, the manifest says %(wanted)s",
                feed=contract.feed, file=part.path.name, found=found[file], wanted=part.rows,
            )  # fmt: skip
    return {file: first for file, first, _ in counted}, found.total()


def _keep(con: duckdb.DuckDBPyConnection, contract: Contract, file: str, bad: int) -> None:
    """The lake takes the file over as part of the feed's table, without the bad rows."""
    con.execute(
        f"call ducklake_add_data_files('lake', {literal(contract.feed)}, {literal(file)}, schema => 'raw', "
        "ignore_extra_columns => true, allow_missing => true)"
    )
    if bad:
        con.execute(
            f"delete from lake.raw.{contract.feed} where filename = ? and file_row_number in (select row from bad)",
            [file],
        )


def _quarantine(
    con: duckdb.DuckDBPyConnection,
    files: dict[str, Part],
    firsts: dict[str, int],
    contract: Contract,
    landing: Landing,
    rejects: list[Reject],
) -> None:
    """Rejected rows with file and line. Lines count from 1, the header; lines the reader put aside are counted in."""
    aside: dict[str, list[int]] = {}
    for reject in rejects:
        aside.setdefault(reject.file, []).append(reject.line)
    rows = [(r.file, r.line, r.reason, r.raw) for r in rejects]
    for file, row, reason, raw in con.execute("select source_file, row, reason, raw from bad order by row").fetchall():
        rows.append((file, line_of(row - firsts[file], aside.get(file, [])), reason, raw))
    named = sorted(
        (contract.feed, landing.business_date, files[file].path.name, line, reason, raw, landing.loaded_at)
        for file, line, reason, raw in rows
    )
    for start in range(0, len(named), 10_000):
        _insert_rows(con, named[start : start + 10_000])


def line_of(nth: int, aside: Sequence[int]) -> int:
    """The line of a file's ``nth`` typed row (from 0), when the lines in ``aside`` (ascending) were put aside."""
    line = nth + 2
    for put_aside in aside:
        if put_aside > line:
            break
        line += 1
    return line


def _insert_rows(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[object, ...]]) -> None:
    marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(rows))
    con.execute(f"insert into lake.raw.quarantine values {marks}", [cell for row in rows for cell in row])
