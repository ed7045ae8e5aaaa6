"""Who asks for a scene: the screen's own scope, with the rights to ask for the figures scenes are made of.

A screen's account opens no page; what is on the wall is chosen by us and shows no personal data beyond masks. So a scene is
asked for with the pages' figures open, and without ``personal:read``, ``track:read`` or ``export``.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace

from data.asker import Asker, acting, current_asker
from data.rights import SCENES

KEPT = frozenset({"page:wall", "live:read", "page:overview"})


def as_scene() -> AbstractContextManager[Asker]:
    """Ask for a scene's figures inside the block, within the current asker's scope."""
    asker = current_asker()
    return acting(replace(asker, rights=SCENES | (asker.rights & KEPT)))
