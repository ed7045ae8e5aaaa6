"""What an address says and a page cannot understand: told at its head with what came, what is allowed and what to do.

A page declares its words beside its layout, below ``@shown``: ``@understands(period=PERIOD, view=one_of("feeds"))``. A
value that does not fit becomes the usual, and a notice with a reference number says so. Words nobody declared are left
alone; a foreign or unknown unit is refused by who reads it.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec

from dash import html

from components.icons import icon
from components.period import Period
from components.theme import THEMES
from data.i18n import LANGUAGES, _, p_
from data.i18n.numbers import as_number, human
from data.log import logger

MOST_TOLD = 8  # words of a list in a sentence

log = logger(__name__)
P = ParamSpec("P")
Query = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """``fits``: (value, the whole query) → whether it is understood; ``allowed``: query → what may stand there, in words."""

    fits: Callable[[str, Query], bool]
    allowed: Callable[[Query], str]


def one_of(*values: str) -> Word:
    """One of some words; of many the first few are told."""

    def told(_query: Query) -> str:
        first = p_("list", ", ").join(values[:MOST_TOLD])
        rest = len(values) - MOST_TOLD
        return first if rest <= 0 else _("%(some)s and %(n)s more", some=first, n=human(rest))

    return Word(lambda value, _query: value in values, told)


def number(least: float, most: float, *, whole: bool = False) -> Word:
    """A number between two others; ``whole``: without a fraction."""
    return Word(
        lambda value, _query: is_number(value, least, most, whole=whole),
        lambda _query: said_range(least, most, whole=whole),
    )


def is_number(value: str, least: float, most: float, *, whole: bool) -> bool:
    """Whether a text is a number between two others."""
    found = as_number(value)
    return found is not None and least <= found <= most and not (whole and found != int(found))


def said_range(least: float, most: float, *, whole: bool) -> str:
    """What a number may be, in words."""
    ends = {"least": human(least, compact=False), "most": human(most, compact=False)}
    if whole:
        return _("a whole number from %(least)s to %(most)s", **ends)
    return _("a number from %(least)s to %(most)s", **ends)


PERIOD = Word(
    lambda value, _query: Period.read(value) is not None,
    lambda _query: _("today, month, year, a day like 2026-10-15 or a month like 2026-10, none in the future"),
)
EVERYWHERE = {"lang": one_of(*LANGUAGES), "theme": one_of(*THEMES)}


def misread(query: Query, words: Mapping[str, Word]) -> dict[str, str]:
    """Word → value of what does not fit."""
    return {
        name: str(query[name])
        for name, word in words.items()
        if query.get(name) and not word.fits(str(query[name]), query)
    }


def understands(**words: Word) -> Callable[[Callable[P, html.Div]], Callable[P, html.Div]]:
    """Decorates a page's layout: what it was asked and does not understand stands at its head."""

    def decorated(layout: Callable[P, html.Div]) -> Callable[P, html.Div]:
        @functools.wraps(layout)
        def told(*args: P.args, **kwargs: P.kwargs) -> html.Div:
            made, known = layout(*args, **kwargs), EVERYWHERE | words
            if lost := misread(kwargs, known):
                made.children = [notice(kwargs, lost, known), *made.children]
            return made

        return told

    return decorated


def notice(query: Query, lost: Mapping[str, str], words: Mapping[str, Word]) -> html.Div:
    """A sentence for each word, and a way to put it aside."""
    said = [
        numbered(
            _(
                "“%(name)s=%(value)s” in the address is not understood; the usual is shown. Allowed: %(allowed)s. Choose again"
                " on the page, or correct the address.",
                name=name,
                value=value[:60],
                allowed=words[name].allowed(query),
            ),
            {name: value},
        )
        for name, value in lost.items()
    ]
    close = html.Button(
        icon("close"),
        type="button",
        className="tool",
        title=_("Close"),
        **{"data-dismiss": "1", "aria-label": _("Close")},
    )
    return html.Div([html.Div(said), close], className="misread", role="status")


def numbered(sentence: str, came: Mapping[str, Any], event: str = "address_not_understood") -> html.P:
    """A sentence about what was asked for, with the reference number under which the log holds what came."""
    reference = secrets.token_hex(4).upper()
    log.info(event, reference=reference, **{f"word_{name}": str(value)[:200] for name, value in came.items()})
    return html.P([sentence, " ", html.Code(_("Reference %(number)s", number=reference))], className="missed")
