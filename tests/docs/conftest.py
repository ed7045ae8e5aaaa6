"""What the documents are checked against."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def setting_names() -> set[str]:
    """Names of all settings without prefix, as ``data/settings.py`` asks for them."""
    source = (ROOT / "data" / "settings.py").read_text("utf-8")
    return set(re.findall(r'\b(?:get|number)\(\s*"([A-Z_]+)"', source))
