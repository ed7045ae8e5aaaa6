"""A change of measure on the migrants page: server time against an empty callback plus the raw SQL, and bytes sent.

The callback is the page's own, called over HTTP as the browser does. ``measure_ms`` is a switch on a page already
shown, whose measures were asked together when it was drawn; ``measure_ratio`` asks for another county of origin each
time, so that the answer cache does not help.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import requests

from benchmarks.interaction import empty_callback
from benchmarks.measure import Measure, in_turn
from components.migrant_choice import MEASURES

RAW_SQL = """
select destination_province, sum(workers), sum(reached), sum(loan_balance), sum(deposit_balance)
from worker_cell
where stock_date = (select max(stock_date) from worker_cell) and county_code = ?
group by destination_province
"""


def body(origin: str | None, measure: str, place: str | None = None) -> str:
    """The request a browser sends when the measure changes."""
    view = {"origin": origin, "place": place, "drill": "1" if place else None}
    inputs = (("migrants-view", view), ("migrants-policy", {"policy": None}), ("migrants-look", {"measure": measure}))
    asked: dict[str, Any] = {
        "output": "migrants-map.data-values",
        "outputs": {"id": "migrants-map", "property": "data-values"},
        "inputs": [{"id": name, "property": "data", "value": value} for name, value in inputs],
        "changedPropIds": ["migrants-look.data"],
    }
    return json.dumps(asked)


def call(base: str, session: requests.Session, asked: str) -> bytes:
    """The answer's bytes, unpacked."""
    headers = {"Content-Type": "application/json"}
    answer = session.post(f"{base}/_dash-update-component", data=asked, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer.content


def measure(base: str, empty_base: str, session: requests.Session, serving_file: Path) -> list[Measure]:
    """Milliseconds, their ratio to empty callback + raw SQL, and the largest answer."""
    with duckdb.connect(str(serving_file), read_only=True) as con:
        found = con.execute("select county_code from worker_cell group by 1 order by sum(workers) desc").fetchall()
        counties = [code for (code,) in found]

        def one(i: int, kinds: Sequence[str]) -> str:
            return kinds[i % len(kinds)]

        works = {
            "raw": lambda i: con.execute(RAW_SQL, [one(i, counties)]).fetchall(),
            "empty": empty_callback(empty_base),
            "afresh": lambda i: call(base, session, body(one(i, counties), one(i, MEASURES))),
            "switch": lambda i: call(base, session, body(None, one(i, MEASURES))),
        }
        took = in_turn(works, times=max(len(counties) - 10, 1), warm=10)
    raw, floor, cold, warm = took["raw"], took["empty"], took["afresh"], took["switch"]
    largest = max((call(base, session, body(None, name, "province:440000")) for name in MEASURES), key=len)
    against = (
        f"empty callback {floor:.1f} ms + raw SQL {raw:.1f} ms; ours {cold:.1f} ms, {len(counties)} counties afresh"
    )
    packed = (
        f"largest of the measures, with the cities of a province; {len(gzip.compress(largest)) / 1000:.1f} kB packed"
    )
    shown = f"on a page already shown; empty callback {floor:.1f} ms"
    return [
        Measure("migrants_measure_ms", round(warm, 1), "ms", "lower", 15.0, shown),
        Measure("migrants_measure_ratio", round(cold / (floor + raw), 2), "×", "lower", 3.0, against),
        Measure("migrants_measure_kb", round(len(largest) / 1000, 1), "kB", "lower", 30.0, packed),
    ]
