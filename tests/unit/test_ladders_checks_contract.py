"""What is measured, owed and permitted speaks of what exists, and can come about; or a finding says why not."""

import pytest

from escalator.engine.contracts.events import ContractEvent
from escalator.ladders.checks.measured import OF_EVERY_CONTRACT
from tests.small_ladder import TEXT, told


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "on_miss: {then: open, event: missed}",
            "on_miss: {then: open, event: finished}",
            "finished opens no case; these do: missed",
        ),
        (
            "on_miss: {then: open, event: missed}",
            "on_miss: {then: open, event: missed, data: {period: period}}",
            "Unknown data key: 'period'",
        ),
        ("track: main, measured_by", "measured_by", "quality: name the track"),
        (
            "label: {nl: verslag, en: report}, owed_by: contractor",
            "label: {nl: x, en: x}, owed_by: boss",
            "Unknown role: 'boss'",
        ),
        (
            "after: {event: missed, within: 1 week}",
            "late: {kpi: qualty, item: x}, continuous: true",
            "Unknown KPI: 'qualty'",
        ),
        (
            "after: {event: missed, within: 1 week}",
            "late: {kpi: quality, item: x}, continuous: true",
            "Unknown item: 'x'",
        ),
        (
            "after: {event: missed, within: 1 week}",
            "after: {event: answered, on_named: done}",
            "Unknown day or deadline: 'done'",
        ),
        ("after: {event: missed, within: 1 week}", "after: {event: answered, with_next: x}", "Unknown obligation: 'x'"),
        ("after: {event: missed, within: 1 week}", "done_by: mised, continuous: true", "Unknown event: 'mised'"),
        ("after: {event: missed, within: 1 week}", "checklist: x, continuous: true", "Unknown checklist: 'x'"),
        (
            "after: {event: missed, within: 1 week}",
            "while_in: x, not_while_in: y, continuous: true",
            "Unknown state: 'y'",
        ),
        ("holders: manager, in_state", "holders: boss, in_state", "Unknown role: 'boss'"),
        ("measured_by: observer", "measured_by: observer, data_by: boss", "Unknown role: 'boss'"),
    ],
)
def test_what_is_measured_and_owed_speaks_of_what_exists(old: str, new: str, finding: str) -> None:
    found = told((old, new))
    assert any(finding in each for each in found), found


def test_a_result_fills_in_what_its_event_must_have() -> None:
    missed = "by: manager, clause: S1}\n  answered"
    data = "data: {colour: {type: choice, choices: [red], required: true, label: {nl: k, en: c}}}"
    needs = (missed, f"by: manager, {data}, clause: S1}}\n  answered")
    assert any("missed needs colour; fill it in with data" in each for each in told(needs))
    fills = ("event: missed}", "event: missed, data: {colour: colour}}")
    judged = (
        "norm: {judged: [{name: a, label: {nl: a, en: a}}, {name: b, label: {nl: b, en: b}, miss: true, colour: %s}]}"
    )
    assert told(needs, fills, ("norm: {at_least: 8}", judged % "red")) == []
    found = told(needs, fills, ("norm: {at_least: 8}", judged % "blue"))
    assert any("Unknown colour: 'blue'. Allowed: red." in each for each in found)


def test_a_ladder_without_tracks_has_no_kpi_on_one() -> None:
    section = TEXT[TEXT.index("tracks:\n") : TEXT.index("checklists:")]
    assert any("this ladder has no tracks" in each for each in told((section, "")))


def test_cases_by_kpi_need_a_kpi() -> None:
    section = TEXT[TEXT.index("kpis:\n") : TEXT.index("obligations:")]
    card = TEXT[TEXT.index("scorecards:\n") : TEXT.index("readings:")]
    found = told((section, ""), (card, ""), ("case_per: track", "case_per: kpi"))
    assert any("this ladder has no KPIs" in each for each in found)


EVENTS = ("checklists:\n", "contract_events: {award: {nl: gunning, en: award}}\nchecklists:\n")
AWARDED = ("after: {event: missed, within: 1 week}", "after: {contract_event: %s, within: 1 week}")
ARISES = ("holders: manager, in_state: work", "holders: manager, arises: [{contract_event: %s}]")


@pytest.mark.parametrize("name", ["award", "norm_set"])
def test_events_of_the_contract_that_are_listed_or_of_every_contract_may_be_named(name: str) -> None:
    assert told(EVENTS, (AWARDED[0], AWARDED[1] % "award"), (ARISES[0], ARISES[1] % name)) == []


def test_a_misspelt_event_of_the_contract_is_found_where_the_ladder_lists_them() -> None:
    misspelt = (AWARDED[0], AWARDED[1] % "awrad"), (ARISES[0], ARISES[1] % "award")
    assert any(
        "Unknown event of the contract: 'awrad'. Did you mean 'award'?" in each for each in told(EVENTS, *misspelt)
    )
    assert told(*misspelt) == []
    arises = (AWARDED[0], AWARDED[1] % "award"), (ARISES[0], ARISES[1] % "awrad")
    assert any("Unknown event of the contract: 'awrad'" in each for each in told(EVENTS, *arises))


def test_a_listed_event_of_the_contract_that_nothing_hangs_on_is_found() -> None:
    (found,) = told(EVENTS)
    assert found.endswith("'award' is used nowhere")


def test_what_is_recorded_of_every_contract_is_known() -> None:
    assert set(OF_EVERY_CONTRACT) == set(ContractEvent)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("by: client_side, clause", "by: client_side, at_least: 2, clause", "only 1 roles may act this"),
        ("by: client_side, clause", "by: client_side, at_least: 1, clause", "at least 2"),
        ("by: client_side, clause", "by: client_side, all: true, at_least: 2, clause", "choose all or at_least"),
        (
            "holders: manager, clause",
            "holders: manager, per: {nl: dag, en: day}, clause",
            "per and at_most go with amount",
        ),
        (
            "holders: manager, clause",
            "holders: manager, amount: GBP 5.00, at_most: EUR 50.00, clause",
            "amount and at_most are in one currency",
        ),
        ("holders: manager, clause", "holders: manager, amount: 5 euro, clause", "'5 euro' is no amount"),
    ],
)
def test_an_approval_by_so_many_and_an_amount_that_cannot_be_are_told(old: str, new: str, finding: str) -> None:
    found = told((old, new))
    assert any(finding in each for each in found), found
