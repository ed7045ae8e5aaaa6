"""A finding as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def sentence(finding: Mapping[str, Any]) -> str:
    """Made whole by the checks' own branch."""
    return f"{finding['check']}: {finding['value']} / {finding['limit']}"
