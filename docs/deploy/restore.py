"""Bring a copy made by ``docs.deploy.backup`` back: ``python -m docs.deploy.restore --from DIR``.

Into an empty place only: the home of the settings in force, and empty databases where they are PostgreSQL. Web and
scheduler are stopped. Afterwards start both; people go on from the moment of the copy.

On PostgreSQL the operations DB orders rows by transaction id, and a publication remembers the id up to which it holds
them. Another cluster counts from elsewhere, so its counter is moved past every id in the copy before the web starts:
otherwise new visits would look as if history already held them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from pathlib import Path

import psycopg

from data.errors import BadRequest, Conflict
from data.log import logger, set_up_logging
from data.settings import Settings, settings
from docs.deploy.backup import database_file, postgresql

log = logger(__name__)

# Uses up transaction ids one by one, some tens of thousands a second; a commit without id would not count.
ADVANCE = """
do $$ begin
  while pg_current_xact_id()::text::bigint <= {beyond} loop commit; end loop;
end $$"""


def restore(chosen: Settings, source: Path) -> None:
    """Raises BadRequest when ``source`` is no whole copy, Conflict when something is there already."""
    if not (source / "backup.json").exists():
        raise BadRequest("%(folder)s holds no backup.json: not a whole copy", folder=str(source))
    refuse_if_used(chosen)
    chosen.home.mkdir(parents=True, exist_ok=True)
    restore_database(source / "sqlmesh", chosen.sqlmesh_state)
    restore_database(source / "catalogue", chosen.lake)
    restore_database(source / "ops", chosen.database_url)
    if address := postgresql(chosen.database_url):
        advance(address, json.loads((source / "backup.json").read_text("utf-8"))["counter"])
    for name, place in (("lake", chosen.lake_data), ("files", chosen.files), ("feeds", str(chosen.home / "feeds"))):
        restore_folder(source / name, place)
    restore_folder(source / "serving", str(chosen.home / "serving"))  # last: it holds the pointer


def refuse_if_used(chosen: Settings) -> None:
    """Never over something that lives."""
    used = [chosen.home / "serving" / "current.json"]
    used += [
        database_file(url) for url in (chosen.database_url, chosen.lake, chosen.sqlmesh_state) if not postgresql(url)
    ]
    for path in used:
        if path.exists():
            raise Conflict("%(path)s exists; restore into an empty place", path=str(path))


def restore_database(source: Path, url: str) -> None:
    """The database of one setting from ``source`` with its ending; a copy made from the other kind is refused."""
    ending = "dump" if postgresql(url) else "sqlite" if url.startswith("sqlite:") else "duckdb"
    copy = Path(f"{source}.{ending}")
    if not copy.exists():
        raise BadRequest("%(copy)s is missing: copy and settings name different kinds of database", copy=str(copy))
    if address := postgresql(url):
        command = [
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            f"--dbname={address}",
            str(copy),
        ]
        subprocess.run(command, check=True)
        return
    database_file(url).parent.mkdir(parents=True, exist_ok=True)
    for end in ("", ".wal"):
        if Path(f"{copy}{end}").exists():
            shutil.copy2(f"{copy}{end}", f"{database_file(url)}{end}")


def restore_folder(source: Path, place: str) -> None:
    """Copied back with times kept; nothing when the copy has none (an object store, or no photos yet)."""
    if source.exists() and ("://" not in place or place.startswith("file://")):
        shutil.copytree(source, place.removeprefix("file://"), dirs_exist_ok=True)


def advance(address: str, beyond: int) -> None:
    """Move the cluster's transaction counter past ``beyond``; nothing to do where it is further already."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("set synchronous_commit = off")
        connection.execute(ADVANCE.format(beyond=int(beyond)))
    log.info("transaction counter is past the copy", beyond=beyond)


def main() -> None:
    """Command line; settings from the environment, as the program has them."""
    ask = argparse.ArgumentParser(prog="python -m docs.deploy.restore", description=__doc__.splitlines()[0])
    ask.add_argument("--from", dest="source", type=Path, required=True)
    asked = ask.parse_args()
    set_up_logging()
    restore(settings(), asked.source)
    log.info("restored", source=str(asked.source))


if __name__ == "__main__":
    main()
