"""Office hours, weekends and holidays, over ten years of dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from escalator import calendars
from escalator.engine.policy import Policy

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CALENDAR = calendars.calendar("atw")
DAYS = st.dates(date(2024, 1, 1), date(2033, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2033, 12, 31), timezones=st.just(AMSTERDAM))  # noqa: DTZ001 - zoned
POLICIES = st.builds(
    Policy,
    before=st.lists(st.integers(1, 15), unique=True, max_size=3).map(tuple),
    on_day=st.booleans(),
    overdue_every=st.integers(1, 10),
    opens=st.sampled_from([time(7), time(8), time(9, 30)]),
)


@given(MOMENTS, POLICIES)
def test_messages_go_out_on_working_days_in_office_hours_and_never_earlier(moment: datetime, policy: Policy) -> None:
    found = policy.in_office(moment, CALENDAR).astimezone(AMSTERDAM)
    assert found >= moment
    assert CALENDAR.is_working(found.date())
    assert policy.opens <= found.time() < policy.closes
    assert found - moment < timedelta(days=7)


@given(DAYS, MOMENTS, POLICIES)
def test_the_moments_around_now_are_openings_on_either_side_of_it(due: date, now: datetime, policy: Policy) -> None:
    latest, following = policy.slots(due, CALENDAR, now)
    assert following > now
    assert latest is None or latest <= now
    for each in (latest, following):
        if each is not None:
            here = each.astimezone(AMSTERDAM)
            assert here.time() == policy.opens
            assert CALENDAR.is_working(here.date())


@given(DAYS, POLICIES)
def test_walking_from_moment_to_moment_passes_each_once(due: date, policy: Policy) -> None:
    now = policy.opening(due - timedelta(days=40))
    passed: list[datetime] = []
    while len(passed) < 8:
        latest, now = policy.slots(due, CALENDAR, now)
        assert latest is None or not passed or latest == passed[-1]
        passed.append(now)
    assert passed == sorted(set(passed))
    late = [each for each in passed if each.astimezone(AMSTERDAM).date() > due]
    assert late[0].astimezone(AMSTERDAM).date() == CALENDAR.add_working_days(due, 1)
    ranks = [CALENDAR.working_days_between(due, each.astimezone(AMSTERDAM).date()) for each in late]
    assert {after - before for before, after in pairwise(ranks)} <= {policy.overdue_every}
