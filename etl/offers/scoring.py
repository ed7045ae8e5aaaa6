"""Forecasts of the day: every customer and product not held, with reasons; and a portrait of every customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from etl.offers import tables
from models.learning.additive import Additive
from models.learning.evidence import interval
from models.learning.problem import problem
from models.offer import SUPPRESSIONS, Offers, offers, places
from models.products import catalogue
from models.reasons import MOST, Speaker

TALKS = {"deposit": "deposit", "loan": "loan", "online": "online", "other": "intermediary"}


@dataclass(frozen=True)
class Scored:
    """``rows``: a row per customer (place ``n``) and product not held; ``best``: a row per customer."""

    rows: pa.Table
    best: pa.Table


def scored(frame: pd.DataFrame, staff: pd.Series, model: Additive, card: dict[str, Any]) -> Scored:
    """``frame``: features of today's cut; ``staff``: who looks after each customer."""
    of, known = problem("next_product"), catalogue()
    codes = model.binning.codes(of.matrix(frame))
    odds = model.log_odds(codes)
    chance = np.stack([one.probability(odds[place]) for place, one in enumerate(model.calibrations)])
    products = tuple(known.products)
    found = offers(frame, frame["is_opted_out"].to_numpy(bool), chance[: len(products)], known)
    reasons = _reasons(Speaker(of, model, codes), found, odds, products)
    rows = _rows(found, chance, card, products, reasons)
    first = found.rank == 1
    best = np.zeros(len(frame), np.float32)
    best[found.customer[first]] = found.expected[first]
    targets = model.targets
    return Scored(rows, pa.table({
        "n": np.arange(len(frame), dtype=np.int32),
        "leaves_probability": _short(chance[targets.index("leaves")]),
        "grows_probability": _short(chance[targets.index("grows")]),
        "staff_place": places(staff, best, known.capacity),
    }))  # fmt: skip


def _reasons(speaker: Speaker, found: Offers, odds: np.ndarray, products: tuple[str, ...]) -> dict[str, pa.Array]:
    code = np.zeros((MOST, len(found.customer)), np.uint8)
    effect = np.zeros((MOST, len(found.customer)), np.float32)
    for place, target in enumerate(products):
        at = slice(*np.searchsorted(found.product, (place, place + 1)))
        rows = found.customer[at]
        said = speaker.reasons(target, rows, odds[place, rows])
        code[:, at], effect[:, at] = said.code, said.effect
    labels = pa.array(speaker.codes)
    columns: dict[str, pa.Array] = {}
    for place in range(MOST):
        columns[f"reason_{place + 1}"] = pa.DictionaryArray.from_arrays(
            pa.array(code[place].astype(np.int16), mask=code[place] == 0), labels
        )
        columns[f"effect_{place + 1}"] = pa.array(effect[place], mask=code[place] == 0)
    return columns


def _rows(
    found: Offers, chance: np.ndarray, card: dict[str, Any], products: tuple[str, ...], reasons: dict[str, pa.Array]
) -> pa.Table:
    said = chance[found.product, found.customer]
    low, high, usual = np.empty_like(said), np.empty_like(said), np.empty_like(said)
    for place, target in enumerate(products):
        at = slice(*np.searchsorted(found.product, (place, place + 1)))
        low[at], high[at] = interval(_short(said[at]), card["intervals"][target])
        usual[at] = max(float(said[at].mean()), 1e-6) if len(said[at]) else 1.0
    return pa.table({
        "n": found.customer.astype(np.int32),
        "product_code": pa.DictionaryArray.from_arrays(pa.array(found.product.astype(np.int16)), pa.array(products)),
        "probability": _short(said), "low": low.astype(np.float32), "high": high.astype(np.float32),
        "lift": np.round(said / usual, 2).astype(np.float32),
        "value": found.value, "expected": np.round(found.expected, 2), "rank": found.rank,
        "suppressed_by": pa.DictionaryArray.from_arrays(
            pa.array(found.suppressed.astype(np.int16), mask=found.suppressed == 0), pa.array(SUPPRESSIONS)
        ),
        "is_offered": found.suppressed == 0,
        **reasons,
    })  # fmt: skip


def _short(chance: np.ndarray) -> np.ndarray:
    """To a hundredth of a per cent."""
    return np.round(chance.astype(np.float64), 4).astype(np.float32)


