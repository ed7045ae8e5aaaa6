"""What the fast suite takes of a long table of cases; ``make test`` takes all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """The cases, all but each ``step``-th of them marked slow."""
    return [pytest.param(*_values(case), marks=_mark(i % step == 0)) for i, case in enumerate(cases)]


def _values(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)


def _mark(fast: bool) -> tuple[pytest.MarkDecorator, ...]:
    return () if fast else (pytest.mark.slow,)
