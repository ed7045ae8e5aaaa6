"""The font that ships with the product draws every name a watermark can hold."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from data.photos.signature import LETTERS
from data.photos.watermark import font

NAMES = """
select name from dim_staff union all select name from dim_entity union all select short_name from dim_entity
union all select name from dim_region
"""
RARE = "䶮㛃㙍𬭳𫖯喆燚昇犇垚玥珺堃赟頔祎禤啰勐璎·"  # of people's and places' names, beyond the common thousands


def drawn(letter: str) -> bytes:
    """The pixels of a letter."""
    return bytes(font(32).getmask(letter))


def test_every_name_is_drawn(province):
    file = province / "serving" / Path(json.loads((province / "serving" / "current.json").read_text())["file"]).name
    with duckdb.connect(str(file), read_only=True) as con:
        letters = set("".join(name for (name,) in con.execute(NAMES).fetchall() if name))
    nothing = drawn("\U0010ffff")
    assert len(letters) > 500
    assert [
        letter
        for letter in sorted(letters | set(LETTERS + "演示黔"))
        if not letter.isspace() and drawn(letter) == nothing
    ] == []


def test_rare_characters_of_names_are_drawn():
    assert [letter for letter in RARE if drawn(letter) == drawn("\U0010ffff")] == []
