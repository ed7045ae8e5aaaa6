"""What campaigns brought: outcomes from the feeds, treated against control as drawn, in all, by group and by entity.

For campaigns after the months the model learned from also by tenth of its forecast on the eve, and the Qini curve: there it
could not have known.
"""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from etl.offers import tables
from etl.offers.cuts import AHEAD
from models.learning.uplift import Effect, by_part, effect, qini, qini_coefficient

SEEN_DAYS = AHEAD  # outcomes are counted in the days from a campaign's start on
ENTITY_LEAST = 30  # control members from which an entity is shown by itself


def members(con: duckdb.DuckDBPyConnection, as_of: date) -> pd.DataFrame:
    """A row per member of campaigns whose outcomes are all known: campaign, customer, control, stratum, entity, hit."""
    return con.execute(
        f"""select m.campaign_id, c.product_code, c.start_date, m.customer_id, m.is_control, m.stratum, d.entity_id,
            exists (from lake.raw.product_change as p where p.customer_id = m.customer_id and p.kind = 'opened'
                and p.product_code = c.product_code and p.changed_on >= c.start_date
                and p.changed_on < c.start_date + {SEEN_DAYS}) as hit
        from lake.raw.campaign_member as m join lake.raw.past_campaign as c using (campaign_id)
        left join lake.mart.dim_customer as d using (customer_id)
        where c.start_date + {SEEN_DAYS - 1} <= ? order by m.campaign_id, m.customer_id""",
        [as_of],
    ).df()


def missing(con: duckdb.DuckDBPyConnection, version: str, frame: pd.DataFrame, days: list[date]) -> list[date]:
    """Of the days those on which campaigns began of whose members the version has not said how likely they were."""
    con.register("offer_member", frame)
    rows = con.execute(
        """select distinct start_date from offer_member as m where list_contains(?, m.start_date::date) and not exists (
            from lake.offer.eve as e where e.version = ? and e.start_date = m.start_date::date
            and e.product_code = m.product_code and e.customer_id = m.customer_id)""",
        [days, version],
    ).fetchall()
    con.unregister("offer_member")
    return sorted(row[0].date() for row in rows)


def keep_eve(
    con: duckdb.DuckDBPyConnection, version: str, frame: pd.DataFrame, said: dict[date, tuple[pd.Series, np.ndarray]],
    products: tuple[str, ...],
) -> None:  # fmt: skip
    """Remember the chance of each member of campaigns begun on these days. ``said``: customers, and (products, customers)."""
    found = []
    for day, (customers, chance) in said.items():
        of = frame[pd.to_datetime(frame["start_date"]).dt.date == day].drop_duplicates(["product_code", "customer_id"])
        place = pd.Index(customers).get_indexer(of["customer_id"])
        product = pd.Index(products).get_indexer(of["product_code"])
        known = np.where((place < 0) | (product < 0), 0.0, chance[product, place])
        found.append(of[["start_date", "product_code", "customer_id"]].assign(version=version, chance=known))
    con.register("offer_eve", pd.concat(found))
    con.execute("begin")
    for day in said:
        con.execute("delete from lake.offer.eve where version = ? and start_date = ?", [version, day])
    con.execute("insert into lake.offer.eve by name from offer_eve")
    con.execute("commit")
    con.unregister("offer_eve")


def eve(con: duckdb.DuckDBPyConnection, version: str) -> dict[tuple[date, str], pd.Series]:
    """(start, product) → chance by customer, as the version said."""
    rows = con.execute(
        "select start_date, product_code, customer_id, chance from lake.offer.eve where version = ?", [version]
    ).df()
    return {
        (pd.Timestamp(day).date(), product): of.set_index("customer_id")["chance"]
        for (day, product), of in rows.groupby(["start_date", "product_code"])
    }


def results(frame: pd.DataFrame, scores: dict[tuple[date, str], pd.Series]) -> pd.DataFrame:
    """Rows of ``campaign_result`` without the campaign's name. ``scores``: what ``eve`` gives."""
    rows: list[dict[str, object]] = []
    for campaign, of in frame.groupby("campaign_id", sort=True):
        hit, is_control = of["hit"].to_numpy(np.int8), of["is_control"].to_numpy(bool)
        rows.append(_row(campaign, "all", "", None, effect(hit, is_control)))
        for column, part in (("stratum", "group"), ("entity_id", "entity")):
            for unit, chosen in of.groupby(column, sort=True):
                if part == "group" or chosen["is_control"].sum() >= ENTITY_LEAST:
                    found = effect(chosen["hit"].to_numpy(np.int8), chosen["is_control"].to_numpy(bool))
                    rows.append(_row(campaign, part, str(unit), str(unit) if part == "entity" else None, found))
        rows += _by_score(campaign, of, scores)
    return pd.DataFrame(rows)


def _by_score(campaign: object, of: pd.DataFrame, scores: dict[tuple[date, str], pd.Series]) -> list[dict[str, object]]:
    known = scores.get((pd.Timestamp(of["start_date"].iloc[0]).date(), of["product_code"].iloc[0]))
    if known is None:
        return []
    score = known.reindex(of["customer_id"]).fillna(0).to_numpy()
    hit, is_control = of["hit"].to_numpy(np.int8), of["is_control"].to_numpy(bool)
    rows = [
        _row(campaign, "decile", f"{number:02}", None, found)
        for number, found in enumerate(by_part(hit, is_control, score), 1)
    ]
    curve = qini(hit, is_control, score)
    rows += [_point(campaign, "qini", f"{share:.2f}", gained) for share, gained in curve]
    return [*rows, _point(campaign, "qini_coefficient", "", qini_coefficient(curve))]


def _row(campaign: object, part: str, unit: str, entity: str | None, found: Effect) -> dict[str, object]:
    return {
        "campaign_id": campaign, "part": part, "unit_id": unit, "entity_id": entity, "treated": found.treated,
        "treated_hits": found.treated_hits, "control": found.control, "control_hits": found.control_hits,
        "treated_rate": found.treated_hits / found.treated if found.treated else None,
        "control_rate": found.control_hits / found.control if found.control else None,
        "uplift": found.uplift, "low": found.low, "high": found.high,
    }  # fmt: skip


def _point(campaign: object, part: str, unit: str, value: float) -> dict[str, object]:
    return {"campaign_id": campaign, "part": part, "unit_id": unit, "uplift": value}


def keep(con: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> None:
    """Write the results to the lake."""
    if frame.empty:
        return
    con.register("offer_result", pa.Table.from_pandas(frame, preserve_index=False))
    con.execute("begin")
    tables.replace(con, "campaign_result", """select r.* replace (case when isfinite(r.uplift) then r.uplift end as uplift,
        case when isfinite(r.low) then r.low end as low, case when isfinite(r.high) then r.high end as high),
        c.name, c.name_en, c.product_code, c.start_date, c.end_date
        from offer_result as r join lake.raw.past_campaign as c using (campaign_id)""")  # fmt: skip
    con.execute("commit")
    con.unregister("offer_result")


def last_start(as_of: date) -> date:
    """The last start of a campaign whose outcomes are all known on the day."""
    return as_of - timedelta(days=SEEN_DAYS - 1)
