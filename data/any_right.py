"""The rights any of which opens a number or a list: written as one word or as a list, kept as a tuple; empty for everybody."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator


def _as_tuple(given: object) -> object:
    return (given,) if isinstance(given, str) else tuple(given) if isinstance(given, list) else given


AnyRight = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
