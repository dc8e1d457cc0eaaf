"""Why a deadline is due on its day, in words that can be sent: complete, from the derivation alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from escalator.ladders import library, scenarios
from escalator.ladders.explain import explain_deadline
from escalator.ladders.scenario import Scenario
from escalator.ladders.scenario_files import read_scenario
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Adjusted, Deadline, Status
from escalator.model.text import LANGUAGES, Language
from escalator.procedure.stand import stand

ROOT = Path(__file__).parents[2]
COUSINS = ROOT / "tests" / "cousins"
FILES = scenarios.files([library.folder(), COUSINS])


def case(name: str, deadline: str) -> tuple[Ladder, Deadline, list[Fact]]:
    """Return a deadline at the end of a scenario, with its ladder and facts."""
    folder, _, file = name.partition("/")
    home = COUSINS if (COUSINS / folder).is_dir() else library.folder()
    scenario = read_scenario(home / folder / "scenarios" / f"{file}.yaml")
    facts = accepted(scenario)
    standing = scenarios.look(scenarios.procedure_of(scenario), scenario, facts, scenario.checks[-1])
    found = standing.deadline(deadline)
    assert found is not None
    return scenario.ladder, found, facts


def accepted(scenario: Scenario) -> list[Fact]:
    return scenarios.record(scenarios.procedure_of(scenario), scenario)[0]


def told(name: str, deadline: str, language: Language = "en") -> str:
    return explain_deadline(*case(name, deadline), language)


def test_working_days_are_written_out_day_by_day() -> None:
    text = told("haarlem/dates-month-ends-on-5-may-and-ascension", "step1.plan", "nl")
    for line in (
        "# Termijn “Stap 1: verbeterplan opstellen” (`step1.plan`)",
        "**Uiterlijk woensdag 31 maart 2027. Die dag zelf is nog op tijd.**",
        "- Aan zet: Opdrachtnemer",
        "- Voldaan met: “verbeterplan ingediend”",
        "- Stand: op tijd voldaan op maandag 29 maart 2027",
        "- dinsdag 16 maart 2027: werkdag 1",
        "- zaterdag 20 maart 2027: telt niet, weekend",
        "- vrijdag 26 maart 2027: telt niet, Goede Vrijdag (Atw art. 3 lid 2)",
        "- maandag 29 maart 2027: telt niet, Tweede Paasdag (Atw art. 3 lid 1)",
        "- woensdag 31 maart 2027: werkdag 10",
        "De termijn eindigt op woensdag 31 maart 2027.",
    ):
        assert line in text.splitlines(), line
    assert "Geteld wordt vanaf maandag 15 maart 2027: de dag van “norm niet gehaald” (contractmanager" in text
    assert "feit `#1`, vastgelegd op maandag 15 maart 2027). Die dag zelf telt niet mee." in text
    assert "Kalender: `atw`, versie `" in text
    assert "## Hoe het contract hier is gelezen" in text
    assert "Wat is een werkdag?" in text


@pytest.mark.parametrize(
    ("name", "deadline", "readings"),
    [
        ("haarlem/dates-month-ends-on-5-may-and-ascension", "step1.plan", ["report_anchor", "working_day"]),
        ("haarlem/dates-month-ends-on-5-may-and-ascension", "step1.implementation", ["working_day", "end_of_term"]),
        ("westfriesland/plan-term-adjusted", "step2.plan", ["plan_day", "end_of_terms", "days_adjustable"]),
        ("hosting-sla/grave-outage-in-hours", "outage.answer", []),
    ],
)
def test_only_the_readings_that_bear_on_the_day_are_told(name: str, deadline: str, readings: list[str]) -> None:
    ladder, found, facts = case(name, deadline)
    text = explain_deadline(ladder, found, facts, "nl")
    assert [each for each in ladder.readings if ladder.readings[each].reading.nl in text] == sorted(
        readings, key=list(ladder.readings).index
    )


def test_an_end_that_moves_names_each_day_passed_over() -> None:
    text = told("haarlem/dates-month-ends-on-5-may-and-ascension", "step1.implementation")
    assert "The rule: 1 month after the day this state begins. [H38" in text
    assert (
        "The term ends on Wednesday 5 May 2027. That is no working day, so the due day moves on to the next working "
        "day, Friday 7 May 2027. Passed over are:\n\n"
        "- Wednesday 5 May 2027: Liberation Day (Atw art. 3 lid 1)\n"
        "- Thursday 6 May 2027: Ascension Day (Atw art. 3 lid 1)\n"
    ) in text
    assert "working day 1" not in text


def test_a_month_without_that_day_ends_on_its_last() -> None:
    text = told("haarlem/dates-clamped-month-then-weekend", "step1.implementation", "nl")
    assert "Die maand heeft geen dag 31; dan geldt de laatste dag van de maand." in text


def test_a_day_that_was_named_counts_as_it_is() -> None:
    text = told("community-equipment/plan-on-the-way", "plan.draft")
    assert (
        "The day was named: Sunday 15 February 2026, as “plan due on”, in “meeting held” of Tuesday 20 January 2026 "
        "(commissioner, fact `#4`, recorded on Tuesday 20 January 2026). A day that is named counts as it was named"
    ) in text
    assert "Calendar" not in text


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.OPEN, "If nothing has happened by then, at the start of the day after follows: “Escalated”."),
        (Status.OVERDUE, "By then nothing had happened, and at the start of the day after followed: “Escalated”."),
        (Status.MET, None),
        (Status.LATE, None),
        (Status.LAPSED, None),
    ],
)
def test_what_follows_by_itself_is_told_as_long_as_it_can(status: Status, told: str | None) -> None:
    ladder, deadline, facts = case("community-equipment/plan-on-the-way", "plan.draft")
    text = explain_deadline(ladder, replace(deadline, status=status), facts, "en")
    assert ("“Escalated”" in text) is (told is not None)
    assert told is None or told in text.splitlines()


def test_hours_run_on_over_closed_days() -> None:
    text = told("hosting-sla/grave-outage-in-hours", "outage.answer", "nl")
    assert "**Uiterlijk zaterdag 4 juli 2026 om 02.00 uur (Nederlandse tijd).**" in text
    assert "Geteld wordt vanaf vrijdag 3 juli 2026 om 22.00 uur: de dag van “storing gemeld”" in text
    assert "De regel: 4 uur na de laatste keer “storing gemeld”. [C-3]" in text
    assert "Uren tellen door, ook 's nachts en op vrije dagen." in text
    assert "Stand: te laat voldaan op zaterdag 4 juli 2026" in text


def test_hours_without_a_moment_count_from_the_end_of_the_day() -> None:
    ladder, deadline, facts = case("hosting-sla/grave-outage-in-hours", "outage.answer")
    text = explain_deadline(ladder, deadline, [replace(fact, at=None) for fact in facts], "en")
    assert "It counts from the end of Friday 3 July 2026: the day of “outage reported”" in text


def test_a_bound_that_decides_is_told() -> None:
    text = told("community-equipment/plan-term-has-a-maximum", "plan.draft")
    assert "The rule is 1 month, but not beyond the bound of 33 days. That bound decides here. [6.6]" in text
    text = told("community-equipment/plan-term-has-a-minimum", "plan.draft", "nl")
    assert "De regel is 1 maand, maar niet buiten de grens van 21 werkdagen." in text
    assert "- vrijdag 3 april 2026: telt niet, Good Friday (holidays 0.109, GB-ENG)" in text


def test_receipt_and_the_end_of_a_term_are_named_as_the_start() -> None:
    text = told("community-equipment/silence-accepts-the-query", "query.response")
    assert "It counts from Tuesday 31 March 2026: the day of receipt with “performance query raised”" in text
    text = told("community-equipment/silence-accepts-the-query", "query.meeting")
    assert "It counts from Friday 10 April 2026: the day after the previous term had passed." in text


def test_another_deadline_and_a_named_day_are_named_as_the_start() -> None:
    text = told("community-equipment/delivery-late", "plan.overdue")
    assert "It counts from Friday 27 March 2026: the due day of “Deliver the remedial action plan”." in text
    text = told("community-equipment/delivery-late", "plan.review")
    assert (
        "It counts from Friday 27 March 2026: the day named as “delivered by” in “remedial action plan submitted”"
        in text
    )


def test_a_stop_and_an_adjustment_are_told_with_their_reason() -> None:
    text = told("community-equipment/term-suspended", "plan.draft")
    assert (
        "The term stood still and runs on since Monday 6 July 2026 (“information supplied” (commissioner, fact `#5`, "
        "recorded on Monday 6 July 2026)): from Wednesday 1 July 2026 to Wednesday 15 July 2026."
    ) in text
    assert (
        "Adjusted on Tuesday 14 July 2026, “deadline adjusted” (commissioner, fact `#8`, recorded on Tuesday 14 July "
        "2026): from Wednesday 15 July 2026 to Tuesday 28 July 2026. Reason: holidays"
    ) in text
    assert "Status: overdue, the case went on on Wednesday 29 July 2026" in text


def test_an_adjustment_without_a_fact_keeps_its_reason() -> None:
    ladder, deadline, facts = case("haarlem/dates-leap-day", "step1.plan")
    change = Adjusted(fact="", on=date(2026, 1, 2), before=None, due=deadline.due, reason="calendar: bridging day")
    moved = replace(deadline, derivation=replace(deadline.derivation, adjusted=(change,)))
    text = explain_deadline(ladder, moved, facts, "nl")
    assert "Aangepast op vrijdag 2 januari 2026: van geen dag naar " in text
    assert "Reden: calendar: bridging day" in text


def test_a_day_that_nobody_named_was_set() -> None:
    text = told("housing-matrix/repair-term-missing-then-set", "level1.repair")
    assert "No fact named the day that this deadline depends on. It was set to " in text


def test_a_provisional_day_says_so() -> None:
    ladder, deadline, facts = case("haarlem/dates-leap-day", "step1.plan")
    text = explain_deadline(ladder, replace(deadline, provisional=True), facts, "nl")
    assert "Voorlopig: zo ver vooruit staan nog niet alle vrije dagen vast." in text


def test_who_recorded_a_fact_and_when_are_told_in_dutch_days() -> None:
    ladder, deadline, facts = case("haarlem/dates-leap-day", "step1.plan")
    night = datetime(2028, 2, 15, 23, 30, tzinfo=UTC)
    known = [replace(fact, by="Anna", recorded=night, role=None) for fact in facts]
    assert "recorded on Wednesday 16 February 2028, by Anna)" in explain_deadline(ladder, deadline, known, "en")


def test_a_fact_that_is_not_given_is_told_by_its_name() -> None:
    ladder, deadline, _ = case("haarlem/dates-leap-day", "step1.plan")
    assert "the day of fact `#1`." in explain_deadline(ladder, deadline, [], "en")


def test_a_rule_that_is_gone_from_the_ladder_does_no_harm() -> None:
    ladder, deadline, facts = case("haarlem/dates-leap-day", "step1.plan")
    elsewhere = replace(deadline, derivation=replace(deadline.derivation, rule=("gone", 3)), owed_by=())
    text = explain_deadline(ladder, elsewhere, facts, "en")
    assert "The rule: 10 working days." in text
    assert "Owed by" not in text


def test_a_long_term_lists_only_the_days_passed_over() -> None:
    path = ROOT / "workflows" / "haarlem" / "scenarios" / "dates-leap-day.yaml"
    scenario = read_scenario(path)
    longer = replace(scenario, ladder=library.load("haarlem", {"plan_within": "40 working days"}))
    facts = accepted(longer)[:1]
    standing = stand(scenarios.procedure_of(longer), facts, facts[0].on, scope=longer.scope)
    text = explain_deadline(longer.ladder, standing.deadlines[0], facts, "nl")
    assert "Niet meegeteld zijn:\n\n- zaterdag " in text
    assert "werkdag 1" not in text
    first = standing.deadlines[0]
    assert first.derivation.reckoning is not None
    whole = replace(first.derivation.reckoning, skipped=())
    open_always = replace(first, derivation=replace(first.derivation, reckoning=whole))
    assert "Niet meegeteld" not in explain_deadline(longer.ladder, open_always, facts, "nl")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_every_deadline_of_every_scenario_can_be_explained(file: Path) -> None:
    scenario = read_scenario(file)
    facts = accepted(scenario)
    for check in scenario.checks:
        standing = scenarios.look(scenarios.procedure_of(scenario), scenario, facts, check)
        for deadline in standing.deadlines:
            for language in LANGUAGES:
                text = explain_deadline(scenario.ladder, deadline, facts, language)
                assert f"`{deadline.id}`" in text
                assert str(deadline.due.day) in text
                assert "None" not in text
