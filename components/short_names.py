"""Names short enough for an axis: the parent's name in front left out, English words of kind shortened or dropped."""

from __future__ import annotations

import re

from data.i18n import current_language

_AUTONOMOUS = re.compile(r"^(\S+) .*Autonomous (Prefecture|County)$")
_KIND = re.compile(r" (City|Prefecture|County|District|Special District|Municipality)$")
_WORDS = (("Rural Commercial Bank", "RCB"), ("County Union", "Union"), ("Sub-branch", "Br."), ("Branch", "Br."))


def short_name(name: str, parent: str = "") -> str:
    """遵义农商行南关支行 below 遵义农商行 → 南关支行; Qiannan Buyei and Miao Autonomous Prefecture → Qiannan."""
    rest = name.removeprefix(parent).strip(" ,·-") or name
    if current_language() != "en":
        return rest
    for long, short in _WORDS:
        rest = rest.replace(long, short)
    return _KIND.sub("", _AUTONOMOUS.sub(r"\1", rest))
