"""Pinyin initials of a person's name, without a dictionary of megabytes in every web process.

``pinyin_letters.txt`` has a line a letter: the characters that are read with it (as ``pypinyin`` reads them, the most usual
reading first). It is made by ``python -m etl.pinyin_letters``; a test compares the two.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("pinyin_letters.txt")
# Family names read otherwise than the same character elsewhere.
SURNAMES = {
    "曾": "z",
    "单": "s",
    "解": "x",
    "仇": "q",
    "区": "o",
    "查": "z",
    "朴": "p",
    "盖": "g",
    "翟": "z",
    "缪": "m",
}


def initials(name: str) -> str:
    """Lower case, read character by character: 曾小芳 → zxf. What is no Chinese character stays as it is."""
    known = letters()
    read = [known.get(character, character.lower()) for character in name]
    return "".join([SURNAMES.get(name[:1], "".join(read[:1])), *read[1:]])


@cache
def letters() -> dict[str, str]:
    """Character → the first letter of its reading."""
    lines = FILE.read_text("utf-8").splitlines()
    return {character: letter for letter, characters in (line.split(" ") for line in lines) for character in characters}
