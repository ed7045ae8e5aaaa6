"""Where people work: provinces, cities, the thirteen centres, and what draws whom where.

Names and codes of cities are public (`reference/cities.csv`), the shares of the provinces a published estimate
(`reference/migrant_destinations.csv`). Where the centres stand, how good they are, and the pull of cities and trades
are this demo's choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from etl.world.geography import GEO, REFERENCE, read_rows

TRADES = (
    "construction", "electronics", "garment", "footwear", "furniture", "logistics", "catering", "domestic", "mining",
    "farming", "other",
)  # fmt: skip
TRADE_SHARES = np.array([0.20, 0.15, 0.13, 0.06, 0.05, 0.08, 0.10, 0.05, 0.02, 0.03, 0.13])
WOMEN_IN_TRADE = np.array([0.25, 1.1, 1.7, 1.2, 0.7, 0.5, 1.3, 3.0, 0.1, 1.0, 1.0])
# How much more of a trade there is in a province or city than elsewhere.
TRADES_OF_PROVINCE = {
    "110000": "domestic 3 catering 1.8 mining 0",
    "140000": "mining 9",
    "150000": "mining 7",
    "310000": "domestic 2.4 logistics 1.6 catering 1.5 mining 0",
    "320000": "electronics 1.8 furniture 0.7 mining 0.3",
    "330000": "garment 1.5 footwear 1.6 furniture 1.2 electronics 0.8 mining 0.2",
    "350000": "footwear 3.2 garment 1.4 mining 0.3",
    "440000": "electronics 1.9 furniture 1.5 construction 0.7 mining 0.2",
    "450000": "farming 2 construction 1.3",
    "460000": "farming 4 catering 1.5",
    "500000": "construction 1.5 electronics 1.2",
    "510000": "construction 1.5 catering 1.3",
    "530000": "farming 4 mining 3 construction 1.4 electronics 0.2 footwear 0.2",
    "610000": "mining 5",
    "650000": "farming 6 mining 2",
}
TRADES_OF_CITY = {
    "温州": "footwear 4 garment 1.2", "台州": "footwear 1.8 furniture 1.4", "金华": "logistics 2.2 garment 1.5 other 1.4",
    "杭州": "garment 1.5 logistics 1.5 catering 1.4", "宁波": "electronics 1.7", "嘉兴": "garment 1.6 furniture 1.8",
    "东莞": "electronics 1.5 footwear 2 furniture 1.6", "深圳": "electronics 1.6 logistics 1.6", "佛山": "furniture 3",
    "广州": "garment 2 catering 1.4", "泉州": "footwear 2.2 garment 1.3", "莆田": "footwear 3", "苏州": "electronics 1.6",
}  # fmt: skip
CITIES = (
    "杭州 18 宁波 17 温州 16 台州 14 金华 18 绍兴 9 嘉兴 9 湖州 5 丽水 2 "
    "广州 17 深圳 20 东莞 22 佛山 15 惠州 9 中山 8 珠海 4 江门 4 "
    "泉州 34 福州 15 厦门 16 漳州 10 莆田 9 宁德 6 苏州 36 无锡 17 常州 12 南京 10 南通 8 "
    "昆明 42 曲靖 9 文山 8 红河 9 昭通 8 西双版纳 6 成都 40 宜宾 5 泸州 6 长沙 22 怀化 10 湘西 5 "
    "武汉 24 合肥 14 南宁 12 柳州 9 河池 8 百色 6 南昌 12 海口 10 三亚 6 西安 16"
)
DULL, CAPITAL = 1.0, 6.0  # the pull of a city nobody names, and of an unnamed capital


@dataclass(frozen=True)
class Centre:
    """A service centre. ``quality`` 1 is what most reach; ``clerks`` beside its head."""

    centre_id: str
    city: str
    short: str
    name_en: str
    address: str
    opened: date
    quality: float
    clerks: int


CENTRES = (
    Centre("C01", "530100", "昆明", "Kunming", "云南省昆明市", date(2021, 3, 18), 1.0, 4),
    Centre("C02", "441900", "东莞", "Dongguan", "广东省东莞市", date(2021, 4, 12), 1.15, 6),
    Centre("C03", "440300", "深圳", "Shenzhen", "广东省深圳市", date(2021, 6, 8), 1.05, 5),
    Centre("C04", "440100", "广州", "Guangzhou", "广东省广州市", date(2022, 3, 1), 1.0, 5),
    Centre("C05", "440600", "佛山", "Foshan", "广东省佛山市", date(2022, 5, 17), 0.9, 4),
    Centre("C06", "310100", "上海", "Shanghai", "上海市", date(2022, 9, 6), 1.1, 4),
    Centre("C07", "330700", "义乌", "Yiwu", "浙江省金华市义乌市", date(2021, 3, 30), 1.25, 7),
    Centre("C08", "350500", "泉州", "Quanzhou", "福建省泉州市", date(2022, 4, 20), 0.95, 5),
    Centre("C09", "330100", "杭州", "Hangzhou", "浙江省杭州市", date(2022, 6, 15), 1.1, 6),
    Centre("C10", "320500", "苏州", "Suzhou", "江苏省苏州市", date(2023, 2, 21), 1.0, 5),
    Centre("C11", "330200", "宁波", "Ningbo", "浙江省宁波市", date(2023, 5, 9), 0.9, 5),
    Centre("C12", "331000", "台州", "Taizhou", "浙江省台州市", date(2024, 6, 18), 0.36, 2),
    Centre("C13", "330300", "温州", "Wenzhou", "浙江省温州市", date(2024, 10, 15), 0.3, 2),
)
DEMO_SITE = "（演示选址）"  # no published list says where centres are
YIWU = (120.07, 29.31)
REMOTE_ID, REMOTE_OPENED, REMOTE_QUALITY, REMOTE_CLERKS = "REMOTE", date(2021, 1, 4), 0.2, 9
REMOTE = len(CENTRES)  # its index


@dataclass(frozen=True)
class Places:
    """Provinces and cities by index, in the order of codes. ``share`` of provinces sums to 1.

    ``centre`` is an index into CENTRES, or REMOTE. ``city_chances``: a row per province and trade, over all cities.
    """

    provinces: list[dict[str, str]]
    cities: list[dict[str, str]]
    share: np.ndarray
    province: np.ndarray
    centre: np.ndarray
    city_chances: np.ndarray
    trade_chances: np.ndarray


def choose(chances: np.ndarray, row: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """A column for each entry of ``row`` by that row's chances (they need not sum to 1); ``draw`` is uniform in [0, 1)."""
    total = chances.sum(axis=1, keepdims=True)
    edges = np.cumsum(chances / np.where(total > 0, total, 1.0), axis=1)
    edges[:, -1] = 1.0
    flat = (edges + np.arange(len(chances))[:, None]).ravel()
    return np.searchsorted(flat, row + draw, side="right") - row * chances.shape[1]


