"""What a visit is about and what comes of it: purpose by group and season, result by purpose, length, satisfaction."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from etl.world import wishes
from etl.world.appetite import TAKEN
from etl.world.dice import dice, pick
from etl.world.holdings import PRODUCT_GROUPS, PRODUCTS
from etl.world.province import Province
from etl.world.season import before_spring_festival

PURPOSES = (
    "credit_review", "loan_followup", "deposit_care", "new_credit", "mobile_banking", "migrant_family", "complaint",
    "senior_care",
)  # fmt: skip
RESULTS = (
    "intent_drawdown", "line_granted", "channel_opened", "deposit_promised", "no_need", "not_home", "follow_up",
    "resolved",
)  # fmt: skip
# Rows: customer groups (households.GROUPS); columns: purposes.
PURPOSE_CHANCES = np.array([
    [0.25, 0.18, 0.13, 0.21, 0.14, 0.03, 0.01, 0.05],  # grower
    [0.24, 0.20, 0.17, 0.12, 0.22, 0.01, 0.02, 0.02],  # sole_trader
    [0.27, 0.30, 0.15, 0.14, 0.10, 0.01, 0.02, 0.01],  # micro_business
    [0.09, 0.08, 0.13, 0.12, 0.17, 0.37, 0.01, 0.03],  # migrant
    [0.23, 0.14, 0.12, 0.30, 0.15, 0.04, 0.01, 0.01],  # returnee
    [0.22, 0.12, 0.30, 0.10, 0.22, 0.01, 0.02, 0.01],  # public_sector
    [0.19, 0.13, 0.27, 0.11, 0.25, 0.02, 0.02, 0.01],  # urban_wage
    [0.03, 0.03, 0.34, 0.03, 0.10, 0.08, 0.02, 0.37],  # senior
    [0.04, 0.03, 0.21, 0.09, 0.53, 0.06, 0.02, 0.02],  # student
])  # fmt: skip
RESULT_CHANCES = np.array([
    [0.27, 0.15, 0.03, 0.07, 0.21, 0.07, 0.19, 0.01],  # credit_review
    [0.09, 0.04, 0.02, 0.05, 0.22, 0.08, 0.18, 0.32],  # loan_followup
    [0.03, 0.01, 0.06, 0.42, 0.21, 0.07, 0.18, 0.02],  # deposit_care
    [0.18, 0.31, 0.04, 0.03, 0.19, 0.09, 0.15, 0.01],  # new_credit
    [0.02, 0.01, 0.52, 0.04, 0.20, 0.06, 0.13, 0.02],  # mobile_banking
    [0.07, 0.05, 0.17, 0.23, 0.17, 0.12, 0.18, 0.01],  # migrant_family
    [0.01, 0.00, 0.03, 0.02, 0.03, 0.06, 0.16, 0.69],  # complaint
    [0.01, 0.01, 0.09, 0.21, 0.12, 0.04, 0.11, 0.41],  # senior_care
])  # fmt: skip
MINUTES = np.array([25, 20, 16, 24, 14, 18, 26, 29], float)
# What comes of a talk about a product of each group (deposit, loan, online, intermediary).
OF_GROUP = ("deposit_promised", "intent_drawdown", "channel_opened", "follow_up")
_GROUP = {item.code: PRODUCT_GROUPS.index(item.group) for item in PRODUCTS}
SPOKEN_AS = np.array([RESULTS.index(OF_GROUP[_GROUP[code]]) for code in TAKEN])
USUALLY_DISPLEASED = 0.06  # part of talks, where nothing is known of the branch
NOT_HOME = RESULTS.index("not_home")
# Rating 1 to 5, then "not asked"; rows: ordinary, unhappy business (complaints, nothing needed), less good service.
RATINGS = np.array([
    [0.0016, 0.0035, 0.0135, 0.212, 0.5994, 0.170],
    [0.0060, 0.0110, 0.0330, 0.300, 0.4500, 0.200],
    [0.0160, 0.0340, 0.1100, 0.350, 0.3100, 0.180],
])  # fmt: skip
NOTES = (
    ("了解资金用途，拟用信{}万元", "春耕备料需要资金，约{}万元", "扩种需要周转，意向{}万元"),
    ("授信通过，额度{}万元", "完善资料后授信{}万元"),
    ("演示手机银行转账", "讲解手机银行与社保卡绑定", "现场教会使用扫码收款"),
    ("年底回款后存入，约{}万元", "定期到期转存意向{}万元"),
    ("目前不缺资金，留下名片", "暂无需求，下季度再访"),
    ("家中无人，邻居代为转告", "外出赶集，改日再访"),
    ("需与家人商量，下周再来", "资料不全，约定下次补齐"),
    ("资金用途属实，经营正常", "问题已说明，客户认可", "上门办理社保卡激活"),
)


@dataclass(frozen=True)
class Talks:
    """One row per stop. ``dwell`` in seconds; ``rating`` 0 when not asked; ``note`` indexes ``notes()``, 0 is empty."""

    purpose: np.ndarray
    result: np.ndarray
    dwell: np.ndarray
    rating: np.ndarray
    photos: np.ndarray
    note: np.ndarray

    def only(self, rows: np.ndarray) -> Talks:
        """The rows of a mask, or in the order of an index."""
        return Talks(*(getattr(self, item.name)[rows] for item in fields(self)))


def talk(rng: np.random.Generator, province: Province, day: date, seat: np.ndarray, household: np.ndarray) -> Talks:
    """Play the talks of a day's stops. Some branches serve less well than others."""
    displeased = province.effort.displeased[province.staffing.seats.branch[seat]]
    return converse(rng, day, province.households.group[household], displeased, _turned_to(province, day, household))


