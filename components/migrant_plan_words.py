"""What a plan says in words: the finding, how it was found, what was left out. Plan in, text out."""

from __future__ import annotations

from dash import html

from components.migrant_plan_asked import Asked
from data.i18n import _
from data.i18n.numbers import human, percent
from models.migrant_plan import Plan


def given(asked: Asked) -> str:
    """20.0 万元, or 300 service days."""
    return human(asked.amount, _("yuan") if asked.mode == "budget" else _("service days"))


def finding(found: Plan, asked: Asked, policy: str, names: dict[str, dict[str, str]]) -> str:
    """One sentence: how many are reached, against the even split, and where most of them."""
    if not found.days:
        return _(
            '%(given)s for "%(policy)s" pays no service day that would reach anybody.',
            given=given(asked),
            policy=policy,
        )
    first = found.frame.iloc[0]
    words = {
        "given": given(asked),
        "policy": policy,
        "gain": human(round(found.gain)),
        "more": human(round(found.gain) - round(found.even)),
        "county": names["county"].get(str(first["county"]), str(first["county"])),
        "centre": names["centre"].get(str(first["centre"]), str(first["centre"])),
        "most": human(round(first["gain"])),
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
        _("Method: branch and bound over the places to open, integer programming (HiGHS) inside, beside greedy."),
        _("Nothing better exists (to 0.02 %).")
        if found.is_proved
        else _(
            "No plan can reach more than %(bound)s; this one is at most %(gap)s below.",
            bound=human(round(found.bound)),
            gap=percent(found.gap, 2),
        ),
        _(
            "Greedy (most per yuan first) reaches %(greedy)s, days in proportion to the uncovered %(share)s,"
            " the even split %(even)s.",
            greedy=human(round(found.greedy)),
            share=human(round(found.proportional)),
            even=human(round(found.even)),
        ),
        _(
            "%(all)s service days could be planned; the bound settles all but %(open)s of them, which the solver decides.",
            all=human(found.all_days, compact=False),
            open=human(found.open_days, compact=False),
        ),
    ]
    return said


def method_list(found: Plan) -> html.Ul:
    """The same as a list."""
    return html.Ul([html.Li(text) for text in method(found)], className="plan-said")
