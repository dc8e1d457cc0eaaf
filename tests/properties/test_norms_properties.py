"""Bands hold every value exactly once; comparing is exact; a result is judged the same whatever stands beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from escalator.ladders.schema.bands import ScoreBand, partition
from escalator.model.assessing import Context, NormSet, Outcome, assess, norm_in_force
from escalator.model.bands import Band, Comparison, Limit, band_at, holds
from escalator.model.errors import InputError
from escalator.model.figures import Figure, cut, figure_of, order, percentage, shown
from escalator.model.norms import Consequence, Kpi, Norm, NormKind, NormVersion, Then
from escalator.model.periods import parse
from escalator.model.results import Result
from escalator.model.text import Text

START = date(2026, 7, 1)
LABEL = Text("x", "x")
VALUES = st.decimals(min_value=-1000, max_value=1000, places=2)
FIGURES: st.SearchStrategy[Figure] = st.one_of(VALUES, st.builds(percentage, st.integers(0, 50), st.integers(1, 50)))


@st.composite
def scales(draw: st.DrawFn) -> tuple[Band, ...]:
    """Return bands as a ladder file may state them: each bound on either side, included or not."""
    bounds = sorted(draw(st.sets(VALUES, min_size=1, max_size=6)))
    included = [draw(st.booleans()) for _ in bounds]
    above = [draw(st.booleans()) for _ in bounds]
    entries: list[dict[str, object]] = [
        {"name": f"b{at}", "label": {"nl": "x", "en": "x"}} for at in range(len(bounds) + 1)
    ]
    for at, bound in enumerate(bounds):
        if above[at]:
            entries[at + 1]["from" if included[at] else "above"] = bound
        else:
            entries[at]["below" if included[at] else "up_to"] = bound
    return partition(tuple(ScoreBand.model_validate(entry) for entry in entries))


@given(scales(), FIGURES)
def test_every_value_falls_in_exactly_one_band(bands: tuple[Band, ...], value: Figure) -> None:
    """Each band, from its own bounds to the next one's, claims the value or does not; exactly one does."""
    claims = [
        (band.lower is None or order(value, band.lower) > 0 or (band.includes_lower and value == band.lower))
        and (after is None or order(value, after[0]) < 0 or (not after[1] and value == after[0]))
        for band, after in zip(
            bands, [*((each.lower or Decimal(0), each.includes_lower) for each in bands[1:]), None], strict=True
        )
    ]
    assert claims.count(True) == 1
    assert band_at(bands, value) == bands[claims.index(True)]


@given(scales(), FIGURES, FIGURES)
def test_a_higher_value_is_never_in_a_lower_band(bands: tuple[Band, ...], one: Figure, two: Figure) -> None:
    low, high = (one, two) if order(one, two) <= 0 else (two, one)
    assert bands.index(band_at(bands, low)) <= bands.index(band_at(bands, high))


@given(FIGURES, VALUES)
def test_comparing_is_exact(value: Figure, bound: Decimal) -> None:
    difference = Fraction(value) - Fraction(bound)
    assert order(value, bound) == (difference > 0) - (difference < 0)
    at_least = holds(Limit(Comparison.AT_LEAST, bound), value)
    at_most = holds(Limit(Comparison.AT_MOST, bound), value)
    assert at_least == (not holds(Limit(Comparison.LESS_THAN, bound), value))
    assert at_most == (not holds(Limit(Comparison.MORE_THAN, bound), value))
    assert (at_least and at_most) == holds(Limit(Comparison.EXACTLY, bound), value)


@given(VALUES)
def test_a_number_is_read_as_it_is_shown_in_either_language(value: Decimal) -> None:
    text = shown(value)
    assert figure_of(text.nl) == figure_of(text.en) == value
    assert str(figure_of(text.en)) == str(value)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    try:
        value = figure_of(text)
    except InputError:
        return
    assert value.is_finite()


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_cut_never_rounded_up(part: int, whole: int) -> None:
    exact, short = percentage(part, whole), Fraction(cut(percentage(part, whole)))
    assert short <= exact < short + Fraction(1, 1_000_000)


KPI = Kpi(
    id="a",
    label=LABEL,
    norms=(NormVersion(norm=Norm(kind=NormKind.LIMITS, limits=(Limit(Comparison.AT_LEAST, Decimal(0)),))),),
    on_miss=Consequence(then=Then.OPEN, event="norm_missed", feeds="norm_missed"),
)
AGREED = st.lists(
    st.builds(
        lambda value, day, length: NormSet(
            kpi="a",
            norm=Norm(kind=NormKind.LIMITS, limits=(Limit(Comparison.AT_LEAST, value),)),
            from_day=date.fromordinal(START.toordinal() + day),
            until=None if length is None else date.fromordinal(START.toordinal() + day + length),
        ),
        VALUES,
        st.integers(0, 800),
        st.none() | st.integers(0, 400),
    ),
    max_size=5,
)
PERIODS = st.sampled_from(["2026-Q3", "2026-Q4", "2027-Q1", "2027", "2028-H1", "CY1", "CY2"])


@given(VALUES, PERIODS, AGREED)
def test_a_miss_is_judged_by_the_norm_in_force(value: Decimal, period: str, agreed: list[NormSet]) -> None:
    given_result = Result(kpi="a", period=parse(period, START), on=START, value=value)
    context = Context(start=START, norm_sets=tuple(agreed))
    norm = norm_in_force(KPI, given_result, context)
    assert norm is not None
    last = given_result.period.last
    open_ones = [each for each in agreed if each.from_day <= last and (each.until is None or last <= each.until)]
    assert norm.agreed == bool(open_ones)
    assert norm.since == max((each.from_day for each in open_ones), default=START)
    found = assess(KPI, given_result, context)
    assert (found.outcome is Outcome.MET) == (value >= norm.norm.limits[0].value)
    assert found.consequence == (KPI.on_pass if found.outcome is Outcome.MET else KPI.on_miss)


@given(VALUES, PERIODS, AGREED, st.lists(VALUES, max_size=4))
def test_what_does_not_concern_a_result_changes_nothing(
    value: Decimal, period: str, agreed: list[NormSet], others: list[Decimal]
) -> None:
    given_result = Result(kpi="a", period=parse(period, START), on=START, value=value)
    elsewhere = tuple(replace(each, kpi="b") for each in agreed)
    earlier = tuple(Result(kpi="a", period=parse("2026-Q3"), on=START, value=other) for other in others)
    plain = assess(KPI, given_result, Context(start=START))
    assert assess(KPI, given_result, Context(start=START, norm_sets=elsewhere, earlier=earlier)) == plain
