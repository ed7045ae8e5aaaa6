"""A second bank, small and invented: two entities by a lake, with codes that are words with slashes and dots.

Rows are in contract columns and Python values; ``files.py`` writes them as the bank's own systems would. Deterministic:
a plain linear sequence, nothing of ``etl/world``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Row = dict[str, Any]

FIRST, LAST = date(2025, 11, 3), date(2026, 3, 18)
COUNTIES = {"LK-N1": "LK-N", "LK-N2": "LK-N", "LK-S1": "LK-S"}
ENTITIES = {"LAKE-A": ("LK-N1", "LK-N2"), "LAKE-B": ("LK-S1",)}
BRANCHES = {"A/01": "LK-N1", "A/02": "LK-N1", "A/03": "LK-N2", "B/01": "LK-S1", "B/02": "LK-S1"}
MANAGERS_PER_BRANCH = 5
VILLAGES_PER_COUNTY = 4
HOUSEHOLDS, VISITS = 200, 600
CENTRES = {"LK-N1": (10.5, 46.5), "LK-N2": (11.5, 46.5), "LK-S1": (11.0, 45.5)}
GROUPS = ("grower", "sole_trader", "migrant", "senior")
PURPOSES = ("credit_review", "deposit_care", "new_credit", "complaint")
RESULTS = ("intent_drawdown", "no_need", "not_home", "resolved")


def entity_of_branch(branch_id: str) -> str:
    """The entity a branch belongs to."""
    return f"LAKE-{branch_id[0]}"


def sequence(seed: int) -> Iterator[int]:
    """Whole numbers that look shuffled and are the same on every machine."""
    state = seed
    while True:
        state = (state * 1103515245 + 12345) % 2**31
        yield state >> 8


@dataclass
class Organisation:
    """Rows of every feed by feed name, in contract columns and Python values; ``visits`` by day come apart."""

    feeds: dict[str, list[Row]] = field(default_factory=dict)

    def visits_on(self, first: date, last: date) -> list[Row]:
        """Visits that started on ``first`` … ``last``, both included."""
        return [row for row in self.feeds["visit"] if first <= row["started_at"].date() <= last]


def organisation() -> Organisation:
    """The whole bank."""
    made = Organisation()
    made.feeds["region"] = _regions()
    made.feeds["entity"] = _entities()
    made.feeds["entity_county"] = [
        {"entity_id": entity, "county_code": county} for entity, counties in ENTITIES.items() for county in counties
    ]
    made.feeds["branch"] = _branches()
    made.feeds["staff"], made.feeds["staff_post"] = _staff()
    made.feeds["household"] = _households()
    made.feeds["customer"], made.feeds["holding"] = _customers(made.feeds["household"])
    made.feeds["visit"] = _visits(made)
    return made


def _place(county: str, step: int) -> tuple[float, float]:
    lon, lat = CENTRES[county]
    return round(lon - 0.3 + 0.06 * (step % 11), 5), round(lat - 0.3 + 0.055 * (step % 12), 5)


def _region(code: str, level: str, name: str, parent: str | None, county: str | None = None, step: int = 5) -> Row:
    lon, lat = _place(county, step) if county else (11.0, 46.0)
    return {
        "code": code, "level": level, "name": name, "short_name": name, "name_en": f"{level} {code}",
        "parent_code": parent, "lon": lon, "lat": lat,
    }  # fmt: skip


def _regions() -> list[Row]:
    rows = [_region("LK", "province", "湖区", None), _region("LK-N", "prefecture", "北岸", "LK")]
    rows.append(_region("LK-S", "prefecture", "南岸", "LK"))
    for county, prefecture in COUNTIES.items():
        rows.append(_region(county, "county", f"{county[-2:]}县", prefecture, county))
        rows.append(_region(f"{county}/T", "township", f"{county[-2:]}镇", county, county))
        for n in range(VILLAGES_PER_COUNTY):
            rows.append(_region(f"{county}/T/{n}", "village", f"{county[-2:]}{n}村", f"{county}/T", county, n))
    return rows


def _entities() -> list[Row]:
    kinds = {"LAKE-A": "rural_commercial_bank", "LAKE-B": "county_union"}
    return [
        {
            "entity_id": entity, "name": f"湖区{entity[-1]}合作银行", "short_name": f"湖{entity[-1]}行",
            "name_en": f"Lake {entity[-1]} Bank", "kind": kinds[entity], "seat_county_code": counties[0],
            "lon": CENTRES[counties[0]][0], "lat": CENTRES[counties[0]][1],
        }
        for entity, counties in ENTITIES.items()
    ]  # fmt: skip


def _branches() -> list[Row]:
    rows = []
    for step, (branch, county) in enumerate(BRANCHES.items()):
        lon, lat = _place(county, step)
        rows.append(
            {
                "branch_id": branch, "entity_id": entity_of_branch(branch), "name": f"湖区{branch}支行",
                "name_en": f"Branch {branch}", "township_code": f"{county}/T", "address": f"湖滨路{step + 1}号",
                "lon": lon, "lat": lat, "opened_date": date(2009, 5, 1), "closed_date": None,
            }
        )  # fmt: skip
    return rows


def _staff() -> tuple[list[Row], list[Row]]:
    """Five managers and a head per branch; the first manager of a branch moves to the next branch on 2 February."""
    staff, posts = [], []
    branches = list(BRANCHES)
    for place, branch in enumerate(branches):
        for n in range(MANAGERS_PER_BRANCH + 1):
            staff_id = f"K7-{place * 10 + n:04d}"
            post = "branch_head" if n == MANAGERS_PER_BRANCH else "manager"
            moved = date(2026, 2, 2) if n == 0 else None
            staff.append(
                {
                    "staff_id": staff_id, "name": f"湖{'甲乙丙丁戊己'[n]}{place + 1}", "name_pinyin": f"Hu {n} {place}",
                    "sex": "FM"[n % 2], "birth_date": date(1985, 1 + n, 10), "hired_date": date(2015, 3, 1),
                    "left_date": None, "phone": f"100{place:04d}{n:04d}",
                }
            )  # fmt: skip
            posts.append(_post(staff_id, branch, post, date(2015, 3, 1), moved or date(9999, 12, 31)))
            if moved:
                posts.append(_post(staff_id, branches[(place + 1) % len(branches)], post, moved, date(9999, 12, 31)))
    return staff, posts


def _post(staff_id: str, branch_id: str, post: str, since: date, until: date) -> Row:
    return {"staff_id": staff_id, "branch_id": branch_id, "post_code": post, "valid_from": since, "valid_to": until}


def _households() -> list[Row]:
    rows = []
    for n in range(HOUSEHOLDS):
        branch = list(BRANCHES)[n % len(BRANCHES)]
        county, place = BRANCHES[branch], list(BRANCHES).index(branch)
        lon, lat = _place(county, n)
        rows.append(
            {
                "household_id": f"HH.{n:04d}", "village_code": f"{county}/T/{n % VILLAGES_PER_COUNTY}",
                "head_name": f"户主{n}", "customer_group": GROUPS[n % len(GROUPS)], "member_count": 1 + n % 6,
                "lon": lon, "lat": lat, "branch_id": branch,
                "staff_id": f"K7-{place * 10 + n // len(BRANCHES) % MANAGERS_PER_BRANCH:04d}",
                "assigned_from": date(2020, 1, 1),
            }
        )  # fmt: skip
    return rows


def _customers(households: list[Row]) -> tuple[list[Row], list[Row]]:
    customers, holdings = [], []
    for n, household in enumerate(households):
        customer_id = f"C-{n:05d}"
        customers.append(
            {
                "customer_id": customer_id, "household_id": household["household_id"], "name": household["head_name"],
                "sex": "MF"[n % 2], "birth_date": date(1960 + n % 40, 6, 15), "phone": f"1009{n:07d}",
                "id_no": f"LK{n:010d}", "customer_group": household["customer_group"], "education": "middle",
                "occupation": "farmer", "annual_income": 20000 + 100 * n, "is_opted_out": n % 29 == 0,
                "opened_date": date(2018, 4, 1),
            }
        )  # fmt: skip
        holdings.append(
            {
                "customer_id": customer_id, "product_code": "S1", "product_group": "deposit", "balance": 1000.5 + n,
                "opened_date": date(2018, 4, 1), "days_past_due": 0,
            }
        )  # fmt: skip
    return customers, holdings


def _visits(made: Organisation) -> list[Row]:
    """Managers call on households of the branch they serve that day, sometimes on one of another branch."""
    numbers, rows = sequence(20251103), []
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    managers = sorted({post["staff_id"] for post in made.feeds["staff_post"] if post["post_code"] == "manager"})
    for n in range(VISITS):
        day, staff_id = days[next(numbers) % len(days)], managers[next(numbers) % len(managers)]
        own = [row for row in made.feeds["household"] if row["staff_id"] == staff_id]
        home = (
            own[next(numbers) % len(own)] if next(numbers) % 10 else made.feeds["household"][next(numbers) % HOUSEHOLDS]
        )
        begun = datetime.combine(day, time(8 + next(numbers) % 9, next(numbers) % 60))
        satisfaction = next(numbers) % 6
        rows.append(
            {
                "visit_id": f"V/{n:06d}", "visit_no": f"Q{n:06d}", "staff_id": staff_id,
                "household_id": home["household_id"], "customer_id": f"C-{int(home['household_id'][3:]):05d}",
                "started_at": begun, "ended_at": begun + timedelta(minutes=5 + next(numbers) % 50),
                "lon": home["lon"], "lat": home["lat"], "crs": "WGS-84", "accuracy_m": 12.0, "is_mock": False,
                "purpose": PURPOSES[next(numbers) % 4], "result": RESULTS[next(numbers) % 4],
                "satisfaction": satisfaction or None, "photo_count": 0, "device_time": begun, "note": None,
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: row["started_at"])
