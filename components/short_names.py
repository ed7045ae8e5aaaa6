"""Names short enough for an axis: the parent's name in front left out, English words of kind shortened or dropped."""

from __future__ import annotations

import re

from data.i18n import current_language

_AUTONOMOUS = re.compile(r"^(\S+) .*Autonomous (Prefecture|County)$")
_KIND = re.compile(r" (City|Prefecture|County|District|Special District|Municipality)$")
_BANK = re.compile(r"(农村商业银行|农商行|县?农村信用合作联社|县?联社)$| (Rural Commercial Bank|County Union|Union)$")
_WORDS = (("Rural Commercial Bank", "RCB"), ("County Union", "Union"), ("Sub-branch", "Br."), ("Branch", "Br."))


def short_name(name: str, parent: str = "") -> str:
    """遵义农商行南关支行 below 遵义农商行 → 南关支行; Qiannan Buyei and Miao Autonomous Prefecture → Qiannan."""
    rest = name.removeprefix(parent).strip(" ,·-") or name
    if current_language() != "en":
        return rest
    for long, short in _WORDS:
        rest = rest.replace(long, short)
    return _KIND.sub("", _AUTONOMOUS.sub(r"\1", rest))


def seat(entity: str) -> str:
    """Where an entity is at home, enough beside the name of an outlet: 威宁农商行 → 威宁; Xifeng County Union → Xifeng."""
    return _BANK.sub("", entity) or entity
