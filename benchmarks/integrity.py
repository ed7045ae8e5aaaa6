"""Checks of visits against the hidden truth of the demo, on the seed of the home and on a held-out one; and their speed.

The truth (``world/truth/visit_fakes.parquet``, ``phone_fakes.jsonl``) is read here and nowhere else. Limits were chosen on
months up to ``CHOSEN_UNTIL`` of seed 7 (decision 0020); visits of the home count from the day after.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.measure import Measure
from data import lake
from data.integrity import judge, limits
from data.integrity.quality import Rate
from data.settings import Settings, settings, use
from etl.sql import literal
from etl.trust.stage import read_facts

CHOSEN_UNTIL = date(2026, 8, 31)
SEED, HELD_OUT = 7, 11
RECALL, FALSE_FLAGS = 0.90, 0.005
SPEED_DAYS = 31
NOTHING = "select null::varchar as visit_id, null::varchar as kind limit 0"


def measure(home: Path) -> list[Measure]:
    """Recall and false flags on both seeds, recall per kind, and the time of judging against that of reading."""
    scale = "tiny" if _scale(home) == "tiny" else "district"
    alike = {seed: _province(home, scale, seed) for seed in (SEED, HELD_OUT)}  # the home may be larger: like with like
    return [
        *_quality("", home, CHOSEN_UNTIL, f"the home ({_scale(home)}), from {CHOSEN_UNTIL} on"),
        *_quality("_alike", alike[SEED], date.min, f"seed {SEED} at {scale} scale, all months"),
        *_quality("_held_out", alike[HELD_OUT], date.min, f"seed {HELD_OUT} at {scale} scale, all months"),
        *_speed(home),
    ]


def _quality(part: str, home: Path, after: date, where: str) -> Iterator[Measure]:
    kinds, honest, unlocated = _judged(home, after)
    every = Rate(sum(rate.hits for rate in kinds.values()), sum(rate.total for rate in kinds.values()))
    yield _rate(f"integrity_recall{part}", every, "higher", RECALL, where)
    yield _rate(f"integrity_false_flags{part}", honest, "lower", FALSE_FLAGS, where)
    yield _rate(f"integrity_false_flags_no_signal{part}", unlocated, "lower", FALSE_FLAGS, where)
    for kind, rate in kinds.items():
        yield _rate(f"integrity_recall_{kind}{part}", rate, "higher", None, where)


def _rate(name: str, rate: Rate, better: str, limit: float | None, where: str) -> Measure:
    against = f"{where}: {rate.hits:,} of {rate.total:,}, 95 % between {rate.low:.4f} and {rate.high:.4f}"
    return Measure(name, round(rate.value or 0.0, 5), "share", better, limit, against)


def _judged(home: Path, after: date) -> tuple[dict[str, Rate], Rate, Rate]:
    """Kind → flagged of those planted; flagged of the honest; of the honest without a position."""
    con = _serving(home)
    truth = home / "world" / "truth"
    phones = truth / "phone_fakes.jsonl"
    of_phones = (
        f"select client_uuid::varchar as visit_id, any_value(kind) as kind from read_json({literal(phones)}) group by 1"
        if phones.exists()
        else NOTHING
    )
    con.execute(f"""create temp table judged as
        select coalesce(t.kind, p.kind) as kind, trust_grade = 'flagged' as is_flagged, lon is null as is_unlocated
        from fct_visit as v left join read_parquet({literal(truth / "visit_fakes.parquet")}) as t on t.visit_id = v.visit_id
        left join ({of_phones}) as p on p.visit_id = v.visit_id
        where trust_grade is not null and visit_date > ?""", [after])  # fmt: skip
    rows = con.execute(
        "select kind, count(*) filter (is_flagged), count(*) from judged where kind is not null group by 1 order by 1"
    ).fetchall()
    sums = "select count(*) filter (is_flagged), count(*) from judged where kind is null"
    honest, unlocated = (con.execute(sums + more).fetchone() or (0, 0) for more in ("", " and is_unlocated"))
    con.close()
    return {kind: Rate(hits, count) for kind, hits, count in rows}, Rate(*honest), Rate(*unlocated)


def _speed(home: Path) -> Iterator[Measure]:
    """Judging a month of visits on one thread, beside reading them out of the lake."""
    con = lake.connect(settings())
    con.execute("set threads = 1")
    rows = con.execute(
        "select distinct visit_date from lake.trust.day order by 1 desc limit ?", [SPEED_DAYS]
    ).fetchall()
    days = [day for (day,) in rows]
    facts = read_facts(con, days)
    read = _timed(lambda: read_facts(con, days))
    judging = _timed(lambda: judge(facts, limits()))
    con.close()
    size = f"{len(facts):,} visits of {len(days)} days, one thread"
    yield Measure("integrity_judged_per_s", round(len(facts) / judging), "visits/s", "higher", 60_000, size)
    against = f"one reading of the same rows; {size}"
    yield Measure("integrity_judging_to_scan", round(judging / read, 2), "×", "lower", 10.0, against)


def _timed(work: Callable[[], object]) -> float:
    """Processor seconds of the quickest of three: the machine is not ours alone."""
    took = []
    for _ in range(3):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return min(took)


def _serving(home: Path) -> duckdb.DuckDBPyConnection:
    current = json.loads((home / "serving" / "current.json").read_text())
    return duckdb.connect(str(home / "serving" / Path(current["file"]).name), read_only=True)


def _scale(home: Path) -> str:
    con = _serving(home)
    (scale,) = con.execute("select scale from publication").fetchone() or ("",)
    con.close()
    return str(scale)


def _province(home: Path, scale: str, seed: int) -> Path:
    """A province of a seed, built and judged when it is not there."""
    from etl.demo import build
    from etl.run import run_pass

    before, place = settings(), home / "bench" / f"integrity-{scale}-{seed}"
    use(Settings.from_env({"QIANHUI_HOME": str(place), "QIANHUI_DEMO": "1"}))
    try:
        if not (place / "serving" / "current.json").exists():
            build(scale=scale, seed=seed, balances="later")
            run_pass(settings())
        return place
    finally:
        use(before)
