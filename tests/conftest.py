"""One tiny province for the whole test run, built by the real ETL; clients signed in as each demo role."""

from __future__ import annotations

import fcntl
import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from data.settings import Settings, use

hypothesis_settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
hypothesis_settings.load_profile("unhurried")

NEEDS_PROVINCE = {"province", "app", "client_as"}
FIRST = "tests/screen/test_twins.py"  # a file of the province that one worker begins with
ROLES = ("executive", "analyst", "entity", "branch", "manager", "centre", "officer", "steward", "admin")


def tiny_settings(home: Path, **env: str) -> Settings:
    """Demo settings on ``home``. So little data is worked on fastest by one thread."""
    demo = {"QIANHUI_DEMO": "1", "QIANHUI_LOGIN_PER_MINUTE": "10000", "QIANHUI_LAKE_THREADS": "1"}
    return Settings.from_env({"QIANHUI_HOME": str(home)} | demo | env)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """While one worker builds the province, the others do what needs none: nobody waits for it. Long files come before short
    ones, so that no worker is left alone with one at the end; the browser's together, so that they share one."""
    on_province = {item.path for item in items if NEEDS_PROVINCE & set(item.fixturenames)}
    by_mark = {mark: {i.path for i in items if i.get_closest_marker(mark)} for mark in ("browser", "slow")}
    items.sort(
        key=lambda item: (
            not item.nodeid.startswith(FIRST),
            item.path in on_province,
            item.path not in by_mark["browser"],
            item.path not in by_mark["slow"],
        )
    )


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage, again and again, is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HOME of a tiny published province (3 entities). Shared by all workers: read it, do not change its feeds."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    home = shared / "province"
    with (shared / "province.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "serving" / "current.json").exists():
            from etl.demo import build

            use(tiny_settings(home))
            build(scale="tiny", seed=7, balances="together")
            gc.freeze()  # what the build left is not looked through again and again
    use(tiny_settings(home))
    return home


@pytest.fixture(scope="session")
def app(province: Path):
    """The Dash app on the tiny province."""
    from app import create_app

    return create_app(tiny_settings(province))


@pytest.fixture
def client_as(app):
    """``client_as("branch")`` → a Flask test client signed in with the demo login of that name."""

    def sign_in(username: str, password: str = "demo"):
        client = app.server.test_client()
        client.get("/login")
        token = client.get_cookie("_csrf_token")
        answer = client.post(
            "/login",
            data={"username": username, "password": password, "csrf_token": token.value if token else ""},
            headers={"Origin": "http://localhost"},
        )
        assert answer.status_code == 302, answer.get_data(as_text=True)[:300]
        return client

    return sign_in