def keep(con: duckdb.DuckDBPyConnection, as_of: date, frame: pd.DataFrame, said: Scored) -> None:
    """Write the forecasts and portraits of the day to the lake."""
    products = catalogue().products
    groups = ", ".join(f"('{code}', '{one.group}')" for code, one in products.items())
    features = frame.assign(n=np.arange(len(frame), dtype=np.int32)).drop(
        columns=["customer_group", "education", "sex"]
    )
    con.register("offer_features", pa.Table.from_pandas(features, preserve_index=False))
    con.register("offer_rows", said.rows)
    con.register("offer_best", said.best)
    con.execute(f"create or replace temp table offer_trait as {_TRAITS}")
    con.execute("create or replace temp table offer_free as " + _FREE, [as_of])
    con.execute("begin")
    tables.replace(con, "forecast", f"""select t.customer_id, r.* exclude (n), g.product_group
        from offer_rows as r join offer_trait as t using (n)
        join (values {groups}) as g(product_code, product_group) on g.product_code = r.product_code""")  # fmt: skip
    tables.replace(con, "portrait", f"""select date '{as_of}' as as_of, t.* exclude (n), f.age, f.annual_income, f.occupation,
        f.tenure_years, f.is_opted_out, f.product_count, f.deposit_balance, round(f.deposit_growth, 3) as deposit_growth,
        f.loan_balance, f.days_past_due, f.mobile_logins, f.mobile_payments, f.quick_pays, f.merchant_amount, f.visits_30d,
        f.visits_90d, f.visits_365d, f.opened_90d, f.closed_90d, b.leaves_probability, b.grows_probability, b.staff_place,
        b.staff_place > 0 as is_task,
        r.product_code as next_product, r.probability as next_probability, r.expected as next_expected,
        r.reason_1 as next_reason, case when e.free_on > f.cut then e.free_on end as free_on
        from offer_trait as t join offer_features as f using (n) join offer_best as b using (n)
        left join offer_free as e on e.customer_id = t.customer_id
        left join offer_rows as r on r.n = t.n and r.rank = 1
        order by entity_id, branch_id, staff_id, t.customer_id""")  # fmt: skip
    con.execute("commit")
    for name in ("offer_features", "offer_rows", "offer_best"):
        con.unregister(name)


_PEACE = catalogue().contact
# Until when somebody who was contacted often enough is left in peace: the day on which only fewer visits are that recent.
_FREE = f"""select customer_id, (max(visit_date, {_PEACE.most}))[{_PEACE.most}] + {_PEACE.days + 1} as free_on
    from offer_visit where visit_date <= ? group by customer_id"""
_EVENTS = [name for name in problem("next_product").names if name.startswith("days_since_") and "talk" not in name]
_EVENTS.remove("days_since_visit")
_LIST = "[" + ", ".join(f"{{'k': '{name.removeprefix('days_since_')}', 'd': f.{name}}}" for name in _EVENTS) + "]"
_TALKED = "[" + ", ".join(f"{{'k': '{group}', 'd': f.days_since_{name}_talk}}" for name, group in TALKS.items()) + "]"
_TRAITS = f"""with latest as (
    select f.*, list_sort(list_transform(list_filter({_LIST}, x -> x.d is not null), x -> {{'d': x.d, 'k': x.k}}))[1] as event,
        list_sort(list_transform(list_filter({_TALKED}, x -> x.d is not null), x -> {{'d': x.d, 'k': x.k}}))[1] as talk
    from offer_features as f
)
select f.n, c.customer_id, c.staff_id, c.branch_id, c.entity_id, c.county_code, c.village_code, c.customer_group, c.sex,
    case when f.age < 30 then 'under_30' when f.age < 45 then '30_44' when f.age < 60 then '45_59' else '60_up' end as age_band,
    case when f.annual_income < 30000 then 'under_30k' when f.annual_income < 60000 then '30k_60k'
        when f.annual_income < 120000 then '60k_120k' else 'over_120k' end as income_band,
    c.education,
    case when f.deposit_balance < 1000 then 'under_1k' when f.deposit_balance < 10000 then '1k_10k'
        when f.deposit_balance < 100000 then '10k_100k' else 'over_100k' end as deposit_band,
    case when f.mobile_logins + f.quick_pays = 0 then 'none' when f.mobile_logins + f.quick_pays < 10 then 'some'
        else 'often' end as use_band,
    case when f.event.d <= 90 then f.event.k end as recent_event,
    case when f.event.d <= 90 then cast(f.cut as date) - cast(f.event.d as integer) end as recent_event_on,
    f.talk.k as last_talk, cast(f.cut as date) - cast(f.talk.d as integer) as last_talk_on,
    cast(f.cut as date) - cast(f.days_since_visit as integer) as last_contact_on
from latest as f join lake.mart.dim_customer as c on c.customer_id = f.customer_id"""
