"""Switching snapshots under readers: nobody sees half of one, nothing is missing or double, the old file is let go."""

from __future__ import annotations

import multiprocessing
import threading
import time
from datetime import date, datetime

import pytest

from data.query import ask
from data.query.ask import cache
from data.scope import acting
from data.serving import reading, snapshot
from tests.query.conftest import PROVINCE
from tests.query.sample import RawVisit, Sample, write

LAST = date(2026, 3, 31)
VISITS = [RawVisit(f"v{n}", f"S{n % 4 + 1}", f"H{n % 12}", datetime(2026, 3, 1 + n % 30, 9, n % 60)) for n in range(60)]


def attached(kept) -> int:
    rows = kept._con.cursor().execute("select count(*) from duckdb_databases() where database_name like 'srv%'")
    return rows.fetchone()[0]


@pytest.mark.slow
def test_a_switch_under_readers_is_seamless(serve):
    kept, _source = serve(VISITS[:10], VISITS[10:])
    wrong, ended = [], threading.Event()

    def read():
        with acting(PROVINCE):
            while not ended.wait(0.004):
                cache.clear()
                answer = ask(["visits_ytd", "households_ytd", "managers_out_ytd"], as_of=LAST)
                numbers = tuple(answer.frame.iloc[0])
                if numbers != (60, 12, 4):
                    wrong.append((answer.snapshot_id, numbers))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 6):
        split = 10 + number * 5
        write(Sample(VISITS[:split]), kept.home, f"s{number}", {"visits": split - 9, "positions": 1, "photos": 1})
        kept.tick()
    ended.set()
    for reader in readers:
        reader.join()
    assert wrong == [] and attached(kept) == 1
    with acting(PROVINCE):
        assert snapshot().snapshot_id == "s5"


def test_a_reader_keeps_its_snapshot(serve):
    kept, _source = serve(VISITS)
    with acting(PROVINCE), reading() as state:
        write(Sample(VISITS[:5]), kept.home, "s2")
        kept.tick()
        assert (ask("visits_ytd", as_of=LAST).value("visits_ytd"), attached(kept)) == (60, 2)
        assert state.snapshot.snapshot_id == "s1"
    assert attached(kept) == 1
    with acting(PROVINCE):
        assert ask("visits_ytd", as_of=LAST).value("visits_ytd") == 5


def test_the_pointer_is_followed_without_a_ticker(serve, monkeypatch):
    monkeypatch.setattr("data.serving.CHECK_SECONDS", 0.01)
    kept, _source = serve(VISITS)
    with acting(PROVINCE):
        ask("visits_ytd", as_of=LAST)
        write(Sample(VISITS[:7]), kept.home, "s2")
        time.sleep(0.05)
        assert ask("visits_ytd", as_of=LAST).value("visits_ytd") == 7


def test_a_broken_file_leaves_the_old_snapshot(serve):
    kept, _source = serve(VISITS)
    with acting(PROVINCE):
        ask("visits_ytd", as_of=LAST)
        file = write(Sample(VISITS[:7]), kept.home, "s2")
        file.write_bytes(b"half a file")
        kept.refresh()
        kept._checked = 0
        kept.refresh()
        assert ask("visits_ytd", as_of=LAST).snapshot_id == "s1"
    assert attached(kept) == 1


def test_a_store_away_is_stale_not_down(serve):
    kept, source = serve(VISITS[:10])
    with acting(PROVINCE):
        before = snapshot().live_at
        source.send(VISITS[20])
        source.bound = lambda table: 1 / 0
        kept.tick()
        assert (ask("visits_ytd", as_of=LAST).value("visits_ytd"), snapshot().live_at) == (10, before)
        del source.bound
        kept.tick()
        assert ask("visits_ytd", as_of=LAST).value("visits_ytd") == 11


def test_half_taken_visits_are_counted_once(serve, monkeypatch):
    kept, source = serve(VISITS[:10])
    with acting(PROVINCE):
        ask("visits_ytd", as_of=LAST)
        source.send(*VISITS[10:40])
        monkeypatch.setattr("data.live.tables.AT_ONCE", 8)
        with reading() as state:
            people = state.live.people
            monkeypatch.setattr(people, "take_visits", lambda arrived: 1 / 0)
            kept.tick()
            monkeypatch.undo()
        kept.tick()
        answer = ask(["visits_ytd", "households_ytd"], by=["branch"], as_of=LAST).frame
        assert answer["visits_ytd"].sum() == 40


def _count(queue) -> None:
    with acting(PROVINCE):
        queue.put(ask("visits_ytd", as_of=LAST).value("visits_ytd"))


def test_a_forked_child_opens_its_own(serve):
    serve(VISITS)
    with acting(PROVINCE):
        ask("visits_ytd", as_of=LAST)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_count, args=(queue,))
    child.start()
    child.join(30)
    assert (child.exitcode, queue.get(timeout=5)) == (0, 60)


@pytest.mark.parametrize("late", [True, False])
def test_photos_count_with_their_live_visit(serve, late: bool):
    kept, source = serve(VISITS[:10])
    visit = VISITS[30]
    if late:
        source.send(visit)
        with acting(PROVINCE):
            ask("photos", as_of=LAST)
    for number in range(2):
        source.put("photos", photo_uuid=f"p{number}", visit_uuid=visit.visit_id, visit_no="N", staff_id=visit.staff_id)
    if not late:
        source.tables["visits"].clear()
        source.send(visit)
    kept.tick()
    kept.tick()
    with acting(PROVINCE):
        assert ask("photos", where={"staff": visit.staff_id}, as_of=LAST).value("photos") == 2
        assert ask("photos", by=["purpose"], as_of=LAST).frame["photos"].sum() == 2
