"""What a plan says in words: the finding, how it was found, what was left out. Plan in, text out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from dash import html

from components.migrant_plan_asked import Asked
from data.i18n import _, p_
from data.i18n.numbers import human, percent
from models.migrant_plan import Plan

UNUSED = 0.05  # of what was given: less is what remains below the price of a day


def given(asked: Asked) -> str:
    """20.0 万元, or 300 service days."""
    return human(asked.amount, _("yuan") if asked.mode == "budget" else _("service days"))


def used(found: Plan, asked: Asked) -> tuple[str, str | None]:
    """What of it the plan takes, and what it leaves; None where that is next to nothing."""
    taken = found.cost if asked.mode == "budget" else found.days
    left = asked.amount - taken
    if left <= UNUSED * asked.amount:
        return given(asked), None
    return given(replace(asked, amount=taken)), given(replace(asked, amount=left))


def people(expected: float) -> str:
    """An expected number of people: whole, <1 where it is less than half a one."""
    return human(expected, format="expected")


def whole_people() -> str:
    """How expected numbers are to be read."""
    return _(
        "Expected people are calculated with decimals and shown whole; <1 is more than nothing and less than half a person."
        " Sums are made of the decimals, so they may differ from the sum of what is shown by a person or two."
    )


def finding(found: Plan, asked: Asked, policy: str, names: dict[str, dict[str, str]]) -> str:
    """How many are reached, against the even split, where most of them, and what is left of what was given."""
    if not found.days:
        return _(
            '%(given)s for "%(policy)s" pays no service day that would reach anybody.',
            given=given(asked),
            policy=policy,
        )
    taken, left = used(found, asked)
    said = _gained(found, taken, policy, names)
    return f"{said}{_left(asked, taken, left)}" if left else said


def _left(asked: Asked, taken: str, left: str) -> str:
    return _(
        " Of the %(given)s given only %(taken)s can be used, %(left)s are left: no further service day is worth planning.",
        given=given(asked),
        taken=taken,
        left=left,
    )


def _gained(found: Plan, taken: str, policy: str, names: dict[str, dict[str, str]]) -> str:
    first = found.frame.iloc[0]
    words = {
        "given": taken,
        "policy": policy,
        "gain": people(found.gain),
        "more": human(round(found.gain) - round(found.even)),
        "county": names["county"].get(str(first["county"]), str(first["county"])),
        "centre": names["centre"].get(str(first["centre"]), str(first["centre"])),
        "most": people(first["gain"]),
    }
    if round(found.gain) <= round(found.even):
        return _(
            '%(given)s for "%(policy)s" would newly reach some %(gain)s workers, as many as an even split;'
            " most of them from %(county)s at %(centre)s (%(most)s).",
            **words,
        )
    return _(
        '%(given)s for "%(policy)s" would newly reach some %(gain)s workers, %(more)s more than an even split;'
        " most of them from %(county)s at %(centre)s (%(most)s).",
        **words,
    )


def method(found: Plan) -> list[str]:
    """How it was found, and how good it can be at most: a text each."""
    said = [
        _(
            "Method: branch and bound over the places to open, integer programming (HiGHS) inside, compared with greedy."
        ),
        _limit(found),
        _(
            "For comparison: spending where a yuan brings most first reaches %(greedy)s people, days in proportion to"
            " those not reached yet %(share)s, the even split %(even)s.",
            greedy=people(found.greedy),
            share=people(found.proportional),
            even=people(found.even),
        ),
        _weighed(found),
    ]
    return said


def without_days(found: Plan, names: dict[str, dict[str, str]]) -> list[str]:
    """Why centres get nothing of the plan that would get a day of an even split; nothing to say where each gets one."""
    days = found.frame.groupby("centre")["days"].sum()
    left = [names["centre"].get(str(key), str(key)) for key in days[days == 0].index]
    if not left:
        return []
    return [
        _(
            "No day for %(centres)s, however much they lag: with the fare, the cost of starting at a centre and how often a"
            " service there reaches somebody new, the same effort reaches more people where days are planned.",
            centres=p_("list", ", ").join(left),
        )
    ]


def better_by(found: Plan) -> int:
    """How many more people a better plan could reach at most."""
    return max(math.floor(found.bound) - round(found.gain), 0)


def _limit(found: Plan) -> str:
    if found.is_proved:
        return _("No better plan exists (checked to 0.02 % of the people reached).")
    return _(
        "The calculated upper limit is %(bound)s people: no plan can reach more, this one is at most %(n)s short of it.",
        bound=human(round(found.bound)),
        n=human(better_by(found)),
    )


def _weighed(found: Plan) -> str:
    """How the service days were decided on."""
    whole = human(found.all_days, compact=False)
    if not found.open_days:
        return _("All %(all)s service days that could be planned were weighed.", all=whole)
    return _(
        "All %(all)s service days that could be planned were weighed; %(open)s of them were close calls, decided by"
        " trying their combinations.",
        all=whole,
        open=human(found.open_days, compact=False),
    )


def offered_first(cost: float, days: int, part: float) -> str:
    """What the amount in the form is before anybody writes one: a part of all that is worth planning."""
    return _(
        "Every service day worth planning for this policy, as far as staff numbers allow, would come to %(cost)s and"
        " %(days)s; the form opens with %(part)s of that.",
        cost=human(cost, _("yuan")),
        days=human(days, _("service days")),
        part=percent(part, decimals=0),
    )


def said_list(said: Sequence[str]) -> html.Ul:
    """Texts, a line each."""
    return html.Ul([html.Li(text) for text in said], className="plan-said")
