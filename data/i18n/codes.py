"""Labels of codes: ``code_label("purpose", "credit_review")`` → 授信回访. Kept in ``codes.yaml``.

``terms.yaml`` names in the same way what data are made of: ``code_label("column", "started_at")`` → 开始时间.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from data.i18n import current_language
from data.yaml_file import read_yaml

FILES = [Path(__file__).parent / name for name in ("codes.yaml", "terms.yaml")]


@lru_cache
def all_codes() -> dict[str, dict[str, Any]]:
    """``{dimension: {code: {"zh": …, "en": …}}}``."""
    found: dict[str, dict[str, Any]] = {}
    for file in FILES:
        found |= read_yaml(file)
    return found


def code_label(dimension: str, code: object) -> str:
    """The label in the reader's language; an unknown code is shown as it is, an empty one as nothing."""
    if code is None or code != code:
        return ""
    label = all_codes().get(dimension, {}).get(str(code), str(code))
    return label if isinstance(label, str) else str(label.get(current_language()) or code)


def code_labels(dimension: str) -> dict[str, str]:
    """Every code of ``dimension`` with its label, in the order of the file."""
    return {code: code_label(dimension, code) for code in all_codes().get(dimension, {})}
