"""Quoting for the SQL this part writes. Identifiers come from contracts and constants, never from delivered data."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"
