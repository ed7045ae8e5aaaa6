"""A verdict in words: what was seen and what is usual, never what somebody is said to have done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from data.i18n import _, p_
from data.i18n.numbers import as_number, human
from data.integrity.facts import UNKNOWN_ACCURACY_M
from data.integrity.finding import Finding, read_findings
from data.integrity.judge import BEST
from data.integrity.limits import limits
from data.integrity.place import AWAY, FAR, VERIFIED, WHY_NOT, graded


class Reason(NamedTuple):
    """A sentence, how it reads: ``good``, ``muted`` (says nothing of anybody), ``note`` (weighs something, asks for no review)
    or ``warn``; and the points it takes off the score."""

    text: str
    tone: str
    weight: int = 0


TONES = {"verified": "good", "cannot_verify": "muted"}


def reasons(visit: Mapping[str, Any]) -> list[Reason]:
    """Of a row of the listing ``visit``: the distance first, then what else was found."""
    found = read_findings(visit.get("trust_findings"))
    if all(one.check != "distance" for one in found):
        found = [distance_of(visit), *found]
    return [Reason(sentence(one, visit), tone(one, visit), one.weight) for one in found]


def tone(found: Finding, visit: Mapping[str, Any]) -> str:
    """How a finding reads: a warning where the visit is for review, or would be for this alone; as the grade says."""
    is_for_review = visit.get("trust_grade") == "flagged" or BEST - found.weight < limits().flag_below
    return TONES.get(found.grade) or ("warn" if is_for_review else "note")


def weighed(visit: Mapping[str, Any]) -> str:
    """How the grade came about, in a sentence: what was taken off, what is left, from where on a person looks."""
    grade, found = visit.get("trust_grade"), read_findings(visit.get("trust_findings"))
    off = sum(one.weight for one in found)
    facts = {"off": human(off), "left": human(max(BEST - off, 0)), "limit": human(limits().flag_below)}
    if grade == "verified":
        return _("At the customer's place on file, nothing else noticed: nothing is taken off the 100.")
    if grade == "flagged":
        return _(
            "Together this takes %(off)s off, %(left)s of 100 are left: below %(limit)s a person looks at it.", **facts
        )
    if grade == "unverifiable":
        where = _("Where it was cannot be told: it is neither verified nor doubted.")
        return f"{where} " + _("What else was noticed takes %(off)s off.", **facts) if off else where
    left = _(
        "Together this takes %(off)s off, %(left)s of 100 are left: only below %(limit)s a person looks at it.", **facts
    )
    return f"{left} {_in_the_field(visit)}" if any(one.check == "distance" for one in found) else left


def _in_the_field(visit: Mapping[str, Any]) -> str:
    far = limits().of_one("far_m", visit.get("entity_id"))
    return _(
        "Up to %(far)s people also meet in the field or at the market: that alone asks for no review.", far=way(far)
    )


def distance_of(visit: Mapping[str, Any]) -> Finding:
    """How far from the customer's place a visit was, graded by the accuracy of its position."""
    accuracy = as_number(visit.get("accuracy_m"))
    metres, is_placed = as_number(visit.get("distance_m")), as_number(visit.get("lon")) is not None
    known = np.array([np.nan if metres is None else metres])
    exact = np.array([UNKNOWN_ACCURACY_M if accuracy is None else accuracy])
    entity = np.array([visit.get("entity_id")], object)
    (grade,), (allowed,) = graded(known, exact, np.array([is_placed]), entity, limits())
    if grade in WHY_NOT:
        usable = limits().of_one("usable_accuracy_m", visit.get("entity_id"))
        return Finding("distance", "cannot_verify", accuracy, usable, other=WHY_NOT[int(grade)])
    weight = {VERIFIED: 0.0, AWAY: limits().weights["away"], FAR: limits().weights["far"]}[int(grade)]
    return Finding("distance", "out_of_range" if weight else "verified", metres, float(allowed), int(weight))


def sentence(found: Finding, visit: Mapping[str, Any] | None = None) -> str:
    """A finding in the reader's language."""
    told = SENTENCES.get(found.check)
    return told(found, visit or {}) if told else found.check


