"""Numbers and dates as people say them: 81.6 万户, 816k; ▲ 4.9 %; 11-23 周一.

Formats: ``count`` (whole), ``expected`` (whole; <1 for more than nothing up to half a one), ``decimal`` (one
place), ``percent`` (a share of 0–1, shown × 100), ``percentage`` (already 0–100), ``money`` (yuan), ``score`` (two places).
万/亿 in Chinese and k/M in English from 100,000 on. None is "—".
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import NamedTuple

from data.i18n import current_language

NOTHING = "—"
MINUS = "−"
PART = "<1"
PLACES = {"count": 0, "expected": 0, "decimal": 1, "percent": 1, "percentage": 1, "money": 0, "score": 2}
LARGE = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "B"), (1e6, "M"), (1e3, "k"))}
COMPACT_FROM = 100_000
WEEKDAYS_ZH = "一二三四五六日"
MONTHS_ZH = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")


class Said(NamedTuple):
    """A number and its unit apart, as a card shows them."""

    number: str
    unit: str

    def __str__(self) -> str:
        if not self.unit:
            return self.number
        tight = self.unit in {"%", "k", "M", "B"} or self.unit[:2] in {"k ", "M ", "B "}
        return f"{self.number}{self.unit}" if tight else f"{self.number} {self.unit}"


def said(
    value: object, unit: str = "", format: str = "count", *, decimals: int | None = None, compact: bool = True
) -> Said:
    """``value`` and its unit for the reader. ``compact=False`` keeps every digit (tables, tooltips)."""
    number = as_number(value)
    if number is None:
        return Said(NOTHING, "")
    if format == "percent":
        number, unit = number * 100, unit or "%"
    places = PLACES.get(format, 0) if decimals is None else decimals
    if format == "expected" and 0 < number <= 0.5:
        return Said(PART, unit)
    if compact and format in {"count", "expected", "money", "decimal"} and abs(number) >= COMPACT_FROM:
        number, places, unit = _compacted(number, unit)
    text = f"{abs(number):,.{places}f}"
    negative = number < 0 and float(text.replace(",", "")) != 0
    return Said(f"{MINUS if negative else ''}{text}", _one_of(unit) if text == "1" else unit)


def _one_of(unit: str) -> str:
    """The unit beside a 1: 1 merchant, 1 entity, 1 branch."""
    if current_language() != "en" or not unit.endswith("s"):
        return unit
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    return unit[:-2] if unit.endswith(("ches", "shes", "sses", "xes")) else unit[:-1]


def human(
    value: object,
    unit: str = "",
    format: str = "count",
    *,
    decimals: int | None = None,
    compact: bool = True,
    signed: bool = False,
) -> str:
    """``said`` as one text: ``human(816000, "户")`` → 81.6 万户. ``signed`` puts a + before a gain."""
    text = str(said(value, unit, format, decimals=decimals, compact=compact))
    number = as_number(value)
    return f"+{text}" if signed and number is not None and number > 0 and any(c in "123456789" for c in text) else text


def percent(share: object, decimals: int = 1) -> str:
    """A share of 0–1 as 64.6%."""
    return human(share, "%", "percent", decimals=decimals)


def as_number(value: object) -> float | None:
    """``value`` as a finite float, else None."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _compacted(number: float, unit: str) -> tuple[float, int, str]:
    for size, word in LARGE[current_language()]:
        if abs(number) >= size:
            scaled = number / size
            places = 1 if word in "万亿" or abs(scaled) >= 100 else 2
            places = 0 if word == "k" else places
            joint = "" if word in "万亿" or not unit else " "
            return scaled, places, f"{word}{joint}{unit}"
    return number, 0, unit


def day_text(day: date, *, weekday: bool = True, year: bool = False) -> str:
    """11-23 周一, or Mon 23 Nov."""
    if current_language() == "zh":
        text = f"{day:%Y-%m-%d}" if year else f"{day:%m-%d}"
        return f"{text} 周{WEEKDAYS_ZH[day.weekday()]}" if weekday else text
    text = f"{day.day} {day:%b}" + (f" {day.year}" if year else "")
    return f"{day:%a} {text}" if weekday else text


def month_text(day: date) -> str:
    """2026 年 11 月, or November 2026."""
    return f"{day.year} 年 {day.month} 月" if current_language() == "zh" else f"{day:%B} {day.year}"


def month_short(day: date) -> str:
    """26-10, or Oct 2026: where months stand in rows."""
    return f"{day:%y-%m}" if current_language() == "zh" else f"{day:%b} {day.year}"


def month_name(day: date) -> str:
    """十月, or Oct."""
    return MONTHS_ZH[day.month - 1] if current_language() == "zh" else f"{day:%b}"


def weekday_text(day: date) -> str:
    """周一, or Mon."""
    return f"周{WEEKDAYS_ZH[day.weekday()]}" if current_language() == "zh" else f"{day:%a}"


def clock_text(moment: datetime, *, today: date | None = None, seconds: bool = False) -> str:
    """14:36, with the day before it when it is not ``today``."""
    text = f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"
    return text if today is None or moment.date() == today else f"{day_text(moment.date(), weekday=False)} {text}"
