"""Office hours, weekends and holidays, over ten years of dates."""

from __future__ import annotations

from bisect import bisect_left
from csv import DictReader
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from escalator import calendars
from escalator.engine.policy import Policy
from escalator.engine.proof.offices import is_spoken_of

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


def test_for_ten_years_messages_wait_for_the_next_office_hour_of_the_next_working_day() -> None:
    """Every day of twelve years, around each end of the office's day, against the table of holidays and the week."""
    table = Path(__file__).parents[1] / "golden" / "holidays.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        holidays = {row["date"] for row in DictReader(lines) if row["atw_basis"] in {"art3lid1", "art3lid2"}}
    first, last = date(2024, 1, 1), date(2035, 12, 20)
    every = [first + timedelta(days=n) for n in range((last - first).days + 14)]
    worked = [day for day in every if day.isoweekday() < 6 and day.isoformat() not in holidays]
    following = {day: worked[bisect_left(worked, day + timedelta(days=1))] for day in every if day <= last}
    policy = Policy()
    for day, after in following.items():
        works = worked[bisect_left(worked, day)] == day
        for hour, minute in ((0, 0), (7, 59), (8, 0), (17, 59), (18, 0), (23, 59)):
            moment = datetime.combine(day, time(hour, minute), AMSTERDAM)
            opens = moment.replace(hour=8, minute=0)
            if works and time(8) <= moment.time() < time(18):
                expected = moment
            elif works and moment < opens:
                expected = opens
            else:
                expected = datetime.combine(after, time(8), AMSTERDAM)
            assert policy.in_office(moment, CALENDAR) == expected


@given(DAYS, POLICIES, st.integers(-40, 60))
def test_what_decides_and_what_proves_speak_of_a_deadline_on_the_same_mornings(
    due: date, policy: Policy, away: int
) -> None:
    """The proof counts by looking at each day; the policy adds working days. They share no code."""
    day = due + timedelta(days=away)
    latest, _ = policy.slots(due, CALENDAR, policy.opening(day))
    spoken = latest == policy.opening(day)
    assert spoken == (CALENDAR.is_working(day) and is_spoken_of(policy, due, day, CALENDAR))


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
