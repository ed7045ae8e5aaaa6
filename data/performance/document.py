"""A scheme's document (YAML) read and checked. What is wrong is said all at once, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from pydantic import ValidationError

from data.errors import SchemeInvalid
from data.metrics.text import Text
from data.performance.document_rules import Problems, keys, number, read_rule, read_target
from data.performance.indicators import GROUPS, indicators
from data.performance.rules import Deduction, Ranked, Veto, needs_target
from data.performance.scheme import LEVELS, POSTS, Item, Phasing, Scheme

ALLOWED = {"scheme", "version", "effective_from", "title", "note", "phasings", "groups"}
ITEM = {"indicator", "weight", "target", "phasing", "over", "rule", "of", "unmeasured"}
HUNDRED = Decimal(100)


class _Exact(yaml.CSafeLoader):
    """Numbers are decimals as written: 0.1 is a tenth."""


def _decimal(loader: _Exact, node: yaml.ScalarNode) -> Decimal | str:
    try:
        return Decimal(node.value)
    except InvalidOperation:
        return str(node.value)


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


def parse(text: str) -> Scheme:
    """The scheme a document describes. Raises SchemeInvalid naming everything that is wrong."""
    try:
        raw = yaml.load(text, _Exact)  # noqa: S506  a SafeLoader with decimals
    except yaml.YAMLError as problem:
        raise SchemeInvalid(["it is not YAML: " + " ".join(str(problem).split())]) from problem
    if not isinstance(raw, dict):
        raise SchemeInvalid(["a document with scheme, version, effective_from, title and groups is needed"])
    problems: Problems = []
    found = _scheme(raw, text, problems)
    if problems or found is None:
        raise SchemeInvalid(problems)
    return found


def _scheme(raw: dict[str, Any], text: str, problems: Problems) -> Scheme | None:
    keys("the document", raw, ALLOWED, problems)
    name, version, start = raw.get("scheme"), raw.get("version"), raw.get("effective_from")
    if name not in (*POSTS, *LEVELS):
        problems.append(f"scheme is {name!r}; allowed are {', '.join((*POSTS, *LEVELS))}")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        problems.append(f"version is {version!r}; a whole number from 1 on is needed")
    if not isinstance(start, date) or start.day != 1:
        problems.append(f"effective_from is {start!r}; the first day of a month is needed, as 2026-07-01")
    title, note = (_text(raw.get(key), key, problems) for key in ("title", "note"))
    items = tuple(_items(raw, problems))
    _check_weights(items, problems)
    if name == "entity" and any(_within(item) == "entity" for item in items):
        problems.append("an entity has no peers within itself: within needs to be province")
    if problems or title is None or note is None:
        return None
    return Scheme(str(name), int(raw["version"]), raw["effective_from"], title, note, items, text)


def _within(item: Item) -> str | None:
    if isinstance(item.rule, Ranked):
        return item.rule.within
    return item.target.within if item.target.kind == "peers" else None


def _text(raw: Any, key: str, problems: Problems) -> Text | None:
    try:
        return Text.model_validate(raw)
    except ValidationError:
        problems.append(f"{key} needs a text in zh and one in en")
        return None


def _items(raw: dict[str, Any], problems: Problems) -> Iterable[Item]:
    phasings = _phasings(raw.get("phasings") or {}, problems)
    place = 0
    seen: set[str] = set()
    for group in _list(raw.get("groups"), "groups", problems):
        name = group.get("group")
        if name not in GROUPS or name in seen:
            problems.append(f"group is {name!r}; allowed, once each, are {', '.join(GROUPS)}")
        seen.add(str(name))
        made = []
        for item in _list(group.get("items"), f"{name}: items", problems):
            place += 1
            made.append(_item(item, str(name), place, phasings, problems))
        weight = number(f"{name}: weight", group.get("weight"), problems, low=0, high=100, decimals=2)
        if (together := sum((i.weight for i in made), Decimal(0))) != weight:
            problems.append(f"{name}: the items' weights sum to {together}, the group's weight is {weight}")
        yield from made


def _list(raw: Any, where: str, problems: Problems) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
        problems.append(f"{where}: a list is needed")
        return []
    return raw


def _phasings(raw: Any, problems: Problems) -> dict[str, tuple[Decimal, ...]]:
    found: dict[str, tuple[Decimal, ...]] = {}
    for name, shares in raw.items() if isinstance(raw, dict) else ():
        listed = shares if isinstance(shares, list) else []
        steps = tuple(number(f"phasing {name}", s, problems, low=0, high=100, decimals=2) for s in listed)
        if len(steps) != 12 or list(steps) != sorted(steps) or steps[-1] != HUNDRED:
            problems.append(f"phasing {name}: twelve percentages that never fall and end at 100 are needed")
        found[str(name)] = steps
    return found


def _item(
    raw: dict[str, Any], group: str, place: int, phasings: dict[str, tuple[Decimal, ...]], problems: Problems
) -> Item:
    name = str(raw.get("indicator"))
    where = f"{group}, {name}"
    keys(where, raw, ITEM, problems)
    if name not in indicators():
        problems.append(f"{where}: there is no such indicator; there are {', '.join(indicators())}")
    weight = number(f"{where}: weight", raw.get("weight", 0), problems, low=0, high=100, decimals=2)
    direction = indicators()[name].direction if name in indicators() else "up"
    rule = read_rule(where, raw.get("rule"), weight, direction, problems)
    item = Item(
        place, name, group, weight, rule, read_target(where, raw.get("target"), rule, problems),
        _phasing(where, raw, phasings, problems), raw.get("of", "self"),
        number(f"{where}: unmeasured", raw.get("unmeasured", 0), problems, low=0, high=1, decimals=4),
    )  # fmt: skip
    _check_item(where, item, problems)
    return item


def _phasing(
    where: str, raw: dict[str, Any], phasings: dict[str, tuple[Decimal, ...]], problems: Problems
) -> Phasing | None:
    name, over = raw.get("phasing"), raw.get("over", "month")
    if over not in {"month", "year"} or ("over" in raw and name is None):
        problems.append(f"{where}: over is {over!r}; allowed, beside a phasing, are month and year")
    if name is None:
        return None
    if name not in phasings:
        problems.append(f"{where}: there is no phasing {name!r}; there are {', '.join(phasings) or 'none'}")
        return None
    return Phasing(phasings[name], over)


def _check_item(where: str, item: Item, problems: Problems) -> None:
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: item.of not in {"self", "branch", "entity"}, f"of is {item.of!r}; allowed are self, branch, entity"),
        (lambda: isinstance(item.rule, Veto) and item.weight != 0, "a veto carries no weight"),
        (lambda: item.weight == 0 and not isinstance(item.rule, Veto | Deduction), "a weight above 0 is needed"),
        (lambda: needs_target(item.rule) and item.target.kind == "none", "this rule needs a target"),
        (lambda: not needs_target(item.rule) and item.target.kind not in {"none", "peers"}, "this rule has no target"),
        (
            lambda: not _points_the_right_way(item),
            "a deduction and a veto above are for what should be less, a veto below for what should be more",
        ),
        (
            lambda: item.phasing is not None and item.target.kind not in {"feed", "fixed"},
            "only a target of a year (feed or fixed) can be phased",
        ),
    ]
    problems.extend(f"{where}: {says}" for is_wrong, says in checks if is_wrong())


def _points_the_right_way(item: Item) -> bool:
    """Doing better must never cost points."""
    direction = indicators()[item.indicator].direction if item.indicator in indicators() else None
    if isinstance(item.rule, Veto):
        return direction in {None, "down" if item.rule.above is not None else "up"}
    return not isinstance(item.rule, Deduction) or direction in {None, "down"}


def _check_weights(items: tuple[Item, ...], problems: Problems) -> None:
    together = sum((item.weight for item in items), Decimal(0))
    if together != HUNDRED:
        problems.append(f"the weights sum to {together}; they must sum to 100")
