"""A schema of the lake that a stage keeps for itself, outside SQLMesh: made when it is missing, asked what it holds."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb


def create(con: duckdb.DuckDBPyConnection, schema: str, tables: Mapping[str, str]) -> None:
    """Make what is missing of ``tables`` (name → columns), in one transaction."""
    missing = [name for name in tables if name not in known(con, schema)]
    if not missing:
        return
    con.execute("begin")
    con.execute(f"create schema if not exists lake.{schema}")
    for name in missing:
        con.execute(f"create table lake.{schema}.{name} ({tables[name]})")
    con.execute("commit")


def known(con: duckdb.DuckDBPyConnection, schema: str) -> set[str]:
    """The tables there are."""
    sql = "select table_name from duckdb_tables() where database_name = 'lake' and schema_name = ?"
    return {row[0] for row in con.execute(sql, [schema]).fetchall()}
