"""Rows of a feed's files: typed and judged in one pass per batch, then split into the feed's table and the quarantine.

A batch is as many part files as fit ``BATCH_ROWS``: it lives in a temporary table whose ``rowid`` is the order in the
files, from which the line of a rejected row is known. The first of two rows with one key wins, within files and against
earlier deliveries.
"""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data.errors import FeedRejected
from etl.contract import Contract
from etl.delivery import Part, header
from etl.typing_sql import literal, quoted, typed_select

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
    read = loaded = 0
    for headers, batch in batches(parts, contract):
        with ExitStack() as stack:
            files = {str(_as_utf8(part, contract, stack)): part for part in batch}
            _type(con, files, headers, contract, day)
            structural = _malformed(con, files, contract)
            _reject_duplicates(con, headers, contract, day)
        good = int(con.execute("select count(*) from batch where reason is null").fetchone()[0])  # type: ignore[index]
        read += _check_rows(con, files, contract, structural)
        loaded += good
        _quarantine(con, files, contract, day, at, structural)
        if keep:
            _keep(con, contract, day, at)
    return Counts(read, loaded, read - loaded)


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


def _keep(con: duckdb.DuckDBPyConnection, contract: Contract, day: date, at: datetime) -> None:
    columns = ", ".join(quoted(n) for n in contract.names)
    con.execute(
        f"insert into lake.raw.{contract.feed} ({columns}, business_date, loaded_at) "
        f"select {columns}, cast(? as date), cast(? as timestamp) from batch where reason is null",
        [day, at],
    )


def _as_utf8(part: Part, contract: Contract, stack: ExitStack) -> Path:
    """The file itself, or its UTF-8 copy for the time of the read. Raises FeedRejected on bytes of another encoding."""
    if codecs.lookup(part.encoding).name == "utf-8":
        return part.path
    copy = stack.enter_context(tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".csv", newline=""))
    try:
        with part.path.open(encoding=part.encoding, newline="") as file:
            while text := file.read(1 << 20):
                copy.write(text)
    except UnicodeDecodeError as problem:
        raise FeedRejected(
            "%(feed)s/%(file)s is not %(encoding)s: byte %(byte)s",
            feed=contract.feed, file=part.path.name, encoding=part.encoding, byte=problem.start,
        ) from problem  # fmt: skip
    copy.flush()
    return Path(copy.name)


def _source(files: Sequence[str], headers: list[str], contract: Contract) -> str:
    """A ``read_csv`` of text columns that keeps malformed lines aside instead of failing."""
    columns = ", ".join(f"{literal(h)}: 'VARCHAR'" for h in headers)
    return (
        f"read_csv([{', '.join(literal(f) for f in files)}], auto_detect=false, header=true, "
        f"delim={literal(contract.delimiter)}, quote='\"', escape='\"', columns={{{columns}}}, "
        "filename='source_file', store_rejects=true)"
    )


def _type(
    con: duckdb.DuckDBPyConnection, files: dict[str, Part], headers: list[str], contract: Contract, day: date
) -> None:
    for table in ("batch", "reject_errors", "reject_scans"):
        con.execute(f"drop table if exists temp.{table}")
    select = typed_select(contract, headers, _source(list(files), headers, contract))
    con.execute(f"create temp table batch as {select}", [day])


def _malformed(
    con: duckdb.DuckDBPyConnection, files: dict[str, Part], contract: Contract
) -> list[tuple[str, int, str, str]]:
    """(file, line, reason, text) of lines that are no rows at all. Raises FeedRejected when bytes are not of the encoding."""
    rows = con.execute(
        """select file_path, line, any_value(cast(error_type as varchar)), any_value(csv_line)
        from temp.reject_errors join temp.reject_scans using (scan_id, file_id) group by all order by all"""
    ).fetchall()
    for file, line, kind, _ in rows:
        if "UNICODE" in kind or "ENCODING" in kind:
            raise FeedRejected(
                "%(feed)s/%(file)s is not %(encoding)s: line %(line)s",
                feed=contract.feed, file=files[file].path.name, encoding=contract.encoding, line=line,
            )  # fmt: skip
    return [(file, line, f"malformed line: {kind.lower()}", text) for file, line, kind, text in rows]


