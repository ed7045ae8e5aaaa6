"""The rule and the target of one line of a scheme's document, checked parameter by parameter."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from data.performance.rules import Band, Deduction, Linear, Peer, Ranked, Rule, Tier, Tiered, Veto
from data.performance.scheme import Target

Problems = list[str]
BIG = 10**12
PARAMETERS = {
    "linear": {"floor", "cap"},
    "tiered": {"by", "tiers"},
    "deduction": {"per_unit", "max"},
    "veto": {"when", "total_cap"},
    "rank": {"within", "by", "bands"},
    "peer": {"within", "measure", "floor", "cap"},
}
WITHIN, BASIS, MEASURE = ("entity", "province"), ("completion", "value"), ("median", "mean", "upper_quartile")


def number(where: str, raw: Any, problems: Problems, *, low: int, high: int, decimals: int) -> Decimal:
    """A number as written, within its bounds; 0 after noting what is wrong."""
    is_number = isinstance(raw, int | Decimal) and not isinstance(raw, bool) and Decimal(raw).is_finite()
    value = Decimal(raw) if is_number else Decimal(0)
    if not is_number or not low <= value <= high or value != round(value, decimals):
        problems.append(
            f"{where} is {str(raw)!r}; a number from {low} to {high} with at most {decimals} decimals is needed"
        )
        return Decimal(0)
    return value


def keys(where: str, raw: dict[str, Any], allowed: Iterable[str], problems: Problems) -> None:
    """Note what the document says that nobody would read."""
    if unknown := sorted(str(k) for k in raw if k not in set(allowed)):
        problems.append(f"{where}: {', '.join(unknown)} mean nothing here; allowed are {', '.join(sorted(allowed))}")


def one_of(where: str, raw: Any, allowed: tuple[str, ...], problems: Problems) -> Any:
    """One of the words allowed; the first after noting what is wrong."""
    if raw not in allowed:
        problems.append(f"{where} is {raw!r}; allowed are {', '.join(allowed)}")
        return allowed[0]
    return raw


def read_target(where: str, raw: Any, rule: Rule, problems: Problems) -> Target:
    """``feed``, ``{fixed: 0.02}``, ``{own_last_year: 1.1}`` or ``{peers: median, within: entity}``."""
    if isinstance(rule, Peer):
        if raw is not None:
            problems.append(f"{where}: the peers are the target already")
        return Target("peers", within=rule.within, measure=rule.measure)
    if raw is None:
        return Target()
    if raw == "feed":
        return Target("feed")
    if isinstance(raw, dict) and set(raw) <= {"peers", "within"} and "peers" in raw:
        within = one_of(f"{where}: within", raw.get("within", "entity"), WITHIN, problems)
        return Target("peers", within=within, measure=one_of(f"{where}: peers", raw["peers"], MEASURE, problems))
    for kind in ("fixed", "own_last_year"):
        if isinstance(raw, dict) and set(raw) == {kind}:
            low = -BIG if kind == "fixed" else 0
            return Target(kind, number(f"{where}: {kind}", raw[kind], problems, low=low, high=BIG, decimals=6))
    problems.append(f"{where}: target is {raw!r}; allowed are feed, fixed, own_last_year and peers")
    return Target()


def read_rule(where: str, raw: Any, weight: Decimal, direction: str, problems: Problems) -> Rule:
    """The rule ``{name: parameters}``."""
    if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in PARAMETERS:
        problems.append(f"{where}: one rule is needed, of {', '.join(PARAMETERS)}")
        return Linear()
    name, given = next(iter(raw.items()))
    given = {} if given is None else given
    if not isinstance(given, dict):
        problems.append(f"{where}: the rule {name} needs {', '.join(sorted(PARAMETERS[name]))}")
        return Linear()
    where = f"{where}, {name}"
    keys(where, given, PARAMETERS[name], problems)
    if name == "tiered":
        return _tiered(where, given, weight, direction, problems)
    if name == "rank":
        return _ranked(where, given, weight, problems)
    return {"linear": _linear, "peer": _peer, "deduction": _deduction, "veto": _veto}[name](where, given, problems)


def _bounds(where: str, given: dict[str, Any], problems: Problems) -> tuple[Decimal, Decimal]:
    floor = number(f"{where}: floor", given.get("floor", 0), problems, low=0, high=2, decimals=4)
    cap = number(f"{where}: cap", given.get("cap", 1), problems, low=0, high=2, decimals=4)
    if floor > cap:
        problems.append(f"{where}: the floor {floor} is above the cap {cap}")
    return floor, cap


def _linear(where: str, given: dict[str, Any], problems: Problems) -> Rule:
    return Linear(*_bounds(where, given, problems))


def _peer(where: str, given: dict[str, Any], problems: Problems) -> Rule:
    within = one_of(f"{where}: within", given.get("within", "entity"), WITHIN, problems)
    measure = one_of(f"{where}: measure", given.get("measure", "median"), MEASURE, problems)
    return Peer(within, measure, *_bounds(where, given, problems))


def _deduction(where: str, given: dict[str, Any], problems: Problems) -> Rule:
    per_unit = number(f"{where}: per_unit", given.get("per_unit"), problems, low=0, high=1000, decimals=2)
    return Deduction(per_unit, number(f"{where}: max", given.get("max"), problems, low=0, high=100, decimals=2))


def _veto(where: str, given: dict[str, Any], problems: Problems) -> Rule:
    cap = number(f"{where}: total_cap", given.get("total_cap"), problems, low=0, high=100, decimals=2)
    when = given.get("when")
    if not isinstance(when, dict) or len(when) != 1 or not set(when) <= {"above", "below"}:
        problems.append(f"{where}: when needs above or below, as {{above: 0}}")
        return Veto(cap, above=Decimal(0))
    side, limit = next(iter(when.items()))
    return Veto(cap, **{side: number(f"{where}: {side}", limit, problems, low=-BIG, high=BIG, decimals=6)})


def _steps(
    where: str, raw: Any, names: tuple[str, str], weight: Decimal, problems: Problems, high: int
) -> list[tuple[Decimal, Decimal]]:
    """Pairs of a threshold and points, thresholds rising; points at most twice the weight."""
    good = isinstance(raw, list) and raw and all(isinstance(r, dict) and set(r) == set(names) for r in raw)
    if not good:
        problems.append(f"{where}: a list of {{{names[0]}, {names[1]}}} is needed")
        return [(Decimal(1), Decimal(0))]
    found = [
        (
            number(f"{where}: {names[0]}", r[names[0]], problems, low=-high, high=high, decimals=6),
            number(f"{where}: points", r["points"], problems, low=0, high=200, decimals=2),
        )
        for r in raw
    ]
    starts = [start for start, _ in found]
    if starts != sorted(set(starts)):
        problems.append(f"{where}: {names[0]} must rise from line to line")
    if any(points > 2 * weight for _, points in found):
        problems.append(f"{where}: more points than twice the weight {weight}")
    return found


def _tiered(where: str, given: dict[str, Any], weight: Decimal, direction: str, problems: Problems) -> Rule:
    by = one_of(f"{where}: by", given.get("by", "completion"), BASIS, problems)
    found = _steps(where, given.get("tiers"), ("from", "points"), weight, problems, BIG)
    points = [p for _, p in found]
    falls = by == "value" and direction == "down"
    if points != sorted(points, reverse=falls):
        problems.append(f"{where}: points must never {'rise' if falls else 'fall'} from tier to tier")
    return Tiered(tuple(Tier(*pair) for pair in found), by)


def _ranked(where: str, given: dict[str, Any], weight: Decimal, problems: Problems) -> Rule:
    within = one_of(f"{where}: within", given.get("within", "entity"), WITHIN, problems)
    by = one_of(f"{where}: by", given.get("by", "value"), BASIS, problems)
    found = _steps(where, given.get("bands"), ("top", "points"), weight, problems, 1)
    if found[-1][0] != 1 or any(not 0 < top <= 1 for top, _ in found):
        problems.append(f"{where}: top is a share above 0, the last one is 1")
    if (points := [p for _, p in found]) != sorted(points, reverse=True):
        problems.append(f"{where}: points must never rise from band to band")
    return Ranked(tuple(Band(*pair) for pair in found), within, by)
