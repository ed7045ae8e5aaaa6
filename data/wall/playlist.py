"""A playlist's document: scenes in order with dwell, variables, loop and hours; quiet hours; whether alerts come in.

``parse`` reads a document and says all that is wrong with it at once; ``document`` writes it the way it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.errors import PlaylistInvalid
from data.i18n import _
from data.wall.windows import Window
from data.wall.windows import parse as parse_window

SCENES = ("visits", "migrants", "marketing", "performance", "photos", "headline")
LOOPS = ("entity", "branch", "period", "language")
PERIODS = ("now", "last_month")
THEMES = ("night", "contrast")
LANGUAGES = ("zh", "en")
DWELL = (2, 3600)  # seconds
ALERT = (5, 300)
MOST_ITEMS, MOST_WINDOWS = 60, 12


@dataclass(frozen=True)
class Item:
    """A place in the order. ``node`` empty: what the screen may see; ``language`` empty: the screen's own. ``over``: what it is
    repeated for; ``within``: only entities seated in this prefecture."""

    id: str
    scene: str
    dwell_s: float
    node: str = ""
    period: str = "now"
    theme: str = "night"
    language: str = ""
    over: str = ""
    within: str = ""
    windows: tuple[Window, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """As it is kept."""
        told = {name: getattr(self, name) for name in ("node", "period", "theme", "language")}
        loop = {"over": self.over} | ({"within": self.within} if self.within else {}) if self.over else None
        windows = [window.document for window in self.windows]
        return {"id": self.id, "scene": self.scene, "dwell_s": self.dwell_s, "vars": told, "loop": loop} | {
            "windows": windows
        }


@dataclass(frozen=True)
class Quiet:
    """Hours in which the picture is dimmed: 0 is bright, 1 is dark."""

    window: Window
    dim: float


@dataclass(frozen=True)
class Playlist:
    """``anchored``: every screen shows the same at the same second; ``alerts`` may pre-empt for ``alert_s`` seconds."""

    items: tuple[Item, ...]
    quiet: tuple[Quiet, ...] = ()
    anchored: bool = True
    alerts: bool = True
    alert_s: float = 20

    def is_quiet(self, moment: datetime) -> bool:
        """Whether quiet hours are on."""
        times = (time for one in self.quiet for time in one.window.times(moment.date(), 1))
        return any(start <= moment < end for start, end in times)

    @property
    def document(self) -> dict[str, Any]:
        """As it is kept."""
        quiet = [one.window.document | {"dim": one.dim} for one in self.quiet]
        flags = {"anchored": self.anchored, "alerts": self.alerts, "alert_s": self.alert_s}
        return {"items": [item.document for item in self.items], "quiet": quiet} | flags


def parse(raw: Any) -> Playlist:
    """The playlist of a document. Raises PlaylistInvalid with every problem."""
    problems: list[str] = []
    if not isinstance(raw, Mapping):
        raise PlaylistInvalid([_("A playlist is an object with items")])
    items = _many(raw.get("items"), _("items"), MOST_ITEMS, _item, problems)
    quiet = _many(raw.get("quiet") or [], _("quiet hours"), MOST_WINDOWS, _quiet, problems)
    flags = {name: raw.get(name, True) for name in ("anchored", "alerts")}
    if any(not isinstance(flag, bool) for flag in flags.values()):
        problems.append(_("anchored and alerts are yes or no"))
    alert_s = _within(raw.get("alert_s", 20), ALERT, _("alert"), problems)
    if not items and not problems:
        problems.append(_("A playlist needs at least one scene"))
    if len({item.id for item in items}) < len(items):
        problems.append(_("Two scenes have the same id"))
    if problems:
        raise PlaylistInvalid(problems)
    return Playlist(tuple(items), tuple(quiet), alert_s=alert_s, **flags)


def _many(raw: Any, name: str, most: int, one: Callable[..., Any], problems: list[str]) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > most:
        problems.append(_("%(name)s: a list of at most %(most)s", name=name, most=most))
        return []
    return [found for n, part in enumerate(raw, 1) if (found := one(part, f"{name} {n}", problems)) is not None]


def _item(raw: Any, where: str, problems: list[str]) -> Item | None:
    if not isinstance(raw, Mapping):
        problems.append(_("%(where)s: an object with scene and dwell_s", where=where))
        return None
    before, told = len(problems), raw.get("vars") or {}
    told = told if isinstance(told, Mapping) else {}
    found = Item(
        id=str(raw.get("id") or where.replace(" ", ""))[:20],
        scene=_one_of(raw.get("scene"), SCENES, _("%(where)s, scene", where=where), problems),
        dwell_s=_within(raw.get("dwell_s"), DWELL, where, problems),
        node=str(told.get("node") or "")[:60],
        period=_one_of(told.get("period") or "now", PERIODS, _("%(where)s, period", where=where), problems),
        theme=_one_of(told.get("theme") or "night", THEMES, _("%(where)s, theme", where=where), problems),
        language=_one_of(told.get("language") or "", ("", *LANGUAGES), _("%(where)s, language", where=where), problems),
        windows=tuple(_many(raw.get("windows") or [], f"{where}, {_('hours')}", MOST_WINDOWS, parse_window, problems)),
        **_loop(raw.get("loop"), where, problems),
    )
    return found if len(problems) == before else None


def _loop(raw: Any, where: str, problems: list[str]) -> dict[str, str]:
    if not raw:
        return {}
    over = raw.get("over") if isinstance(raw, Mapping) else raw
    within = str(raw.get("within") or "")[:20] if isinstance(raw, Mapping) else ""
    return {"over": _one_of(over, LOOPS, _("%(where)s, repeated for", where=where), problems), "within": within}


def _quiet(raw: Any, where: str, problems: list[str]) -> Quiet | None:
    window = parse_window(raw, where, problems)
    if window is None:
        return None
    return Quiet(window, _within(raw.get("dim", 1), (0, 1), f"{where}, {_('dimmed')}", problems))


def _one_of(value: Any, allowed: tuple[str, ...], where: str, problems: list[str]) -> str:
    if value in allowed and isinstance(value, str):
        return value
    listed = ", ".join(one for one in allowed if one)
    problems.append(
        _("%(where)s: %(came)s; allowed are %(allowed)s", where=where, came=repr(value)[:40], allowed=listed)
    )
    return allowed[0]


def _within(value: Any, limits: tuple[float, float], where: str, problems: list[str]) -> float:
    low, high = limits
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return value
    words = {"where": where, "came": repr(value)[:40], "low": low, "high": high}
    problems.append(_("%(where)s: %(came)s; a number from %(low)s to %(high)s is needed", **words))
    return low
