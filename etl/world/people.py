"""People's names: surname by county's peoples, given name by sex and generation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pypinyin import lazy_pinyin

from etl.world import name_tables as tables

GENERATION = 1985  # born from this year on: the younger names


@dataclass(frozen=True)
class NameCodes:
    """Names as indices into the tables, so that a relative can share the surname."""

    surname: np.ndarray
    given: np.ndarray

    def only(self, rows: slice | np.ndarray) -> NameCodes:
        """The rows of a slice, mask or index."""
        return NameCodes(self.surname[rows], self.given[rows])

    def texts(self) -> pa.Array:
        """The names in characters."""
        surnames, givens = pa.array(_surnames()[0]), pa.array(_givens()[0])
        return pc.binary_join_element_wise(surnames.take(pa.array(self.surname)), givens.take(pa.array(self.given)), "")


def draw_names(
    rng: np.random.Generator, is_female: np.ndarray, birth_year: np.ndarray, minority: np.ndarray
) -> NameCodes:
    """A name for each person. ``minority`` is the chance (0–1) of a surname from the minorities' table."""
    count = len(is_female)
    return NameCodes(draw_surnames(rng, minority), draw_given(rng, is_female, birth_year, count))


def draw_surnames(rng: np.random.Generator, minority: np.ndarray) -> np.ndarray:
    """Indices of surnames, frequency-weighted."""
    _, common, native = _surnames()
    count = len(minority)
    chosen = np.where(rng.random(count) < minority, 1, 0)
    drawn = rng.random(count)
    return np.where(chosen, np.searchsorted(native, drawn), np.searchsorted(common, drawn)).astype(np.int32)


def draw_given(rng: np.random.Generator, is_female: np.ndarray, birth_year: np.ndarray, count: int) -> np.ndarray:
    """Indices of given names: one character for about one in six, else two."""
    _, starts, sizes, singles = _givens()
    is_young = birth_year + rng.normal(0, 6, count) >= GENERATION
    table = is_female.astype(np.int64) * 2 + is_young
    single = rng.random(count) < 0.16
    skewed = rng.random(count) ** 1.4
    return np.where(
        single,
        singles[table] + (skewed * 30).astype(np.int64),
        starts[table] + (skewed * sizes[table]).astype(np.int64),
    ).astype(np.int32)


def pinyin(names: list[str]) -> list[str]:
    """Names in toneless pinyin, words joined: 罗开梅 → Luo Kaimei; compound surnames stay together."""
    return [_romanised(name) for name in names]


@lru_cache(maxsize=4096)
def syllables(word: str) -> str:
    """A word in pinyin, joined and capitalised: 永兴 → Yongxing."""
    return "".join(lazy_pinyin(word)).capitalize()


def _romanised(name: str) -> str:
    cut = 2 if name[:2] in {"令狐", "欧阳"} else 1
    given = "".join(_syllable(character) for character in name[cut:])
    return f"{''.join(map(_syllable, name[:cut])).capitalize()} {given.capitalize()}"


@lru_cache(maxsize=4096)
def _syllable(character: str) -> str:
    return {"覃": "qin", "单": "shan", "曾": "zeng", "冼": "xian"}.get(character) or lazy_pinyin(character)[0]


@lru_cache(maxsize=1)
def _surnames() -> tuple[list[str], np.ndarray, np.ndarray]:
    """All surnames, and the cumulative chances of each in the common and the minorities' table."""
    common, native = _weights(tables.SURNAMES), _weights(tables.SURNAMES_MINORITY)
    every = sorted(common | native)
    chances = [np.cumsum([table.get(name, 0) for name in every]) for table in (common, native)]
    common_edges, native_edges = (np.minimum(cumulated / cumulated[-1], 1.0) for cumulated in chances)
    return every, common_edges, native_edges


def _weights(table: str) -> dict[str, int]:
    words = table.split()
    return {name: int(weight) for name, weight in zip(words[::2], words[1::2], strict=True)}


@lru_cache(maxsize=1)
def _givens() -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """All given names; per table (men old, men young, women old, women young) where its pairs and singles begin."""
    pairs = [
        (tables.FIRST_MEN_OLD, tables.LAST_MEN_OLD),
        (tables.FIRST_MEN_YOUNG, tables.LAST_MEN_YOUNG),
        (tables.FIRST_WOMEN_OLD, tables.LAST_WOMEN_OLD),
        (tables.FIRST_WOMEN_YOUNG, tables.LAST_WOMEN_YOUNG),
    ]
    lists = [[a + b for b in last.split() for a in first.split() if a != b] for first, last in pairs]
    shuffled = [[names[i] for i in np.random.default_rng(1).permutation(len(names))] for names in lists]
    one = [
        tables.SINGLE_MEN.split(),
        tables.SINGLE_MEN.split(),
        tables.SINGLE_WOMEN.split(),
        tables.SINGLE_WOMEN.split(),
    ]
    blocks = [*shuffled, *one]
    starts = np.concatenate([[0], np.cumsum([len(block) for block in blocks])])
    sizes = np.array([len(block) for block in shuffled])
    return [name for block in blocks for name in block], starts[:4], sizes, starts[4:8]
