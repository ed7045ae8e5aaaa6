"""Writes ``data/pinyin_letters.txt``, which the web reads instead of ``pypinyin``: ``python -m etl.pinyin_letters``."""

from __future__ import annotations

from collections import defaultdict

from data.pinyin import FILE
from etl.reference import letter

FIRST, LAST = 0x4E00, 0x9FFF  # CJK unified ideographs


def text() -> str:
    """A line a letter: ``a 阿啊…``, characters by code point."""
    found: dict[str, str] = defaultdict(str)
    for character in map(chr, range(FIRST, LAST + 1)):
        if (read := letter(character)).isascii() and len(read) == 1:
            found[read] += character
    return "".join(f"{read} {found[read]}\n" for read in sorted(found))


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
