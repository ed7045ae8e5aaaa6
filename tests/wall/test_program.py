"""The program of a playlist: whatever the playlist and the day, time has no hole and everything is where it was asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from data.i18n import speaking
from data.wall.playlist import LANGUAGES, LOOPS, PERIODS, SCENES, THEMES, Item, Playlist, Quiet, parse
from data.wall.program import DAYS, EPOCH, expand, milliseconds, segments, stretches
from data.wall.windows import DAY, Window, minutes_of, said

BELOW = {"entity": ["entity:1", "entity:2", "entity:3"], "branch": ["branch:7"]}


def units(what: str, node: str, within: str) -> list[str]:
    return BELOW[what][:1] if within else BELOW[what]


@st.composite
def windows(draw) -> Window:
    days = draw(st.sets(st.integers(1, 7), min_size=1))
    start = draw(st.integers(0, DAY - 1))
    length = draw(st.integers(1, DAY - 1))
    return Window(tuple(sorted(days)), start, start + length)


@st.composite
def items_of(draw, n: int) -> Item:
    over = draw(st.sampled_from(("", *LOOPS)))
    return Item(
        id=f"i{n}",
        scene=draw(st.sampled_from(SCENES)),
        dwell_s=draw(st.integers(2, 600)),
        period=draw(st.sampled_from(PERIODS)),
        theme=draw(st.sampled_from(THEMES)),
        language=draw(st.sampled_from(("", *LANGUAGES))),
        over=over,
        within=draw(st.sampled_from(("", "5203"))) if over else "",
        windows=tuple(draw(st.lists(windows(), max_size=3))),
    )


@st.composite
def playlists(draw) -> Playlist:
    items = [draw(items_of(n)) for n in range(draw(st.integers(1, 5)))]
    quiet = [Quiet(window, draw(st.floats(0, 1))) for window in draw(st.lists(windows(), max_size=3))]
    return Playlist(tuple(items), tuple(quiet), draw(st.booleans()))


firsts = st.dates(date(2024, 1, 1), date(2031, 12, 31))  # leap days and ends of months and years among them


def resolved(playlist: Playlist, first: date):
    shown = expand(playlist.items, units)
    return shown, stretches(playlist, shown, first)


@given(playlists(), firsts)
def test_time_has_no_hole_and_no_overlap(playlist, first):
    _shown, found = resolved(playlist, first)
    begin = datetime.combine(first, datetime.min.time())
    assert found[0].start == begin and found[-1].end == begin + timedelta(days=DAYS)
    assert all(one.end == following.start for one, following in pairwise(found))
    assert all(one.start < one.end for one in found)
    assert all((a.keys, a.dim) != (b.keys, b.dim) for a, b in pairwise(found))


def is_open(window: Window, moment: datetime) -> bool:
    """What the words say, worked out from the clock alone."""
    minute = moment.hour * 60 + moment.minute
    today = moment.isoweekday() in window.days and window.start <= minute < window.end
    yesterday = (moment - timedelta(days=1)).isoweekday() in window.days and minute + DAY < window.end
    return today or yesterday


@given(playlists(), firsts, st.integers(0, DAYS * DAY - 1))
def test_each_minute_shows_what_its_hours_say(playlist, first, minute):
    shown, found = resolved(playlist, first)
    moment = datetime.combine(first, datetime.min.time()) + timedelta(minutes=minute)
    (one,) = [stretch for stretch in found if stretch.start <= moment < stretch.end]
    on = [item for item in playlist.items if not item.windows or any(is_open(w, moment) for w in item.windows)]
    assert list(one.keys) == [turn.id for item in on for turn in shown[item.id]]
    dims = [quiet.dim for quiet in playlist.quiet if is_open(quiet.window, moment)]
    assert one.dim == (max(dims, default=0.0) if one.keys else 1.0)


@given(playlists(), firsts, st.integers(0, DAYS - 2), st.integers(0, DAY - 1))
def test_two_screens_show_the_same_whenever_they_asked(playlist, first, later, minute):
    """One screen's program is of ``first``, the other's of some days later; both play the same moment."""
    shown = expand(playlist.items, units)
    moment = datetime.combine(first + timedelta(days=later), datetime.min.time()) + timedelta(minutes=minute)
    dwell = {turn.id: round(turn.dwell_s * 1000) for turns in shown.values() for turn in turns}
    played = []
    for day in (first, first + timedelta(days=later)):
        one = next(
            s
            for s in segments(playlist, stretches(playlist, shown, day))
            if s["from"] <= milliseconds(moment) < s["until"]
        )
        whole = sum(dwell[key] for key in one["items"])
        place = (milliseconds(moment) - one["anchor"]) % whole if whole else 0
        played.append((one["items"], place, one["dim"]))
    assert played[0] == played[1]


@given(playlists())
def test_loops_are_expanded_and_the_turn_is_as_long_as_its_parts(playlist):
    shown = expand(playlist.items, units)
    for item in playlist.items:
        turns = shown[item.id]
        if item.over in BELOW:
            assert [turn.node for turn in turns] == units(item.over, item.node, item.within)
        else:
            count = {"": 1, "period": len(PERIODS), "language": len(LANGUAGES)}[item.over]
            assert len(turns) == count
        assert sum(turn.dwell_s for turn in turns) == item.dwell_s * len(turns)
        assert all(turn.scene == item.scene and not turn.over for turn in turns)
    keys = [turn.id for turns in shown.values() for turn in turns]
    assert len(keys) == len(set(keys))


@given(playlists())
def test_a_document_says_all_there_is(playlist):
    with speaking("en"):
        assert parse(playlist.document) == playlist


@given(st.integers(0, DAY))
def test_a_time_of_the_day_comes_back(minutes):
    assert minutes_of(said(minutes)) == minutes


def test_anchors_are_one_for_all_or_none():
    item = Item("a", "visits", 10)
    for anchored in (True, False):
        playlist = Playlist((item,), anchored=anchored)
        found = segments(playlist, stretches(playlist, expand((item,), units), date(2026, 12, 31)))
        assert {one["anchor"] for one in found} == {milliseconds(EPOCH) if anchored else 0}


def test_night_hours_go_over_midnight_and_the_end_of_the_year():
    friday = Window((5,), 22 * 60, 30 * 60)  # Friday 22:00 until Saturday 6:00
    playlist = Playlist((Item("a", "visits", 10),), (Quiet(friday, 0.8),))
    found = stretches(playlist, expand(playlist.items, units), date(2027, 1, 1))  # a Friday
    (dim,) = [one for one in found if one.dim and one.start < datetime(2027, 1, 3)]
    assert (dim.start, dim.end) == (datetime(2027, 1, 1, 22), datetime(2027, 1, 2, 6))


def test_the_world_s_clock_knows_shanghai():
    assert milliseconds(datetime(2026, 11, 26, 8)) == 1_795_651_200_000  # 2026-11-26T00:00:00Z
