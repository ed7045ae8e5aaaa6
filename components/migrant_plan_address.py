"""What may stand in the address of the planning tab, beside policy and node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.address_words import Word, is_number, number, one_of, said_range
from components.migrant_plan_asked import MOST, MOST_SITES, mode_of, plain, several
from data.i18n import p_
from data.serving import reading

Query = Mapping[str, Any]


def _held(word: str, dimension: str) -> Word:
    """Ids of ``dimension`` joined by commas, as ``word`` of the address."""

    def strange(query: Query) -> list[str]:
        with reading() as state:
            return list(state.names.unknown(dimension, several(str(query[word]))))

    def close(query: Query) -> str:
        with reading() as state:
            keys = state.names.close_to(dimension, strange(query)[0])
            return p_("list", ", ").join(f"{state.names.name(dimension, key)} ({key})" for key in keys)

    return Word(lambda _value, query: not strange(query), close)


WORDS = {
    "mode": one_of("budget", "days"),
    "amount": Word(
        lambda value, query: is_number(plain(value), 1, MOST[mode_of(query)], whole=True),
        lambda query: said_range(1, MOST[mode_of(query)], whole=True),
    ),
    "sites": number(1, MOST_SITES, whole=True),
    "counties": _held("counties", "county"),
    "centres": _held("centres", "centre"),
}


def understood(query: Query) -> dict[str, Any]:
    """The words of the address that can be planned with."""
    return {name: query[name] for name, word in WORDS.items() if query.get(name) and word.fits(str(query[name]), query)}