def _check_rows(
    con: duckdb.DuckDBPyConnection,
    files: dict[str, Part],
    contract: Contract,
    structural: list[tuple[str, int, str, str]],
) -> int:
    """Rows read, as the manifest promises them per file. Raises FeedRejected when they differ."""
    found = dict(con.execute("select source_file, count(*) from batch group by all").fetchall())
    for file, *_ in structural:
        found[file] = found.get(file, 0) + 1
    for file, part in files.items():
        if found.get(file, 0) != part.rows:
            raise FeedRejected(
                "%(feed)s/%(file)s has %(found)s rows, the manifest says %(wanted)s",
                feed=contract.feed, file=part.path.name, found=found.get(file, 0), wanted=part.rows,
            )  # fmt: skip
    return sum(found.values())


def _reject_duplicates(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract, day: date) -> None:
    """Mark rows whose key came before: earlier in these files, or in what the feed's table holds by now."""
    key = ", ".join(quoted(k) for k in contract.key)
    twice = con.execute(f"select count(*) - count(distinct hash({key})) from batch where reason is null").fetchone()
    before = con.execute(
        f"select count(*) from batch semi join lake.raw.{contract.feed} using ({key}) where reason is null"
    ).fetchone()
    if not twice[0] and not before[0]:  # type: ignore[index]
        return
    con.execute(f"""
        create or replace temp table again as
        with good as (select rowid as row, {key} from batch where reason is null),
        ranked as (select row, {key}, row_number() over (partition by {key} order by row) as nth from good),
        earlier as (select distinct {key}, true as is_there from lake.raw.{contract.feed} semi join good using ({key}))
        select row, coalesce(is_there, false) as is_there from ranked left join earlier using ({key})
        where nth > 1 or is_there""")
    con.execute("""update batch set reason = case when is_there then 'duplicate key: delivered earlier'
        else 'duplicate key in this delivery' end from again where batch.rowid = again.row""")
    _raw_of_rejected(con, headers, contract)


def _raw_of_rejected(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract) -> None:
    """Read the rejected rows' text once more from their files: the batch only keeps it for rows bad by themselves."""
    pack = ", ".join(f"{quoted(h)} := {quoted(h)}" for h in headers)
    firsts = dict(con.execute("select source_file, min(rowid) from batch group by all").fetchall())
    for (file,) in con.execute(
        "select distinct source_file from batch where reason is not null and raw is null"
    ).fetchall():
        con.execute(f"""
            update batch set raw = text.raw from (
                select row_number() over () - 1 + {firsts[file]} as row, cast(to_json(struct_pack({pack})) as varchar) as raw
                from {_source([file], headers, contract).replace(", store_rejects=true", ", ignore_errors=true")}
            ) as text where batch.rowid = text.row and batch.reason is not null and batch.raw is null""")


def _quarantine(
    con: duckdb.DuckDBPyConnection, files: dict[str, Part], contract: Contract, day: date, at: datetime,
    structural: list[tuple[str, int, str, str]],
) -> None:  # fmt: skip
    """Rejected rows with file and line. Lines count records from 2 (1 is the header), malformed ones included."""
    con.execute("""create or replace temp table bad as
        with firsts as (select source_file, min(rowid) as first from batch group by all)
        select source_file, rowid - first + 2 as line, reason, raw from batch join firsts using (source_file)
        where reason is not null""")
    for file, line, reason, text in structural:
        con.execute("update bad set line = line + 1 where source_file = ? and line >= ?", [file, line])
        con.execute("insert into bad values (?, ?, ?, cast(to_json(?) as varchar))", [file, line, reason, text])
    con.execute("create or replace temp table names (source_file varchar, name varchar)")
    con.executemany("insert into names values (?, ?)", [[file, part.path.name] for file, part in files.items()])
    con.execute(
        """insert into lake.raw.quarantine
        select ?, ?, name, line, reason, raw, ? from bad join names using (source_file) order by name, line""",
        [contract.feed, day, at],
    )