def way(metres: object) -> str:
    """35 m, 2.3 km."""
    number = as_number(metres) or 0.0
    if number < 1_000:
        return _("%(n)s m", n=human(round(number)))
    return _("%(n)s km", n=human(number / 1000, decimals=1))


def lasting(seconds: object) -> str:
    """45 s, 12 min, 5.2 h."""
    number = abs(as_number(seconds) or 0.0)
    if number < 180:
        return _("%(n)s s", n=human(round(number)))
    if number < 7_200:
        return p_("how long", "%(n)s min") % {"n": human(round(number / 60))}
    return _("%(n)s h", n=human(number / 3600, decimals=1))


def _distance(found: Finding, visit: Mapping[str, Any]) -> str:
    if found.grade == "cannot_verify":
        return _cannot_verify(found)
    facts = {"d": way(found.value), "most": way(found.limit)}
    if found.grade == "out_of_range":
        return _("%(d)s from the address on file; up to %(most)s fits this position", **facts)
    accuracy = as_number(visit.get("accuracy_m"))
    if accuracy is None:
        return _("%(d)s from the address on file", **facts)
    return _("%(d)s from the address on file, position exact to %(a)s", a=way(accuracy), **facts)


def _cannot_verify(found: Finding) -> str:
    if found.other == "coarse":
        return _("The position is exact to %(a)s only: too coarse to tell how far it was", a=way(found.value))
    if found.other == "no_home":
        return _("The customer's address has no coordinates: the distance cannot be told")
    return _("No position came with this visit, as happens without signal; this speaks against nobody")


def _clock(found: Finding, _visit: Mapping[str, Any]) -> str:
    facts = {"n": lasting(found.value), "most": lasting(found.limit)}
    if (found.value or 0) < 0:
        return _("The phone's clock is %(n)s behind the visit; up to %(most)s is usual", **facts)
    return _("The phone's clock is %(n)s ahead of the visit; up to %(most)s is usual", **facts)


def _plain(words: Callable[[dict[str, str]], str], said: Callable[[object], str]) -> Callable[..., str]:
    """A sentence of what came and what is usual."""
    return lambda found, _visit: words({"n": said(found.value), "most": said(found.limit)})


def _number(value: object) -> str:
    return human(value)


def _hours(hours: object) -> str:
    return lasting(3600 * (as_number(hours) or 0.0))


SENTENCES: dict[str, Callable[..., str]] = {
    "distance": _distance,
    "office": _plain(lambda f: _("Recorded at the own outlet, while the address on file is %(n)s away", **f), way),
    "mock": lambda _found, _visit: _("The phone says its position came from a mock location app"),
    "teleport": _plain(
        lambda f: _(
            "From one visit to the next it would take %(n)s km/h in a straight line; up to %(most)s is usual", **f
        ),
        _number,
    ),
    "clock_drift": _clock,
    "dwell": _plain(lambda f: _("It lasted %(n)s; at least %(most)s is usual", **f), lasting),
    "brief": _plain(lambda f: _("It lasted %(n)s, a short talk", **f), lasting),
    "dense": _plain(lambda f: _("Several visits began within %(n)s; usually it takes %(most)s at least", **f), lasting),
    "pair": _plain(lambda f: _("The visit beside it began only %(n)s apart", **f), lasting),
    "shared_pattern": lambda found, _visit: _(
        "At %(n)s visits of the day the position is off in exactly the same way as colleague %(who)s's",
        n=_number(found.value),
        who=found.other or "",
    ),
    "photo_copy": lambda found, _visit: _("A photo shows the same picture as at visit %(no)s", no=found.other or ""),
    "photo_shared": lambda found, _visit: _(
        "A photo shows the same picture as a colleague's at visit %(no)s", no=found.other or ""
    ),
    "photo_alike": lambda found, _visit: _(
        "A photo looks very much like a colleague's at visit %(no)s", no=found.other or ""
    ),
    "photo_elsewhere": _plain(lambda f: _("A photo was taken %(n)s from the visit's position", **f), way),
    "photo_time": _plain(lambda f: _("A photo was taken %(n)s before or after the visit", **f), _hours),
}
