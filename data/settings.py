"""Every setting of the program, in one commented list.

Each is an environment variable with the prefix ``QIANHUI_``. Secrets come from the environment only; a missing one
stops the start outside the demo.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import SettingsError

DEMO_SECRET = "demo-only-not-a-secret"  # noqa: S105  used in demo mode alone; outside it SECRET_KEY is required


@dataclass(frozen=True)
class Settings:
    """The program's settings. ``home`` is absolute; URLs are as SQLAlchemy, DuckLake and fsspec want them."""

    # Where runtime files live: feeds, lake, serving files, photos, operations DB.       HOME, default var/
    home: Path
    # Operations DB, a SQLAlchemy URL.                                 DATABASE_URL, default SQLite in HOME
    database_url: str
    # DuckLake catalogue: `sqlite:<path>` or `postgres:<libpq dsn>`.           LAKE, default SQLite in HOME
    lake: str
    # DuckLake data files: a folder or `s3://bucket/prefix`.                   LAKE_DATA, default HOME/lake
    lake_data: str
    # Photos: an fsspec URL.                                                 FILES, default HOME/files
    files: str
    # Threads with which a pass works on the lake; 0: one for each core.       LAKE_THREADS, default 0
    lake_threads: int
    # Where SQLMesh keeps its state: a DuckDB file or a PostgreSQL URL.   SQLMESH_STATE, default in HOME
    sqlmesh_state: str
    # Region files: folder with provinces/prefectures/counties GeoJSON.          REGION, default data/geo
    region: Path
    # Feed contracts: a folder of YAML files, one per feed.          CONTRACTS, default etl/contracts
    contracts: Path
    # Signs sessions. Required outside the demo.                                              SECRET_KEY
    secret_key: str
    # Demo mode: demo logins shown, demo province marked on each page.                   DEMO, default 0
    demo: bool
    # Language when the reader has chosen none: zh or en.                             LANG, default zh
    lang: str
    # The organisation's name in the top corner, zh and en, split by "|".                        ORG_NAME
    org_name: str
    # Minutes without a request until a session ends.                            SESSION_MINUTES, 480
    session_minutes: int
    # A manager is "out now" this long after the last sign of life, in minutes.   OUT_NOW_MINUTES, 30
    out_now_minutes: int
    # Live rows read longer ago than this are called stale, in seconds.          STALE_SECONDS, 120
    stale_seconds: int
    # A daily scene of the wall is stale when its data ends longer ago: a day and the night's load, in hours.
    #                                                                           WALL_DAILY_HOURS, 30
    wall_daily_hours: int
    # Sign-in attempts a minute from one address before it is slowed down.            LOGIN_PER_MINUTE, 10
    login_per_minute: int
    # True behind TLS: cookies Secure, HSTS on.                                           HTTPS, default 0
    https: bool
    # Scheduler: minutes between ETL passes.                                      ETL_EVERY_MINUTES, 60
    etl_every_minutes: int
    # Publications kept for going back.                                        KEEP_PUBLICATIONS, 5
    keep_publications: int
    # Days positions are kept (PIPL).                                           KEEP_POSITION_DAYS, 90
    keep_position_days: int
    # Days after which a visit is no longer taken: what phones send late.        VISIT_LATE_DAYS, 92
    visit_late_days: int
    # Positions of people are taken in these hours, of working days: "08:00-18:30".            WORK_HOURS
    work_hours: str
    # calendar: working days by the official calendar; all: every day.                  WORK_DAYS, calendar
    work_days: str
    # Shared counters of the login throttle when several web nodes run: redis://…; empty = memory.   LIMITS
    limits: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises SettingsError naming the variable, what came and what is allowed."""
        env = os.environ if env is None else env

        def get(name: str, default: str) -> str:
            return env.get(f"QIANHUI_{name}", "").strip() or default

        def number(name: str, default: int) -> int:
            raw = get(name, str(default))
            if not raw.isdigit():
                raise SettingsError(f"QIANHUI_{name}={raw!r}: a whole number is needed, for example {default}")
            return int(raw)

        home = Path(get("HOME", "var")).absolute()
        demo = get("DEMO", "0") in {"1", "true", "yes"}
        secret = get("SECRET_KEY", DEMO_SECRET if demo else "")
        if not secret:
            raise SettingsError(
                "QIANHUI_SECRET_KEY is missing. Outside the demo it must hold 32 or more random characters"
            )
        lang = get("LANG", "zh")
        if lang not in {"zh", "en"}:
            raise SettingsError(f"QIANHUI_LANG={lang!r}: allowed are zh and en")
        return cls(
            home=home,
            database_url=get("DATABASE_URL", f"sqlite:///{home}/ops.sqlite"),
            lake=get("LAKE", f"sqlite:{home}/lake.sqlite"),
            lake_data=get("LAKE_DATA", str(home / "lake")),
            lake_threads=number("LAKE_THREADS", 0),
            files=get("FILES", f"file://{home}/files"),
            sqlmesh_state=get("SQLMESH_STATE", f"{home}/sqlmesh.duckdb"),
            region=Path(get("REGION", str(Path(__file__).parent / "geo"))).absolute(),
            contracts=Path(get("CONTRACTS", str(Path(__file__).parents[1] / "etl" / "contracts"))).absolute(),
            secret_key=secret,
            demo=demo,
            lang=lang,
            org_name=get("ORG_NAME", "黔惠|Qianhui"),
            session_minutes=number("SESSION_MINUTES", 480),
            out_now_minutes=number("OUT_NOW_MINUTES", 30),
            stale_seconds=number("STALE_SECONDS", 120),
            wall_daily_hours=number("WALL_DAILY_HOURS", 30),
            login_per_minute=number("LOGIN_PER_MINUTE", 10),
            https=get("HTTPS", "0") in {"1", "true", "yes"},
            etl_every_minutes=number("ETL_EVERY_MINUTES", 60),
            keep_publications=number("KEEP_PUBLICATIONS", 5),
            keep_position_days=number("KEEP_POSITION_DAYS", 90),
            visit_late_days=number("VISIT_LATE_DAYS", 92),
            work_hours=_hours(get("WORK_HOURS", "08:00-18:30")),
            work_days=_one_of("WORK_DAYS", get("WORK_DAYS", "calendar"), ("calendar", "all")),
            limits=get("LIMITS", ""),
        )


def _hours(raw: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", raw) or raw[:5] >= raw[6:]:
        raise SettingsError(
            f"QIANHUI_WORK_HOURS={raw!r}: from and until within a day are needed, for example 08:00-18:30"
        )
    return raw


def _one_of(name: str, raw: str, allowed: tuple[str, ...]) -> str:
    if raw not in allowed:
        raise SettingsError(f"QIANHUI_{name}={raw!r}: allowed are {', '.join(allowed)}")
    return raw


_chosen: Settings | None = None


def settings() -> Settings:
    """The process's settings: what ``use`` was given, else the environment, read once."""
    global _chosen
    if _chosen is None:
        _chosen = Settings.from_env()
    return _chosen


def use(chosen: Settings) -> None:
    """Make ``chosen`` the process's settings (``create_app``, the ETL's commands and tests)."""
    global _chosen
    _chosen = chosen
