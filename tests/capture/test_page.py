"""The page's documents: nothing personal, everything kept by the worker, every text in Chinese; and its working hours."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from dash import html

from data.errors import SettingsError
from data.i18n import script_texts
from data.scope import acting
from data.settings import Settings, settings, use
from data.working_hours import days_ahead, is_working
from tests.screen.walk import asker_of, walk

ASSETS = Path(__file__).parents[2] / "assets" / "capture"
SAID = re.compile(r'\btext\(\s*((?:[^()"]*\?\s*)?)"((?:[^"\\]|\\.)*)"(?:\s*:\s*"((?:[^"\\]|\\.)*)")?')


def said() -> set[str]:
    """Every text of the page's scripts."""
    found = {text for file in ASSETS.glob("*.js") for hit in SAID.findall(file.read_text("utf-8")) for text in hit[1:]}
    words = re.search(r"const FIELDS = \{(.+?)\};", (ASSETS / "view_queue.js").read_text("utf-8"))
    faces = re.search(r"const WORDS = \{(.+?)\};", (ASSETS / "faces.js").read_text("utf-8"))
    return {*found, *re.findall(r': "([^"]+)"', words[1] + "," + faces[1])} - {""}


def test_every_text_of_the_page_has_its_chinese():
    have = script_texts("zh", "capture_script")
    assert sorted(said() - set(have)) == [] and sorted(set(have) - said()) == []


def test_the_shell_holds_nothing_personal_and_is_the_same_for_all(client_as):
    client = client_as("manager")
    first = client.get("/capture").get_data(as_text=True)
    name = client.get("/api/v1/capture/hello").json["name"]
    assert name not in first and "script-src 'self';" in client.get("/capture").headers["Content-Security-Policy"]


def test_the_worker_keeps_all_the_page_asks_for(client_as):
    client = client_as("manager")
    answer = client.get("/capture/worker.js")
    shell = json.loads(re.match(r"self\.SHELL = (\{.*\});", answer.get_data(as_text=True))[1])
    asked = re.findall(r'(?:src|href)="(/assets/[^"]+\?v=\d+)"', client.get("/capture").get_data(as_text=True))
    assert asked and set(asked) <= set(shell["files"]) and answer.headers["Service-Worker-Allowed"] == "/capture"
    assert all(client.get(file).status_code == 200 for file in shell["files"])


def test_the_manifest_installs_the_page(client_as):
    told = client_as("manager").get("/capture/manifest.webmanifest?lang=en")
    assert told.mimetype == "application/manifest+json" and told.json["start_url"] == told.json["scope"] == "/capture"
    assert {icon["purpose"] for icon in told.json["icons"]} == {"any", "maskable"}


def test_a_managers_phone_has_a_tab_that_loads_the_page_anew(app):
    from components.phone_tabs import tabs

    with acting(asker_of("manager")), app.server.test_request_context():
        links = {part.href: part for part in walk(tabs()) if isinstance(part, html.A)}
    assert getattr(links["/capture"], "data-plain", None) == "1"
    with acting(asker_of("branch")), app.server.test_request_context():
        assert "/capture" not in {getattr(part, "href", None) for part in walk(tabs())}


@pytest.fixture
def office(tmp_path):
    """Settings with the hours given, and back."""
    before = settings()

    def chosen(**env: str) -> None:
        use(Settings.from_env({"QIANHUI_HOME": str(tmp_path), "QIANHUI_DEMO": "1"} | env))

    yield chosen
    use(before)


def test_working_time_is_hours_of_working_days(office):
    office(QIANHUI_WORK_HOURS="08:00-18:30")
    assert is_working(datetime(2026, 11, 26, 8, 0)) and is_working(datetime(2026, 11, 26, 18, 30, 59))
    assert not is_working(datetime(2026, 11, 26, 7, 59)) and not is_working(datetime(2026, 11, 26, 18, 31))
    assert not is_working(datetime(2026, 11, 28, 10, 0))  # a Saturday
    assert days_ahead(date(2026, 10, 1), 2) == {"2026-10-01": False, "2026-10-02": False}  # the national holiday


@pytest.mark.parametrize("raw", ["8-18", "18:00-08:00", "08:00-24:00", "always"])
def test_hours_that_are_none_stop_the_start(office, raw):
    with pytest.raises(SettingsError, match="WORK_HOURS"):
        office(QIANHUI_WORK_HOURS=raw)


def test_an_office_of_every_day(office):
    office(QIANHUI_WORK_DAYS="all")
    assert is_working(datetime(2026, 11, 28, 10, 0))
