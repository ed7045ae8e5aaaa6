"""The recommendation pages on the tiny province, with an operations DB of their own where something is written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from data import settings as module
from data.i18n import speaking
from data.ops.engine import engine, migrate
from data.ops.seed import seed_demo
from data.scope import acting
from data.settings import use
from tests.conftest import tiny_settings
from tests.etl.served import published
from tests.recommend.made import made
from tests.screen.walk import asker_of


@pytest.fixture
def layout(app):
    """``layout("recommend", "entity", "en", node=…)`` draws a page as a demo login."""
    import dash

    app.server.test_client().get("/login")

    def draw(page: str, name: str, language: str = "zh", **query: str):
        made = dash.page_registry[f"pages.{page}"]["layout"]
        with app.server.test_request_context("/"), speaking(language), acting(asker_of(name)):
            return made(**query)

    return draw


@pytest.fixture(scope="session")
def seeded(app, province, tmp_path_factory) -> Path:
    """An operations DB with the demo logins and nothing else."""
    file = tmp_path_factory.mktemp("seeded") / "ops.sqlite"
    chosen = tiny_settings(province, QIANHUI_DATABASE_URL=f"sqlite:///{file}")
    migrate(engine(chosen))
    seed_demo(engine(chosen), published(province), file.parent)
    with sqlite3.connect(file) as con:
        con.execute("pragma wal_checkpoint(truncate)")
    engine(chosen).dispose()
    return file


@pytest.fixture
def own_ops(seeded, province, tmp_path):
    """What is written goes to a database of this test alone."""
    before = module._chosen
    shutil.copy(seeded, tmp_path / "ops.sqlite")
    use(tiny_settings(province, QIANHUI_DATABASE_URL=f"sqlite:///{tmp_path}/ops.sqlite"))
    yield
    engine().dispose()
    module._chosen = before


@pytest.fixture
def as_executive(app):
    """Inside: whatever is asked is asked by the executive."""
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        yield


@pytest.fixture
def one(app, own_ops):
    """A campaign of the analyst, for the whole province."""
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("analyst")):
        yield made()
