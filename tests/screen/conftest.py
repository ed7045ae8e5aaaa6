"""Screen tests need settings before the province is there: demo settings, whose language is Chinese."""

from __future__ import annotations

import pytest

from data import settings
from tests.conftest import tiny_settings


@pytest.fixture(autouse=True)
def chosen_settings(tmp_path_factory):
    """Pure tests run without the province; settings are only read for the language."""
    if settings._chosen is None:
        settings.use(tiny_settings(tmp_path_factory.getbasetemp() / "nowhere"))
