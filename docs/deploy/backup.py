"""A consistent copy of one installation: ``python -m docs.deploy.backup --to DIR [--link-from EARLIER]``.

The order is what makes the copy consistent while people go on working:

1. With the ETL held still: SQLMesh state, lake catalogue and data, serving files, feeds. They are of one publication.
2. Then the operations DB. It is *newer* than the publication, so live tables begin where history ends; an older one
   would lose visits, because the publication says that everything below its bound is in history.
3. Then photos. A photo's file is stored before its row, so every row of step 2 finds its file.

Data files and photos never change once written: ``--link-from`` makes hard links to those of an earlier copy on the
same disk. What lies in S3 is not copied: turn on versioning for the bucket. ``backup.json`` is written last; a copy
without it is not whole.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from data.clock import now
from data.errors import Unavailable
from data.log import logger, set_up_logging
from data.settings import Settings, settings
from etl.run import alone

log = logger(__name__)
PATIENCE_SECONDS = 3600


def back_up(chosen: Settings, target: Path, earlier: Path | None = None) -> Path:
    """Copy the installation of ``chosen`` into ``target``, which must not exist. → ``backup.json``."""
    target.mkdir(parents=True)
    with etl_held_still(chosen):
        copy_database(chosen.sqlmesh_state, target / "sqlmesh")
        copy_database(chosen.lake, target / "catalogue")
        copy_folder(chosen.lake_data, target / "lake", earlier)
        for name in ("serving", "feeds"):
            copy_folder(str(chosen.home / name), target / name, earlier)
    copy_database(chosen.database_url, target / "ops")
    copy_folder(chosen.files, target / "files", earlier)
    done = target / "backup.json"
    about = {"made_at": now().isoformat(), "publication": publication(target), "counter": counter(chosen.database_url)}
    done.write_text(json.dumps(about, indent=1) + "\n")
    return done


@contextmanager
def etl_held_still(chosen: Settings) -> Iterator[None]:
    """The ETL's own lock, waited for while a pass is under way; the next pass begins when the block ends."""
    for _attempt in range(PATIENCE_SECONDS):
        with ExitStack() as held:
            try:
                held.enter_context(alone(chosen.home))
            except Unavailable:
                time.sleep(1)
                continue
            yield
            return
    raise Unavailable("an ETL pass has been running for %(n)s seconds", n=PATIENCE_SECONDS)


def publication(copy: Path) -> dict[str, object] | None:
    """The pointer inside a copy; None before the first publication."""
    pointer = copy / "serving" / "current.json"
    return json.loads(pointer.read_text("utf-8")) if pointer.exists() else None


def counter(url: str) -> int | None:
    """PostgreSQL's transaction counter, beyond every id in the copy and in a publication; None on SQLite."""
    if not (address := postgresql(url)):
        return None
    with psycopg.connect(address) as connection:
        row = connection.execute("select pg_current_xact_id()::text::bigint").fetchone()
    return int(row[0]) if row else None


def postgresql(url: str) -> str | None:
    """The libpq address of a PostgreSQL setting, in any of the forms settings use; None for a file."""
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql://" + url.removeprefix(prefix)
    return url.removeprefix("postgres:") if url.startswith("postgres:") else None


def database_file(url: str) -> Path:
    """The file of a SQLite or DuckDB setting (``sqlite:///a``, ``sqlite:a`` or a path)."""
    return Path(url.removeprefix("sqlite:///").removeprefix("sqlite:"))


def copy_database(url: str, target: Path) -> None:
    """One database as it is at one moment: pg_dump, SQLite's own backup, or a DuckDB file nobody has open."""
    if address := postgresql(url):
        subprocess.run(["pg_dump", "--format=custom", f"--file={target}.dump", f"--dbname={address}"], check=True)
    elif not database_file(url).exists():
        log.warning("not there, not copied", database=target.name)
    elif url.startswith("sqlite:"):
        source, copy = sqlite3.connect(database_file(url)), sqlite3.connect(f"{target}.sqlite")
        source.backup(copy)
        copy.close()
        source.close()
    else:
        for end in ("", ".wal"):  # a killed writer leaves its log beside the file
            if Path(f"{url}{end}").exists():
                shutil.copy2(f"{url}{end}", f"{target}.duckdb{end}")


def copy_folder(place: str, target: Path, earlier: Path | None) -> None:
    """Every finished file below ``place``; as a hard link where ``earlier`` holds it with the same size and time."""
    if "://" in place and not place.startswith("file://"):
        log.warning("lies in an object store, not copied", place=target.name)
        return
    source = Path(place.removeprefix("file://"))
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix != ".tmp":
            inside = path.relative_to(source)
            copy_file(path, target / inside, earlier / target.name / inside if earlier else None)


def copy_file(path: Path, target: Path, known: Path | None) -> None:
    """Copy with times kept, or link to the same file of an earlier copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    here = path.stat()
    if (
        known
        and known.exists()
        and (known.stat().st_size, known.stat().st_mtime_ns) == (here.st_size, here.st_mtime_ns)
    ):
        os.link(known, target)
    else:
        shutil.copy2(path, target)


def main() -> None:
    """Command line; settings from the environment, as the program has them."""
    ask = argparse.ArgumentParser(prog="python -m docs.deploy.backup", description=__doc__.splitlines()[0])
    ask.add_argument("--to", type=Path, required=True, help="a folder that does not exist yet")
    ask.add_argument("--link-from", type=Path, help="an earlier copy on the same disk")
    asked = ask.parse_args()
    set_up_logging()
    log.info("backed up", to=str(back_up(settings(), asked.to, asked.link_from)))


if __name__ == "__main__":
    main()
