"""What changed between two versions of a scheme, as data: a line per change, in the order of the newer document."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

from data.performance.rules import NAMES
from data.performance.scheme import Item, Scheme

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Change:
    """``indicator`` is empty where the scheme itself changed. ``field``: weight, rule, target, phasing, of, …; before and
    after are as the document writes them, None where there was or is nothing."""

    kind: Kind
    group: str
    indicator: str
    field: str
    before: Any
    after: Any


def diff(before: Scheme, after: Scheme) -> tuple[Change, ...]:
    """The changes from one version to another: the scheme, then group weights, then items."""
    changes = [
        Change("changed", "", "", name, getattr(before, name), getattr(after, name))
        for name in ("effective_from", "title", "note")
        if getattr(before, name) != getattr(after, name)
    ]
    weights = before.weights, after.weights
    for group in {**weights[0], **weights[1]}:
        old, new = weights[0].get(group), weights[1].get(group)
        if old != new:
            changes.append(Change(_kind(old, new), group, "", "weight", old, new))
    old_items, new_items = _keyed(before), _keyed(after)
    for key in {**new_items, **old_items}:
        changes += _items(old_items.get(key), new_items.get(key))
    return tuple(changes)


def _keyed(scheme: Scheme) -> dict[tuple[str, str], Item]:
    """Items by what makes them the same line: the indicator, and the rule when an indicator comes twice."""
    found: dict[tuple[str, str], Item] = {}
    counted = [item.indicator for item in scheme.items]
    for item in scheme.items:
        twice = counted.count(item.indicator) > 1
        found[item.indicator, NAMES[type(item.rule)] if twice else ""] = item
    return found


def _items(old: Item | None, new: Item | None) -> list[Change]:
    if old is None or new is None:
        one = new or old
        assert one is not None
        return [Change(_kind(old, new), one.group, one.indicator, "item", old and shown(old), new and shown(new))]
    was, now = shown(old), shown(new)
    return [
        Change("changed", new.group, new.indicator, name, was.get(name), now.get(name))
        for name in {**now, **was}
        if was.get(name) != now.get(name)
    ]


def _kind(old: object, new: object) -> Kind:
    return "added" if old is None else "removed" if new is None else "changed"


def shown(item: Item) -> dict[str, Any]:
    """An item in the words of the document."""
    said: dict[str, Any] = {"weight": item.weight, "rule": {NAMES[type(item.rule)]: _plain(item.rule)}}
    if item.target.kind != "none":
        said["target"] = _plain(item.target)
    if item.phasing:
        said |= {"phasing": list(item.phasing.cumulative), "over": item.phasing.over}
    return said | {"of": item.of, "unmeasured": item.unmeasured}


def _plain(value: Any) -> Any:
    """A dataclass as a mapping, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) is not None}
