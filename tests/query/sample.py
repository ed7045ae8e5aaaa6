"""A small organisation and a serving file of it, built straight from raw visits: the contract of the tables, by hand.

Two entities in three counties; staff S3 moves from branch B1 to B3 of the other entity on 2026-03-10, S2 within E1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

OPEN = date(9999, 12, 31)
FIRST = date(2025, 1, 1)

REGIONS = [
    ("52", "province", "贵州省", None),
    ("5201", "prefecture", "贵阳市", "52"),
    ("5203", "prefecture", "遵义市", "52"),
    ("520111", "county", "花溪区", "5201"),
    ("520112", "county", "乌当区", "5201"),
    ("520302", "county", "红花岗区", "5203"),
    *[(f"T{n}", "township", f"镇{n}", county) for n, county in enumerate(("520111", "520112", "520302"))],
    *[(f"V{n}", "village", f"村{n}", f"T{n % 3}") for n in range(6)],
]
PLACES = {
    f"V{n}": (f"T{n % 3}", ("520111", "520112", "520302")[n % 3], ("5201", "5201", "5203")[n % 3]) for n in range(6)
}
BRANCHES = {"B1": ("E1", "T0"), "B2": ("E1", "T1"), "B3": ("E2", "T2")}
POSTS = [
    ("S1", "B1", FIRST, OPEN, True),
    ("S2", "B1", FIRST, date(2026, 3, 20), True),
    ("S2", "B2", date(2026, 3, 20), OPEN, True),
    ("S3", "B1", FIRST, date(2026, 3, 10), True),
    ("S3", "B3", date(2026, 3, 10), OPEN, True),
    ("S4", "B3", FIRST, OPEN, True),
    ("S5", "B2", FIRST, OPEN, False),
]
HOUSEHOLDS = {f"H{n}": (f"V{n % 6}", f"S{n % 4 + 1}") for n in range(12)}
NAMES = {"S1": "田小友", "S2": "李四", "S3": "王五", "S4": "赵六", "S5": "柜员"}


@dataclass
class RawVisit:
    """A visit as a phone reports it."""

    visit_id: str
    staff_id: str
    household_id: str
    started_at: datetime
    minutes: int = 10
    satisfaction: int | None = None
    purpose: str = "credit_review"
    result: str = "no_need"
    customer_id: str | None = None
    photos: int = 0


@dataclass
class Sample:
    """The organisation with its history of visits."""

    visits: list[RawVisit] = field(default_factory=list)
    as_of: date = date(2026, 3, 31)


def post_on(staff_id: str, day: date) -> tuple[str | None, str | None]:
    """(branch, entity) of the person on that day."""
    for staff, branch, start, end, _manager in POSTS:
        if staff == staff_id and start <= day < end:
            return branch, BRANCHES[branch][0]
    return None, None


def fact(visit: RawVisit) -> dict[str, object]:
    """The visit as a row of ``fct_visit``."""
    day = visit.started_at.date()
    branch, entity = post_on(visit.staff_id, day)
    village = HOUSEHOLDS[visit.household_id][0]
    township, county, prefecture = PLACES[village]
    return {
        "visit_id": visit.visit_id, "visit_no": f"N{visit.visit_id}", "visit_date": day,
        "started_at": visit.started_at, "ended_at": visit.started_at + timedelta(minutes=visit.minutes),
        "dwell_minutes": float(visit.minutes), "staff_id": visit.staff_id, "branch_id": branch, "entity_id": entity,
        "household_id": visit.household_id, "customer_id": visit.customer_id, "customer_group": "grower",
        "village_code": village, "township_code": township, "county_code": county, "prefecture_code": prefecture,
        "purpose": visit.purpose, "result": visit.result, "satisfaction": visit.satisfaction, "lon": 106.7, "lat": 26.5,
        "accuracy_m": 10.0, "distance_m": 0.0, "is_mock": False, "photo_count": visit.photos, "note": None,
    }  # fmt: skip


FACT = pa.schema(
    [(n, pa.string()) for n in ("visit_id", "visit_no")]
    + [("visit_date", pa.date32()), ("started_at", pa.timestamp("us")), ("ended_at", pa.timestamp("us"))]
    + [("dwell_minutes", pa.float64())]
    + [(n, pa.string()) for n in (
        "staff_id", "branch_id", "entity_id", "household_id", "customer_id", "customer_group", "village_code",
        "township_code", "county_code", "prefecture_code", "purpose", "result",
    )]
    + [("satisfaction", pa.int32()), ("lon", pa.float64()), ("lat", pa.float64()), ("accuracy_m", pa.float64())]
    + [("distance_m", pa.float64()), ("is_mock", pa.bool_()), ("photo_count", pa.int32()), ("note", pa.string())]
)  # fmt: skip

_LEVELS = {
    "province": ("'province'", ""),
    "prefecture": ("prefecture_code", "prefecture_code"),
    "county": ("county_code", "county_code, prefecture_code"),
    "entity": ("entity_id", "entity_id"),
    "branch": ("branch_id", "branch_id, entity_id"),
    "staff": ("staff_id", "staff_id, branch_id, entity_id"),
}
_ANCESTORS = ("prefecture_code", "county_code", "entity_id", "branch_id", "staff_id")


def level_day_sql() -> str:
    """``visit_level_day`` counted from ``fct_visit``: each visit once a level, first ones by window functions."""
    levels = " union all by name ".join(f"(select {_level(level)} from fct_visit)" for level in _LEVELS)

    def first(key: str, period: str) -> str:
        order = "order by visit_date, started_at, visit_id"
        return f"row_number() over (partition by level, unit_id, {key}, date_trunc('{period}', visit_date) {order}) = 1"

    return f"""
    with long as ({levels}), flagged as (select *, {first("household_id", "day")} hd,
      {first("household_id", "month")} hm, {first("household_id", "year")} hy, {first("member", "day")} md,
      {first("member", "month")} mm, {first("member", "year")} my, {first("village_code", "year")} vy
      from long where unit_id is not null)
    select level, unit_id, visit_date, {", ".join(_ANCESTORS)}, count(*) visits, sum(hd::int)::bigint households_day,
      sum(hm::int)::bigint households_new_month, sum(hy::int)::bigint households_new_year,
      sum(md::int)::bigint managers_day, sum(mm::int)::bigint managers_new_month, sum(my::int)::bigint managers_new_year,
      sum(vy::int)::bigint villages_new_year, coalesce(sum(satisfaction), 0)::bigint satisfaction_sum,
      count(satisfaction) satisfaction_count, count(*) filter (satisfaction >= 4) satisfied_count,
      sum(dwell_minutes) dwell_minutes, sum(photo_count)::bigint photos
    from flagged group by all"""


def _level(level: str) -> str:
    """The columns of a visit as a row of ``level``: its unit, the units above it, none below."""
    unit, filled = _LEVELS[level]
    kept = {name.strip() for name in filled.split(",")}
    keys = ", ".join(f"{name if name in kept else 'null'} as {name}" for name in _ANCESTORS)
    own = "visit_id, visit_date, started_at, household_id, village_code, satisfaction, dwell_minutes, photo_count"
    return f"'{level}' as level, {unit} as unit_id, staff_id as member, {keys}, {own}"


def write(sample: Sample, home: Path, snapshot_id: str = "s1", bounds: dict[str, int] | None = None) -> Path:
    """Write the serving file and switch the pointer to it."""
    folder = home / "serving"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{snapshot_id}.duckdb"
    with duckdb.connect(str(file)) as con:
        con.begin()
        _write_dimensions(con, sample)
        rows = pa.Table.from_pylist([fact(v) for v in sample.visits], schema=FACT)
        con.register("rows", rows)
        con.execute("create table fct_visit as from rows order by visit_date, started_at")
        con.execute(f"create table visit_level_day as {level_day_sql()}")
        con.commit()
    pointer = {
        "snapshot_id": snapshot_id, "file": file.name, "as_of_date": str(sample.as_of),
        "data_as_of": f"{sample.as_of}T23:59:59", "published_at": f"{sample.as_of + timedelta(days=1)}T02:00:00",
        "ops_bound": bounds or {"visits": 1, "positions": 1, "photos": 1},
    }  # fmt: skip
    (folder / "current.tmp").write_text(json.dumps(pointer))
    (folder / "current.tmp").replace(folder / "current.json")
    return file


def _write_dimensions(con: duckdb.DuckDBPyConnection, sample: Sample) -> None:
    def table(name: str, columns: str, rows: list[tuple[object, ...]]) -> None:
        con.execute(f"create table {name} ({columns})")
        if rows:
            con.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)

    text = "varchar"
    table(
        "dim_region",
        f"code {text}, level {text}, name {text}, short_name {text}, name_en {text}, parent_code {text}, lon double, lat double",
        [(code, level, name, name, code, parent, 106.7, 26.5) for code, level, name, parent in REGIONS],
    )
    table(
        "dim_entity",
        f"entity_id {text}, name {text}, short_name {text}, name_en {text}, kind {text}, county_code {text}, "
        f"prefecture_code {text}, lon double, lat double, initials {text}",
        [
            (
                "E1",
                "贵阳农商银行",
                "贵阳农商行",
                "Guiyang RCB",
                "rural_commercial_bank",
                "520111",
                "5201",
                106.7,
                26.5,
                "gynsh",
            ),
            (
                "E2",
                "遵义农商银行",
                "遵义农商行",
                "Zunyi RCB",
                "rural_commercial_bank",
                "520302",
                "5203",
                106.9,
                27.7,
                "zynsh",
            ),
        ],
    )
    townships = {f"T{n}": PLACES[f"V{n}"] for n in range(3)}
    table(
        "dim_branch",
        f"branch_id {text}, entity_id {text}, name {text}, name_en {text}, township_code {text}, county_code {text}, "
        f"prefecture_code {text}, address {text}, lon double, lat double, opened_date date, closed_date date, initials {text}",
        [
            (
                b,
                entity,
                f"{b}支行",
                f"Branch {b}",
                t,
                townships[t][1],
                townships[t][2],
                "某路",
                106.7,
                26.5,
                FIRST,
                None,
                f"{b}zh".lower(),
            )
            for b, (entity, t) in BRANCHES.items()
        ],
    )
    table(
        "dim_staff_post",
        f"staff_id {text}, branch_id {text}, entity_id {text}, post_code {text}, is_manager boolean, valid_from date, valid_to date",
        [(s, b, BRANCHES[b][0], "manager" if m else "teller", m, start, end) for s, b, start, end, m in POSTS],
    )
    table(
        "dim_staff",
        f"staff_id {text}, name {text}, name_pinyin {text}, sex {text}, phone {text}, hired_date date, post_code {text}, "
        f"is_manager boolean, branch_id {text}, entity_id {text}, is_active boolean, initials {text}",
        [
            (s, NAMES[s], s, "F", "10012345678", FIRST, "manager" if m else "teller", m, b, BRANCHES[b][0], True, "xx")
            for s, b, start, end, m in POSTS
            if start <= sample.as_of < end
        ],
    )
    households = []
    for key, (village, staff) in HOUSEHOLDS.items():
        branch, entity = post_on(staff, sample.as_of)
        households.append(
            (key, f"户主{key}", "grower", 4, 106.7, 26.5, village, *PLACES[village], entity, branch, staff)
        )
    table(
        "dim_household",
        f"household_id {text}, head_name {text}, customer_group {text}, member_count int, lon double, lat double, "
        f"village_code {text}, township_code {text}, county_code {text}, prefecture_code {text}, entity_id {text}, "
        f"branch_id {text}, staff_id {text}",
        households,
    )
    _write_customers(con, table, sample)
    levels = " union all by name ".join(
        f"select '{level}' as level, {unit} as unit_id, "
        + ", ".join(f"{n if n in filled else 'null'} as {n}" for n in _ANCESTORS)
        + ", count(*) households, count(distinct village_code) villages from dim_household group by all"
        for level, (unit, filled) in _LEVELS.items()
    )
    con.execute(f"create table household_level as {levels}")


def _last_visit(customer: str, sample: Sample) -> datetime | None:
    return max((v.started_at for v in sample.visits if v.customer_id == customer), default=None)


def _write_customers(con: duckdb.DuckDBPyConnection, table, sample: Sample) -> None:
    rows = []
    for n, (household, (village, staff)) in enumerate(HOUSEHOLDS.items()):
        branch, entity = post_on(staff, sample.as_of)
        rows.append((
            f"C{n}", household, ("田大友", "杨花", "吴阿妹")[n % 3], "M", date(1980, 1, 1), f"1001234{n:04}", f"52011119800101{n:04}",
            "grower", "primary", "farmer", 50000, False, FIRST, village, PLACES[village][1], entity, branch, staff,
            ("tdy", "yh", "wam")[n % 3], 1000, 500, 2, _last_visit(f"C{n}", sample),
        ))  # fmt: skip
    table(
        "dim_customer",
        "customer_id varchar, household_id varchar, name varchar, sex varchar, birth_date date, phone varchar, id_no varchar, "
        "customer_group varchar, education varchar, occupation varchar, annual_income decimal(18,2), is_opted_out boolean, "
        "opened_date date, village_code varchar, county_code varchar, entity_id varchar, branch_id varchar, staff_id varchar, "
        "initials varchar, deposit_balance decimal(18,2), loan_balance decimal(18,2), product_count int, last_visit_at timestamp",
        rows,
    )
