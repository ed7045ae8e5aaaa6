"""Rows of a feed's files, batch by batch: read, judged, then split into the feed's table and the quarantine.

A batch is as many part files as fit ``BATCH_ROWS``, so memory stays bounded whatever is delivered.
"""

from __future__ import annotations

import codecs
import tempfile
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
from etl.reading import Reject, read
from etl.sql import quoted

BATCH_ROWS = 2_000_000


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
    *,
    keep: bool = True,
) -> Counts:
    """Load the files into ``raw.<feed>`` and ``raw.quarantine``. ``keep=False`` only judges (an older full delivery)."""
    total = loaded = 0
    for headers, batch in batches(parts, contract):
        with ExitStack() as stack:
            files = {str(_as_utf8(part, contract, stack)): part for part in batch}
            rejects = read(con, files, headers, contract)
        total += _check_rows(con, files, contract, rejects)
        judge(con, headers, contract, day.isoformat())
        loaded += int(con.execute("select count(*) from batch").fetchone()[0])  # type: ignore[index]
        _quarantine(con, files, contract, day, at, rejects)
        if keep:
            _keep(con, contract, day, at)
    return Counts(total, loaded, total - loaded)


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
) -> int:
    """Rows read, as the manifest promises them per file. Raises FeedRejected when they differ."""
    con.execute(
        "create or replace temp table file_rows as "
        "select source_file, min(rowid) as first, count(*) as rows from batch group by source_file"
    )
    found = Counter(dict(con.execute("select source_file, rows from file_rows").fetchall()))
    found.update(reject.file for reject in rejects)
    for file, part in files.items():
        if found[file] != part.rows:
            raise FeedRejected(
                "%(feed)s/%(file)s has %(found)s rows, the manifest says %(wanted)s",
                feed=contract.feed, file=part.path.name, found=found[file], wanted=part.rows,
            )  # fmt: skip
    return found.total()


def _keep(con: duckdb.DuckDBPyConnection, contract: Contract, day: date, at: datetime) -> None:
    columns = ", ".join(quoted(n) for n in contract.names)
    con.execute(
        f"insert into lake.raw.{contract.feed} ({columns}, business_date, loaded_at) "
        f"select {columns}, cast(? as date), cast(? as timestamp) from batch",
        [day, at],
    )


def _quarantine(
    con: duckdb.DuckDBPyConnection,
    files: dict[str, Part],
    contract: Contract,
    day: date,
    at: datetime,
    rejects: list[Reject],
) -> None:
    """Rejected rows with file and line. Lines count from 1, the header; lines the reader put aside are counted in."""
    firsts = dict(con.execute("select source_file, first from file_rows").fetchall())
    aside: dict[str, list[int]] = {}
    for reject in rejects:
        aside.setdefault(reject.file, []).append(reject.line)
    rows = [(r.file, r.line, r.reason, r.raw) for r in rejects]
    for file, row, reason, raw in con.execute("select source_file, row, reason, raw from bad order by row").fetchall():
        rows.append((file, line_of(row - firsts[file], aside.get(file, [])), reason, raw))
    named = sorted(
        (contract.feed, day, files[file].path.name, line, reason, raw, at) for file, line, reason, raw in rows
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
