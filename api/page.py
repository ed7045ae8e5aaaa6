"""What the few pages outside the shell need: language, theme, style sheets, texts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from components.theme import current_theme
from data.i18n import _, current_language
from data.settings import settings

ASSETS = Path(__file__).parent.parent / "assets"


def page_texts() -> dict[str, Any]:
    """Variables every template of ours uses."""
    names = settings().org_name.split("|")
    return {
        "_": _,
        "lang": current_language(),
        "theme": current_theme(),
        "styles": style_sheets(),
        "org": names[0] if current_language() == "zh" else names[-1],
        "demo": settings().demo,
    }


@lru_cache
def style_sheets() -> tuple[str, ...]:
    """Our style sheets in their order, with a version that changes when the file does."""
    return tuple(f"/assets/{file.name}?v={int(file.stat().st_mtime)}" for file in sorted(ASSETS.glob("*.css")))
