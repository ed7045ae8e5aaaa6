"""Drilling on the performance page at full size: server time of each click, and of a block of the list of all people.

Server time is what the server says of itself (``Server-Timing``: from the request's arrival to the packed answer), over
HTTP. Beside it stands a callback that does nothing, with client and network in it: it tells of the machine.

A click is three requests as the browser sends them: the page with its header, then its body and its side; where an
indicator was chosen a fourth, the rows behind it. Another unit each time, so that no answer is kept of it. The slowest has
to keep the limit; all are told. Blocks are asked for as
the grid does while one scrolls to and fro and sorts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import requests

from benchmarks.interaction import empty_callback
from benchmarks.measure import Measure, in_turn, told_in_turn

LIMIT_MS = 15.0
BLOCK, TIMES = 100, 60
COLUMNS = ("score", "score_deposit", "score_loan", "score_online", "score_offline")
PARTS = ("body", "side")
BEHIND = ("to_an_indicator", "to_events")  # clicks after which rows are asked for
Query = dict[str, str]
PAGE = {"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}


def page_body(search: str) -> str:
    """What a click on a link asks for: the page at an address."""
    where = (("_pages_location", "pathname", "/performance"), ("_pages_location", "search", search))
    asked: dict[str, Any] = {
        "output": "..{}..".format("...".join(f"{one['id']}.{one['property']}" for one in PAGE)),
        "outputs": list(PAGE),
        "inputs": [{"id": name, "property": prop, "value": value} for name, prop, value in where],
        "changedPropIds": ["_pages_location.search"],
    }
    return json.dumps(asked)


def block_body(start: int, column: str) -> str:
    """What the grid asks for: a block of everybody, by a column."""
    sort = [{"colId": column, "sort": "desc"}] if column != "score" else []
    request = {"startRow": start, "endRow": start + BLOCK, "sortModel": sort, "filterModel": {}}
    asked: dict[str, Any] = {
        "output": "performance-grid.getRowsResponse",
        "outputs": {"id": "performance-grid", "property": "getRowsResponse"},
        "inputs": [{"id": "performance-grid", "property": "getRowsRequest", "value": request}],
        "state": [{"id": "performance-asked", "property": "data", "value": {"by": "staff"}}],
        "changedPropIds": ["performance-grid.getRowsRequest"],
    }
    return json.dumps(asked)


def part_body(part: str, query: Query) -> str:
    """What the page asks for once it is there: its ``body``, its ``side``, what is ``behind`` an indicator."""
    inputs = [{"id": "performance-asked", "property": "data", "value": query}]
    state: list[dict[str, Any]] = []
    if part == "behind":
        inputs, state = [{"id": "performance-behind-late", "property": "data", "value": True}], inputs
    asked: dict[str, Any] = {
        "output": f"performance-{part}.children",
        "outputs": {"id": f"performance-{part}", "property": "children"},
        "inputs": inputs,
        "state": state,
        "changedPropIds": [f"{inputs[0]['id']}.data"],
    }
    return json.dumps(asked)


def clicks(found: dict[str, list[str]]) -> dict[str, Callable[[int], Query]]:
    """Name → what the address of the click nth says."""

    def of(kind: str, **more: str) -> Callable[[int], Query]:
        return lambda i: {"node": f"{kind}:{found[kind][i % len(found[kind])]}", **more}

    return {
        "to_an_entity": of("entity"), "to_an_outlet": of("branch"), "to_a_person": of("staff"),
        "to_an_indicator": of("staff", indicator="deposit_avg"), "to_events": of("staff", indicator="fee_income"),
        "heat_map": of("branch", view="heat"),
    }  # fmt: skip


def parts_of(name: str) -> tuple[str, ...]:
    """What a click asks for after the page."""
    return (*PARTS, "behind") if name in BEHIND else PARTS


def units(serving_file: Path) -> dict[str, list[str]]:
    """Units of each level with a score in the newest month, in no order."""
    sql = "select level, unit_id from score_total where month = (select max(month) from score_total) order by unit_id"
    found: dict[str, list[str]] = {}
    with duckdb.connect(str(serving_file), read_only=True) as con:
        for level, unit in con.execute(sql).fetchall():
            found.setdefault(level, []).append(unit)
    for listed in found.values():
        random.Random(7).shuffle(listed)
    return found


def measure(base: str, empty: str, session: requests.Session, serving_file: Path) -> list[Measure]:
    """Median milliseconds of each click and of a block; of a callback that does nothing, which tells of the machine."""
    found = units(serving_file)
    if not found:
        raise LookupError("no scores in this home: balances are delivered by a second pass")
    everybody = range(0, max(_listed(base, session) - BLOCK, 1), BLOCK)
    dice = random.Random(11)
    blocks = [(dice.choice(everybody), dice.choice(COLUMNS)) for _one in range(TIMES * 2)]
    works: dict[str, Callable[[int], float]] = {}
    for name, query in clicks(found).items():
        works[f"{name} page"] = lambda i, of=query: _took(base, session, page_body("?" + urlencode(of(i), safe=":")))
        for part in parts_of(name):
            works[f"{name} {part}"] = lambda i, of=query, part=part: _took(base, session, part_body(part, of(i)))
    works["block"] = lambda i: _took(base, session, block_body(*_nth(blocks, i)))
    took = told_in_turn(works, times=TIMES, warm=8)
    took |= in_turn({"empty": empty_callback(empty)}, times=TIMES, warm=8)
    idle = f"a callback that does nothing took {took['empty']:.1f} ms, client and network in it"
    return [
        *(_told(name, took) for name in clicks(found)),
        _in_ms("performance_block_of_everybody_ms", took["block"], LIMIT_MS, f"a block of 100 rows; {idle}"),
        _in_ms(
            "performance_empty_callback_ms",
            took["empty"],
            None,
            "the machine in this run: a callback that does nothing",
        ),
    ]


def _in_ms(name: str, value: float, limit: float | None, against: str) -> Measure:
    return Measure(name, round(value, 1), "ms", "lower", limit, against)


def _told(name: str, took: dict[str, float]) -> Measure:
    parts = {part: took[f"{name} {part}"] for part in ("page", *parts_of(name))}
    words = ", ".join(f"{part} {ms:.1f}" for part, ms in parts.items())
    return _in_ms(f"performance_{name}_ms", max(parts.values()), LIMIT_MS, f"medians: {words} ms")


def _nth(blocks: Sequence[tuple[int, str]], i: int) -> tuple[int, str]:
    return blocks[i % len(blocks)]


def _listed(base: str, session: requests.Session) -> int:
    """How many people the list holds: those of the post it opens with."""
    answer = _post(base, session, block_body(0, "score"))
    return int(answer.json()["response"]["performance-grid"]["getRowsResponse"]["rowCount"])


def _took(base: str, session: requests.Session, body: str) -> float:
    """Milliseconds the server took over the answer."""
    return float(_post(base, session, body).headers["Server-Timing"].removeprefix("app;dur="))


def _post(base: str, session: requests.Session, body: str) -> requests.Response:
    headers = {"Content-Type": "application/json"}
    answer = session.post(f"{base}/_dash-update-component", data=body, headers=headers, timeout=60)
    answer.raise_for_status()
    return answer
