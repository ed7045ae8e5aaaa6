"""The calendar: every day once, in its column, darker where there was more."""

from datetime import date, timedelta

from components.visit_calendar import calendar_told

FIRST, LAST = date(2025, 11, 1), date(2026, 11, 23)


def test_every_day_of_the_span_is_there_once(province):
    told = calendar_told({}, FIRST, LAST)
    shown = [day for day in told["days"] if day]
    assert len(shown) == (LAST - FIRST).days + 1 and told["days"].index(shown[0]) == FIRST.weekday()


def test_more_visits_are_never_paler(province):
    counts = {FIRST + timedelta(days=n): n % 12 for n in range(300)}
    told = [day for day in calendar_told(counts, FIRST, LAST)["days"] if day]
    by_count = sorted((count, told[(day - FIRST).days][0]) for day, count in counts.items())
    assert [step for _count, step in by_count] == sorted(step for _count, step in by_count)
    assert max(step for step, *_rest in told) <= 5


def test_days_with_visits_lead_somewhere_and_others_do_not(province):
    told = calendar_told({FIRST: 3, LAST: 0}, FIRST, LAST, "/visits/manager/7?period=", LAST)
    links = [day[2] for day in told["days"] if day and len(day) > 2]
    assert links == ["2025-11-01"] and told["shown"] == "2026-11-23"


def test_months_stand_over_the_week_they_begin_in(province):
    months = calendar_told({}, FIRST, LAST)["months"]
    assert (
        len(months) == 13
        and months[0][0] == 0
        and [column for column, _name in months] == sorted(c for c, _n in months)
    )
