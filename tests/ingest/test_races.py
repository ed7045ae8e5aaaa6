"""The same things sent at the same time, and the machine dying: on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data.ops.directory import Directory
from data.ops.engine import connect, migrate, writing
from data.ops.schema import visits
from data.ops.tokens import new
from data.ops.users import add
from data.settings import settings
from tests.ingest.conftest import CUSTOMERS, HOUSEHOLDS, STAFF, visit
from tests.people.conftest import small_app
from tests.people.databases import ops, ops_url, postgresql  # noqa: F401

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def gateway(ops, monkeypatch):  # noqa: F811
    """``gateway(body)`` → the answer to posting visits, from any thread."""
    monkeypatch.setattr("api.ingest.directory", lambda: Directory("test", STAFF, HOUSEHOLDS, CUSTOMERS))
    app = small_app(settings())
    with writing() as connection:
        token = new(connection, add(connection, "gate", name="Gate", role="gateway"), name="test")

    def post(body):
        headers = {"Authorization": f"Bearer {token}"}
        return app.server.test_client().post("/api/v1/visits", json=body, headers=headers)

    post.engine = ops
    return post


def test_the_same_batch_from_many_at_once_is_stored_once(gateway):
    batch = [visit() for _ in range(20)]
    bodies = [{"visits": batch[n:] + batch[:n]} for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(gateway, bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(answer.json["stored"] for answer in answers) == 20
    assert sum(answer.json["duplicates"] for answer in answers) == 140
    with gateway.engine.connect() as connection:
        assert connection.execute(select(func.count(), func.count(visits.c.visit_no.distinct()))).one() == (20, 20)


def test_numbers_are_the_same_for_all_who_sent_it(gateway):
    batch = {"visits": [visit() for _ in range(5)]}
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(gateway, [batch] * 6))
    numbers = {tuple(result["visit_no"] for result in answer.json["results"]) for answer in answers}
    assert len(numbers) == 1


SENDER = """
import sys
from tests.ingest import conftest, test_races as t
import api.ingest
from data.settings import Settings, use, settings
from data.ops.directory import Directory
from data.ops.engine import writing
from data.ops.tokens import new
from data.ops.users import add
use(Settings.from_env())
api.ingest.directory = lambda: Directory("test", conftest.STAFF, conftest.HOUSEHOLDS, conftest.CUSTOMERS)
app = t.small_app(settings())
with writing() as c:
    token = new(c, add(c, "gate", name="Gate", role="gateway"), name="test")
client = app.server.test_client()
while True:
    sent = [conftest.visit() for _ in range(3)]
    answer = client.post("/api/v1/visits", json={"visits": sent}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    print(*(v["client_uuid"] for v in sent), sep="\\n", flush=True)
"""


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_9(tmp_path):
    env = os.environ | {"QIANHUI_HOME": str(tmp_path), "QIANHUI_SECRET_KEY": "x" * 32, "PYTHONPATH": str(ROOT)}
    sender = subprocess.Popen(
        [sys.executable, "-c", SENDER], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    acknowledged = [sender.stdout.readline().strip() for _ in range(60)]
    sender.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in sender.stdout if len(line) == 37]
    engine = connect(f"sqlite:///{tmp_path}/ops.sqlite")
    migrate(engine)
    with engine.connect() as connection:
        kept = set(connection.execute(select(visits.c.client_uuid)).scalars())
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    assert set(acknowledged) <= kept and len(kept) % 3 == 0
