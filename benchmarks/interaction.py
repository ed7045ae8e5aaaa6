"""Server time of the visits page's callbacks, against an empty callback plus the raw SQL on the serving file.

The requests are those a real browser sent (recorded by ``benchmarks/recorded.py``), replayed over HTTP with the entity
changed each time, so that the answer cache does not help.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from pathlib import Path

import duckdb
import requests

from benchmarks.measure import Measure, median_ms
from benchmarks.recorded import Recording

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


def raw_sql_ms(serving_file: Path, entities: list[str], day: str) -> dict[str, float]:
    """Median milliseconds of each question's plain SQL on the serving file."""
    with duckdb.connect(str(serving_file), read_only=True, config={"threads": 2}) as con:

        def run(name: str, parameters: Callable[[int], list[str]]) -> float:
            return median_ms(lambda i: con.execute(RAW_SQL[name], parameters(i)).fetchall(), times=100)

        return {
            "ranking": run("ranking", lambda i: [day]),
            "drill": run("drill", lambda i: [entities[i % len(entities)], day, day]),
            "filter": run("filter", lambda i: [day, day]),
        }


def replay_ms(base: str, session: requests.Session, recording: Recording, entities: list[str]) -> float:
    """Median milliseconds of the recorded callback, asked for another entity each time."""

    def call(i: int) -> None:
        answer = session.post(
            base + "/_dash-update-component", data=recording.body(entities[i % len(entities)]), timeout=30
        )
        answer.raise_for_status()

    session.headers["Content-Type"] = "application/json"
    return median_ms(call, times=len(entities))


def empty_callback_ms(base: str) -> float:
    """Median milliseconds of a callback that does nothing, on the same gunicorn set-up."""
    session = requests.Session()
    body = {
        "output": "empty-out.children",
        "outputs": {"id": "empty-out", "property": "children"},
        "inputs": [{"id": "empty-in", "property": "value", "value": "x"}],
        "changedPropIds": ["empty-in.value"],
    }
    payload = json.dumps(body)
    headers = {"Content-Type": "application/json"}
    return median_ms(
        lambda i: session.post(
            base + "/_dash-update-component", data=payload, headers=headers, timeout=30
        ).raise_for_status(),
        times=100,
    )


def measure(
    base: str,
    empty_base: str,
    session: requests.Session,
    recordings: dict[str, Recording],
    serving_file: Path,
    day: str,
) -> list[Measure]:
    """Per interaction: median, and ratio to (empty callback + raw SQL)."""
    with duckdb.connect(str(serving_file), read_only=True) as con:
        entities = [row[0] for row in con.execute("select entity_id from dim_entity order by 1").fetchall()]
    raw, floor = raw_sql_ms(serving_file, entities, day), empty_callback_ms(empty_base)
    out, medians = [], []
    for name, recording in recordings.items():
        ours = replay_ms(base, session, recording, entities)
        medians.append(ours)
        base_ms = floor + raw[name]
        against = f"empty callback {floor:.1f} ms + raw SQL {raw[name]:.1f} ms; ours {ours:.1f} ms"
        out.append(Measure(f"visits_{name}_ratio", round(ours / base_ms, 2), "×", "lower", 3.0, against))
    against = "median of ranking, drill and filter"
    out.append(Measure("visits_interaction_ms", round(statistics.median(medians), 1), "ms", "lower", 15.0, against))
    return out
