"""Staging, core and marts, built by SQLMesh on the lake; audits decide whether the result may be published.

The first build fills everything in one interval. A later one restates what holds rows of its own, from the first date that
loads may have changed since the last success (``raw.feed_load.touched_*``); views follow. A delivery of accounts alone leaves the
models of visits as they are; before the first of them its models are not built at all. ``raw.built`` remembers the loads a success
included and the project that built it, so a build that was killed is simply done again, and so is one of another program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from data.errors import PublicationFailed
from etl.contract import contracts
from etl.lineage import name as name_of
from etl.project import Ahead, fingerprint, project

ENVIRONMENT = "prod"
MODELS = 31  # evaluated by a first build without accounts: for the bar only
Told = Callable[[str], None]


@dataclass(frozen=True)
class Part:
    """What is new about visits or about accounts: anything at all, and the first date touched (None: none)."""

    is_new: bool
    touched_from: date | None


@dataclass(frozen=True)
class Work:
    """What is to be built: loads up to these numbers, what they bring about visits and about accounts, the last visit date.

    ``was_tried``: a build began since the last good one and did not end well; what it left may be of older loads.
    ``with_accounts``: accounts were delivered at all.
    """

    load_id: int
    ops_load_id: int
    visits: Part
    accounts: Part
    last_date: date
    as_of_date: date
    project: str
    is_new: bool
    was_tried: bool
    with_accounts: bool


def due(con: duckdb.DuckDBPyConnection, as_of_date: date) -> Work:
    """Compare what is loaded, and the project, with what the last good build included."""
    before = con.execute(
        "select max(load_id), max(ops_load_id), max(as_of_date), max(project) from lake.raw.built"
    ).fetchone() or (None, None, None, None)
    load_id, ops_id, last = con.execute(
        """select (select coalesce(max(load_id), 0) from lake.raw.feed_load),
            (select coalesce(max(load_id), 0) from lake.raw.ops_load),
            (select max(d) from (select max(started_at)::date as d from lake.raw.visit
             union all select max(started_at)::date from lake.raw.ops_visit))"""
    ).fetchone() or (0, 0, None)
    visits, accounts = _parts(con, before[0] or 0, before[1] or 0)
    with_accounts = _parts(con, 0, 0)[1].is_new
    visits = Part(visits.is_new or (as_of_date, fingerprint()) != before[2:], visits.touched_from)
    is_new = (load_id, ops_id, as_of_date, fingerprint()) != before
    was_tried = con.execute("select count(*) from lake.raw.attempt").fetchone() != (0,)
    return Work(load_id, ops_id, visits, accounts, last, as_of_date, fingerprint(), is_new, was_tried, with_accounts)


def _parts(con: duckdb.DuckDBPyConnection, load_id: int, ops_load_id: int) -> tuple[Part, Part]:
    """What was loaded since these numbers: about visits, about accounts."""
    about = {kind: [c.feed for c in contracts().values() if c.about == kind] for kind in ("accounts", "rechecks")}
    found = con.execute(
        """select coalesce(list_contains($accounts, feed), false) as of_accounts, min(touched_from) from (
            select feed, touched_from from lake.raw.feed_load where load_id > $load and not list_contains($rechecks, feed)
            union all select null, touched_from from lake.raw.ops_load where load_id > $ops)
        group by all""",
        about | {"load": load_id, "ops": ops_load_id},
    ).fetchall()
    since = dict(found)
    return Part(False in since, since.get(False)), Part(True in since, since.get(True))


def begin(con: duckdb.DuckDBPyConnection, work: Work) -> None:
    """Note that a build of these loads begins."""
    con.execute("insert into lake.raw.attempt values (?, ?)", [work.load_id, work.ops_load_id])


def build(ahead: Ahead, work: Work, told: Told = lambda name: None) -> None:
    """Plan until the marts hold ``work``. Raises PublicationFailed when a model or an audit fails."""
    with project(ahead, told) as (context, console):
        common: dict[str, Any] = {
            "environment": ENVIRONMENT, "auto_apply": True, "no_prompts": True, "skip_tests": True,
            "execution_time": work.last_date + timedelta(days=1),
        }  # fmt: skip
        environment = context.state_reader.get_environment(ENVIRONMENT)
        had = {name_of(one.name) for one in environment.snapshots} if environment else set()
        wanted = _wanted(context, work)
        _attempt(context.plan, console, **common, select_models=None if work.with_accounts else [*wanted])
        if work.was_tried or environment:
            fresh = set() if work.was_tried else wanted - had
            for start, models in _restated(context, work, wanted - fresh):
                _attempt(context.plan, console, **common, start=start, end=work.last_date, restate_models=models)
            _attempt_audits(context, console, work, wanted)


def _wanted(context: Any, work: Work) -> set[str]:
    """The models to build: without accounts those that do not stand on them."""
    every = {model.name for model in context.models.values()}
    return every if work.with_accounts else every - standing_on_accounts(context)


def _restated(context: Any, work: Work, among: set[str]) -> list[tuple[date, list[str]]]:
    """(first date, models) to build anew. Models of accounts stand on people and visits too; the others not on accounts."""
    of_accounts = standing_on_accounts(context)
    held = [name for name in physical(context) if name in among]
    chosen = [
        (part.touched_from or work.last_date, models)
        for part, models in ((work.visits, held), (work.accounts, [name for name in held if name in of_accounts]))
        if part.is_new or work.was_tried
    ]
    if len(chosen) == 2 and chosen[0][0] <= chosen[1][0]:
        chosen.pop()
    return [(min(start, work.last_date), models) for start, models in chosen if models]


def standing_on_accounts(context: Any) -> set[str]:
    """Models that read a feed about accounts, themselves or through others."""
    feeds = {f"raw.{contract.feed}" for contract in contracts().values() if contract.about == "accounts"}
    models = {name_of(model.fqn): model for model in context.models.values()}

    def stands(name: str) -> bool:
        if name not in models:
            return name in feeds
        return any(stands(name_of(parent)) for parent in models[name].depends_on)

    return {model.name for name, model in models.items() if stands(name)}


def physical(context: Any) -> list[str]:
    """Models that hold rows of their own; views follow by themselves."""
    return [m.name for m in context.models.values() if m.kind.is_materialized and not m.kind.is_seed]


def _attempt(action: Callable[..., Any], console: Any, **options: Any) -> None:
    try:
        action(**options)
    except Exception as problem:
        raise PublicationFailed("build failed: %(why)s", why=console.why(str(problem))) from problem
    if console.failed:
        raise PublicationFailed("build failed: %(why)s", why=console.why(""))


def _attempt_audits(context: Any, console: Any, work: Work, among: set[str]) -> None:
    """Views are audited at each later pass: a plan audits what it evaluates, and a view is evaluated once."""
    views = [m.name for m in context.models.values() if m.kind.is_view and m.audits and m.name in among]
    day_after = work.last_date + timedelta(days=1)
    try:
        passed = context.audit(start=work.last_date, end=work.last_date, models=iter(views), execution_time=day_after)
    except Exception as problem:
        raise PublicationFailed("audit failed: %(why)s", why=console.why(str(problem))) from problem
    if not passed:
        raise PublicationFailed("audit failed: %(why)s", why=console.why("see the log"))


def remember(con: duckdb.DuckDBPyConnection, work: Work) -> None:
    """Note the loads this success includes."""
    con.execute("begin")
    con.execute("delete from lake.raw.built")
    con.execute("delete from lake.raw.attempt")
    con.execute(
        "insert into lake.raw.built (load_id, ops_load_id, as_of_date, built_at, project) "
        "values (?, ?, ?, now()::timestamp, ?)",
        [work.load_id, work.ops_load_id, work.as_of_date, work.project],
    )
    con.execute("commit")
