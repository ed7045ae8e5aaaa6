"""Server time of what a click on the visits page asks for, against an empty callback plus the raw SQL on the serving file.

The requests are those a real browser sent (recorded by ``benchmarks/recorded.py``), replayed over HTTP with another entity
each time, so that the answer cache does not help, while two visits a second come in, so that live answers do not last.
What history says is shared by all units and stands after the first look; that first look is told apart.

* ranking, filter: another level, another measure: one callback.
* drill: a step down to an entity. All requests of the click are sent at once, each on a connection of its own, as the
  browser does; measured is the time until ranking and figures have both been answered. The map (shades, focus), which
  the page asks for when the numbers are there, is told apart and comes to its end before the next click.
"""

from __future__ import annotations

import json
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import requests

from benchmarks.ingest import bodies, roster
from benchmarks.measure import Measure, in_turn
from benchmarks.recorded import Recording

WARM = 6  # clicks that do not count: three for each of two web processes, more or less
RAW_SQL = {
    "ranking": (
        "select unit_id, sum(households_day) households, sum(managers_day) managers from visit_level_day"
        " where level = 'entity' and visit_date = ? group by unit_id order by households desc"
    ),
    "drill": (
        "select unit_id, sum(households_new_month) households, sum(managers_new_month) managers from visit_level_day"
        " where level = 'branch' and entity_id = ? and visit_date between date_trunc('month', ?::date) and ?::date"
        " group by unit_id order by households desc"
    ),
    "filter": (
        "select unit_id, sum(households_new_year) households from visit_level_day"
        " where level = 'entity' and visit_date between date_trunc('year', ?::date) and ?::date"
        " group by unit_id order by households desc"
    ),
}


def raw_sql(con: duckdb.DuckDBPyConnection, name: str, entities: list[str], day: str) -> Callable[[int], object]:
    """Each question's plain SQL on the serving file."""
    parameters = {"ranking": lambda i: [day], "drill": lambda i: [entities[i % len(entities)], day, day]}
    asked = parameters.get(name, lambda i: [day, day])
    return lambda i: con.execute(RAW_SQL[name], asked(i)).fetchall()


class Clicks:
    """A recorded click, made again for one entity after the other."""

    def __init__(self, base: str, session: requests.Session, recordings: list[Recording], entities: list[str]):
        self.url, self.entities = base + "/_dash-update-component", entities
        self.recordings = sorted(recordings, key=lambda one: one.comes_after)
        self.sessions = [copy_of(session) for _ in recordings]
        self.numbers, self.rest = list[float](), list[float]()
        self.pool = ThreadPoolExecutor(max(1, len(recordings)))

    def click(self, i: int) -> None:
        """Once; remembers the milliseconds until the numbers were there, and until all was."""
        started = time.perf_counter()
        at_once = [n for n, one in enumerate(self.recordings) if not one.comes_after]
        answers = {n: self.pool.submit(self._ask, n, self.entities[i % len(self.entities)]) for n in at_once}
        done = [answers[n].result() for n in at_once if self.recordings[n].has_numbers]
        self.numbers.append(1000 * (max(done) - started))
        for answer in answers.values():
            answer.result()
        for n in range(len(at_once), len(self.recordings)):
            self._ask(n, self.entities[i % len(self.entities)])
        self.rest.append(1000 * (time.perf_counter() - started))

    def _ask(self, n: int, entity: str) -> float:
        answer = self.sessions[n].post(self.url, data=self.recordings[n].body(entity), timeout=30)
        answer.raise_for_status()
        return time.perf_counter()


def copy_of(session: requests.Session) -> requests.Session:
    """The same sign-in on a connection of its own."""
    made = requests.Session()
    made.cookies.update(session.cookies)
    made.headers.update({**session.headers, "Content-Type": "application/json"})
    return made


@contextmanager
def arriving(base: str, home: Path, serving_file: Path) -> Iterator[None]:
    """Two visits a second come in meanwhile."""
    token, end = (home / "phones.token").read_text().strip(), threading.Event()
    people = roster(serving_file, 500)

    def send() -> None:
        while not end.wait(0.5):
            body = bodies([random.choice(people)], 1)[0]
            headers = {"Authorization": f"Bearer {token}"}
            requests.post(base + "/api/v1/visits", json=body, headers=headers, timeout=30).raise_for_status()

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    yield
    end.set()
    sender.join(30)


def empty_callback(base: str) -> Callable[[int], object]:
    """A callback that does nothing, on the same gunicorn set-up."""
    session = requests.Session()
    body = {
        "output": "empty-out.children",
        "outputs": {"id": "empty-out", "property": "children"},
        "inputs": [{"id": "empty-in", "property": "value", "value": "x"}],
        "changedPropIds": ["empty-in.value"],
    }
    payload, headers = json.dumps(body), {"Content-Type": "application/json"}

    def call(i: int) -> None:
        answer = session.post(base + "/_dash-update-component", data=payload, headers=headers, timeout=30)
        answer.raise_for_status()

    return call


def measure(
    base: str,
    empty_base: str,
    session: requests.Session,
    recordings: dict[str, list[Recording]],
    home: Path,
    serving_file: Path,
    day: str,
) -> list[Measure]:
    """Per interaction: median, and ratio to (empty callback + raw SQL). All in turn: a slow moment falls on all alike."""
    out, medians = [], []
    with duckdb.connect(str(serving_file), read_only=True) as con:
        entities = [row[0] for row in con.execute("select entity_id from dim_entity order by 1").fetchall()]
        clicks = {name: Clicks(base, session, recorded, entities) for name, recorded in recordings.items()}
        works: dict[str, Callable[[int], object]] = {}
        for name, ours in clicks.items():
            works |= {f"{name} raw": raw_sql(con, name, entities, day), f"{name} empty": empty_callback(empty_base)}
            works[name] = ours.click
        with arriving(base, home, serving_file):
            took = in_turn(works, times=len(entities), warm=WARM)
    for name, ours in clicks.items():
        medians.append(statistics.median(ours.numbers[WARM:]))
        out.append(_ratio(name, medians[-1], took[f"{name} empty"], took[f"{name} raw"], ours))
    against = "median of ranking, drill and filter"
    out.append(Measure("visits_interaction_ms", round(statistics.median(medians), 1), "ms", "lower", 15.0, against))
    return out


def _ratio(name: str, ours: float, empty: float, raw: float, clicks: Clicks) -> Measure:
    """Milliseconds until the numbers are there, against those of the empty callback and the raw SQL."""
    against = (
        f"empty callback {empty:.1f} ms + raw SQL {raw:.1f} ms; ours {ours:.1f} ms, first look "
        f"{clicks.numbers[0]:.0f} ms, with the map {statistics.median(clicks.rest[WARM:]):.0f} ms"
    )
    return Measure(f"visits_{name}_ratio", round(ours / (empty + raw), 2), "×", "lower", 3.0, against)