def converse(
    rng: np.random.Generator, day: date, group: np.ndarray, displeased: np.ndarray, turns_to: np.ndarray | None = None
) -> Talks:
    """Talks with members of customer groups (households.GROUPS); ``displeased`` is the chance that one goes less well.

    ``turns_to``: the result of talks that turn to what somebody has in mind, -1 for the others.
    """
    count = len(group)
    purpose = pick(rng, _purposes(day), group)
    result = pick(rng, RESULT_CHANCES, purpose)
    if turns_to is not None:
        result = np.where((turns_to >= 0) & (result != NOT_HOME), turns_to, result).astype(result.dtype)
    away = result == NOT_HOME
    minutes = np.where(away, 2.5, MINUTES[purpose]) * rng.lognormal(-0.06, 0.36, count)
    ill = (purpose == PURPOSES.index("complaint")) | (result == RESULTS.index("no_need"))
    mood = np.where(rng.random(count) < displeased, 2, ill.astype(int))
    rating = (pick(rng, RATINGS, mood) + 1) % 6
    photos = np.searchsorted([0.34, 0.76, 0.94], rng.random(count)).astype(np.int8)
    return Talks(
        purpose=purpose,
        result=result,
        dwell=np.maximum(minutes * 60, 75).astype(np.int64),
        rating=np.where(away, 0, rating).astype(np.int8),
        photos=np.where(away & (photos > 1), 1, photos).astype(np.int8),
        note=_notes_for(rng, result),
    )


def _turned_to(province: Province, day: date, household: np.ndarray) -> np.ndarray:
    """The result of each talk with a customer who wishes for something and speaks of it; -1 for the others."""
    customer = province.households.customer[household]
    wish = wishes.on(province.seed, len(province.customer_household), len(TAKEN), day)
    speaks = dice(province.seed, "spoken wishes", day.toordinal()).random(len(household), np.float32) < wishes.SPOKEN
    wished = np.where((customer >= 0) & speaks, wish[customer], -1)
    return np.where(wished >= 0, SPOKEN_AS[wished], -1)


def notes() -> list[str]:
    """Every note there is; the first is the empty one."""
    amounts = (2, 3, 5, 6, 8, 10, 15, 20)
    return [""] + [line.format(amount) for lines in NOTES for amount in amounts for line in lines]


def _notes_for(rng: np.random.Generator, result: np.ndarray) -> np.ndarray:
    size = np.array([len(lines) * 8 for lines in NOTES])
    begin = 1 + np.cumsum(size) - size
    chosen = begin[result] + (rng.random(len(result)) * size[result]).astype(np.int64)
    return np.where(rng.random(len(result)) < 0.24, chosen, 0).astype(np.int16)


def _purposes(day: date) -> np.ndarray:
    """The table for the day: families of migrants are visited when they are home, new credit lines before sowing."""
    factor = np.ones(len(PURPOSES))
    factor[PURPOSES.index("migrant_family")] = 0.7 + 2.2 * before_spring_festival(day)
    factor[PURPOSES.index("new_credit")] = 1.3 if day.month in (3, 4, 5) else 0.95
    factor[PURPOSES.index("deposit_care")] = 1.25 if day.month in (1, 2, 12) else 1.0
    chances = PURPOSE_CHANCES * factor
    return chances / chances.sum(axis=1, keepdims=True)