@cache
def places() -> Places:
    """The demo's places of work."""
    provinces, cities = read_rows(GEO / "china_provinces.csv"), read_rows(REFERENCE / "cities.csv")
    index = {row["adcode"]: position for position, row in enumerate(provinces)}
    share = np.zeros(len(provinces))
    for row in read_rows(REFERENCE / "migrant_destinations.csv"):
        share[index[row["province_code"]]] = float(row["share_2025_estimate_pct"])
    province = np.array([index[row["province_code"]] for row in cities])
    return Places(
        provinces, cities, share / share.sum(), province, _nearest(cities),
        _city_chances(cities, province, len(provinces)), _trade_chances(provinces),
    )  # fmt: skip


def _nearest(cities: list[dict[str, str]]) -> np.ndarray:
    """The nearest centre of the city's province; the remote desk where the province has none."""
    at = {row["code"]: row for row in cities}
    found = []
    for row in cities:
        near = [
            (_apart(row, at[centre.city]), number)
            for number, centre in enumerate(CENTRES)
            if at[centre.city]["province_code"] == row["province_code"]
        ]
        found.append(min(near)[1] if near else REMOTE)
    return np.array(found)


def _apart(one: dict[str, str], other: dict[str, str]) -> float:
    east = (float(one["lon"]) - float(other["lon"])) * 0.88
    return float(np.hypot(east, float(one["lat"]) - float(other["lat"])))


def _city_chances(cities: list[dict[str, str]], province: np.ndarray, provinces: int) -> np.ndarray:
    named = _weights(CITIES)
    pull = np.array([named.get(c["short_name"], CAPITAL if c["code"].endswith("0100") else DULL) for c in cities])
    of_trade = np.stack([_factors(TRADES_OF_CITY.get(city["short_name"], "")) for city in cities], axis=1)
    here = np.arange(provinces)[:, None] == province
    return (here[:, None, :] * (pull * of_trade)[None]).reshape(-1, len(cities))


def _trade_chances(provinces: list[dict[str, str]]) -> np.ndarray:
    """A row per province and sex (men first), a column per trade."""
    of_province = np.stack([_factors(TRADES_OF_PROVINCE.get(row["adcode"], "")) for row in provinces])
    of_sex = np.stack([np.ones(len(TRADES)), WOMEN_IN_TRADE])
    return (TRADE_SHARES * of_province[:, None, :] * of_sex[None]).reshape(-1, len(TRADES))


def _factors(text: str) -> np.ndarray:
    named = _weights(text)
    return np.array([named.get(trade, 1.0) for trade in TRADES])


def _weights(text: str) -> dict[str, float]:
    words = text.split()
    return {name: float(weight) for name, weight in zip(words[::2], words[1::2], strict=True)}
