"""The version of what a screen has loaded: another one, and the screen loads itself anew, unseen."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ("assets/wall/**/*", "assets/[0-9]*.css", "assets/map*.js", "assets/vendor/*", "api/templates/wall*.html")


@lru_cache
def assets_version() -> str:
    """By content, so that it is the same on every web node; read once a process."""
    found = hashlib.sha256()
    for file in sorted({file for part in PARTS for file in ROOT.glob(part) if file.is_file()}):
        found.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return found.hexdigest()[:12]
