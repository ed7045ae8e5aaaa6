"""A hand-written organisation of two branches, delivered as files: small enough to know every answer."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from etl.contract import contracts

Row = dict[str, Any]
AGREED = contracts(Path(__file__).parents[2] / "etl" / "contracts")


def region(code: str, level: str, parent: str) -> Row:
    """A region named by its code."""
    return {"code": code, "level": level, "name": code, "parent_code": parent, "lon": 106.7, "lat": 26.6}


def post(staff: str, branch: str, since: str, until: str = "9999-12-31", code: str = "manager") -> Row:
    """A post held from ``since`` to ``until``, exclusive."""
    return {"staff_id": staff, "branch_id": branch, "post_code": code, "valid_from": since, "valid_to": until}


def household(number: str, village: str = "v1", branch: str = "B1", staff: str = "S1", **more: Any) -> Row:
    """A household at a fixed place."""
    row = {"household_id": number, "village_code": village, "head_name": "王五", "customer_group": "grower"}
    return row | {"member_count": 3, "lon": 106.7, "lat": 26.6, "branch_id": branch, "staff_id": staff} | more


def visit(number: str, staff: str, home: str, at: str, **more: Any) -> Row:
    """A visit of twenty minutes that starts ``at`` (``YYYY-MM-DD HH:MM``)."""
    ended = f"{at[:-2]}{(int(at[-2:]) + 20) % 60:02d}"
    row = {"visit_id": number, "visit_no": f"N{number}", "staff_id": staff, "household_id": home}
    row |= {"started_at": f"{at}:00", "ended_at": f"{ended}:00", "lon": 106.7, "lat": 26.6, "crs": "WGS-84"}
    return row | {"purpose": "credit_review", "result": "no_need", "satisfaction": 5, "photo_count": 1} | more


def organisation() -> dict[str, list[Row]]:
    """Every feed but visits. S1 moves from branch B1 to B2 on 10 November; B3 is another entity's."""
    codes = [("p", "province", ""), ("f", "prefecture", "p"), ("c1", "county", "f"), ("c2", "county", "f")]
    codes += [("t1", "township", "c1"), ("t2", "township", "c2"), ("v1", "village", "t1"), ("v2", "village", "t2")]
    entity = {"kind": "county_union", "lon": 106.7, "lat": 26.6}
    names = {"S1": "曾伟", "S2": "李四", "S3": "王芳"}
    return {
        "region": [region(*code) for code in codes],
        "entity": [
            {"entity_id": "E1", "name": "甲县联社", "short_name": "甲联社", "seat_county_code": "c1"} | entity,
            {"entity_id": "E2", "name": "乙县联社", "short_name": "乙联社", "seat_county_code": "c2"} | entity,
        ],
        "entity_county": [{"entity_id": "E1", "county_code": "c1"}, {"entity_id": "E2", "county_code": "c2"}],
        "branch": [
            {"branch_id": "B1", "entity_id": "E1", "name": "长顺支行", "township_code": "t1"},
            {"branch_id": "B2", "entity_id": "E1", "name": "东街支行", "township_code": "t1"},
            {"branch_id": "B3", "entity_id": "E2", "name": "西街支行", "township_code": "t2"},
        ],
        "staff": [{"staff_id": s, "name": n, "sex": "F", "hired_date": "2010-01-01"} for s, n in names.items()],
        "staff_post": [
            post("S1", "B1", "2010-01-01", "2025-11-10"),
            post("S1", "B2", "2025-11-10"),
            post("S2", "B1", "2010-01-01"),
            post("S3", "B3", "2010-01-01"),
        ],
        "household": [household("H1"), household("H2"), household("H3", "v2", "B3", "S3")],
        "customer": [{"customer_id": "C1", "household_id": "H1", "name": "王五", "annual_income": "1000.50"}],
        "holding": [{"customer_id": "C1", "product_code": "D1", "product_group": "deposit", "balance": "100.00"}],
    }


def deliver(home: Path, day: str, delivered: dict[str, list[Row]], **manifest: Any) -> Path:
    """Write the folder of a business day; ``manifest`` overrides what its manifest says."""
    folder = home / "feeds" / day
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "business_date": day,
        "source": "test",
        "created_at": f"{day}T23:00:00",
        "complete": True,
        "feeds": [write_feed(folder, feed, rows) for feed, rows in delivered.items()],
    }
    (folder / "manifest.json").write_text(json.dumps(said | manifest))
    return folder


def write_feed(folder: Path, feed: str, rows: list[Row]) -> dict[str, Any]:
    """The file of a feed and its entry of the manifest."""
    contract = AGREED[feed]
    text = io.StringIO()
    writer = csv.DictWriter(text, contract.names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return put(folder / f"{feed}.csv", text.getvalue(), rows=len(rows), feed=feed)


def put(path: Path, text: str, *, rows: int, feed: str) -> dict[str, Any]:
    """Write text in the feed's encoding; the manifest's entry that fits it."""
    contract = AGREED[feed]
    path.write_bytes(text.encode(contract.encoding))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    part = {"path": path.name, "rows": rows, "sha256": digest, "encoding": contract.encoding}
    return {"feed": feed, "kind": contract.kind, "files": [part]}
