"""What people type for a result or a norm, and what it is read as."""

from decimal import Decimal

import pytest

from escalator.ladders.schema.norms import NormSpec
from escalator.model.bands import Comparison, Limit
from escalator.model.entry import Entered, entered, stated
from escalator.model.errors import InputError
from escalator.model.norms import Norm, NormKind
from escalator.model.results import PartResult

LABEL = {"nl": "x", "en": "x"}


def norm(**keys: object) -> Norm:
    return NormSpec.model_validate(keys).norm


LIMIT = norm(at_least=7)
JUDGED = norm(judged="complete")
CHECKLIST = norm(checklist={"correct": LABEL, "in_time": LABEL})
PARTS = norm(parts={name: {"label": LABEL, "norm": {"exactly": 100}} for name in ("presence", "response")})


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("7,5", LIMIT, Entered(value=Decimal("7.5"))),
        (" 7.5 ", None, Entered(value=Decimal("7.5"))),
        ("80", JUDGED, Entered(value=Decimal(80))),
        (" volledig ", JUDGED, Entered(judgement="volledig")),
        ("nee", CHECKLIST, Entered(judgement="nee")),
        ("onvoldoende", None, Entered(judgement="onvoldoende")),
        ("correct=ja; in_time=No;", CHECKLIST, Entered(checklist={"correct": True, "in_time": False})),
        (
            "presence = 99,5;response=voldoende",
            PARTS,
            Entered(parts={"presence": PartResult(Decimal("99.5")), "response": PartResult(judgement="voldoende")}),
        ),
    ],
)
def test_a_result_is_read(text: str, by: Norm | None, expected: Entered) -> None:
    assert entered(text, by) == expected


@pytest.mark.parametrize(
    ("text", "by", "problem"),
    [
        ("NaN", LIMIT, "'NaN' is no number"),
        ("zeven", LIMIT, "'zeven' is no number"),
        ("1.234,5", None, "'1.234,5' is no number"),
        ("1.2.3", JUDGED, "'1.2.3' is no number"),
        ("correct=misschien", CHECKLIST, "'misschien': write yes or no."),
        ("corect=ja", CHECKLIST, "Unknown item: 'corect'"),
        ("presense=1", PARTS, "Unknown part: 'presense'"),
        ("correct=ja; correct=nee", CHECKLIST, "each name once"),
        ("correct=ja; in_time", CHECKLIST, "'in_time': write name=value"),
        ("correct=", CHECKLIST, "'correct=': write name=value"),
        ("complete=ja", JUDGED, "Unknown item: 'complete'"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, by: Norm | None, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as refused:
        entered(text, by)
    assert refused.value.told("nl") != refused.value.told("en")


@pytest.mark.parametrize(
    ("text", "comparison", "value"),
    [
        (">= 7,5", Comparison.AT_LEAST, "7.5"),
        ("<=3.2", Comparison.AT_MOST, "3.2"),
        (">10", Comparison.MORE_THAN, "10"),
        (" < 10 ", Comparison.LESS_THAN, "10"),
        ("= 100", Comparison.EXACTLY, "100"),
    ],
)
def test_a_norm_is_read(text: str, comparison: Comparison, value: str) -> None:
    assert stated(text) == Norm(kind=NormKind.LIMITS, limits=(Limit(comparison, Decimal(value)),))


def test_a_bare_number_is_compared_as_before() -> None:
    better = norm(at_most=9, improves_on="last_year", lower_is_better=True)
    found = stated("8,5", better)
    assert (found.limits, found.improves) == ((Limit(Comparison.AT_MOST, Decimal("8.5")),), better.improves)
    for like in (None, JUDGED, norm(at_least=1, at_most=2)):
        with pytest.raises(InputError, match=r"write how to compare too, for example '>= 7\.5'"):
            stated("8", like)


@pytest.mark.parametrize("text", ["", ">=", ">= zeven", "== 7", "=> 7"])
def test_a_norm_needs_a_number(text: str) -> None:
    with pytest.raises(InputError, match=r"is no number|write how to compare"):
        stated(text)
