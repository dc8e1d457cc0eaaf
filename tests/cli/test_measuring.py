"""Results as a user types them: assessed, followed by what the ladder says, and refused where they cannot be."""

import pytest

from tests.cli.conftest import Desk


@pytest.fixture
def measuring(desk: Desk) -> Desk:
    """The desk with two contracts more: one with regions and counts, one with a scorecard."""
    desk.do("contract", "add", "zaan", "--ladder", "zaanstreek", "--start", "2025-01-01")
    desk.do("contract", "add", "huis", "--ladder", "housing-matrix", "--start", "2025-01-01")
    desk.do("contract", "add", "vorig", "--ladder", "haarlem", "--start", "2025-01-01")
    return desk


@pytest.mark.parametrize("value", ["6,4", "6.4"])
def test_a_miss_opens_a_case_and_says_by_which_norm(measuring: Desk, value: str) -> None:
    told = measuring.do("measure", "vorig", "satisfaction", value, "--period", "2025", "--on", "gisteren")
    assert "satisfaction over 2025: norm niet gehaald" in told
    assert "6,4 voldoet niet aan: ten minste 7." in told
    assert "dossier vorig-2026-1 geopend: norm_missed" in told
    assert measuring.read("case", "show", "vorig-2026-1")["state"] == "step1.plan"


def test_a_pass_says_why_nothing_follows(measuring: Desk) -> None:
    told = measuring.read("measure", "vorig", "satisfaction", "7", "--period", "2025")
    assert (told["verdict"], told["did"], told["case"]) == ("met", "kept", None)
    assert told["because"]


def test_the_same_period_twice_is_refused_unless_it_corrects(measuring: Desk) -> None:
    first = measuring.read("measure", "vorig", "satisfaction", "6,4", "--period", "2025")
    again = measuring.type("measure", "vorig", "satisfaction", "7,5", "--period", "2025")
    assert again.exit_code == 2
    assert f"resultaat {first['result']}" in again.stderr
    assert "  6,4  " in measuring.do("results", "vorig")
    assert "  6.4  " in measuring.do("results", "vorig", "--lang", "en")
    corrected = measuring.read(
        "measure", "vorig", "satisfaction", "7,5", "--period", "2025", "--corrects", first["result"]
    )
    assert (corrected["verdict"], corrected["corrects"]) == ("met", first["result"])
    assert measuring.read("case", "show", "vorig-2026-1")["state"] == "monitoring"


def test_counts_are_computed_and_reasons_split(measuring: Desk) -> None:
    told = measuring.do(
        *("measure", "zaan", "file_check", "--period", "2026-02-01..2026-02-28", "--drawn", "29", "--failing", "3")
    )
    assert "10,34…% voldoet niet aan: hoogstens 10%." in told


def test_what_a_miss_leads_to_can_be_given_data(measuring: Desk) -> None:
    arguments = ("measure", "huis", "score", "3,1", "--judgement", "red", "--period", "2025-Q4")
    told = measuring.do(*arguments, "--set", "repair_by=1 april 2026")
    assert "dossier huis-2026-1 geopend" in told
    deadlines = measuring.read("case", "show", "huis-2026-1")["deadlines"]
    assert [(each["id"], each["due"]) for each in deadlines] == [("level1.repair", "2026-04-01")]


def test_a_score_is_weighed_by_the_scorecard(measuring: Desk) -> None:
    assert measuring.do("scorecard", "huis").strip() == "Geen scores."
    measuring.do("measure", "huis", "score", "3,1", "--judgement", "red", "--period", "2025-Q4")
    assert "Malus" in measuring.do("scorecard", "huis")
    [score] = measuring.read("scorecard", "huis")
    assert (score["value"], [each["weight"] for each in score["consequences"]]) == ("3.1", ["malus"])


def test_a_key_makes_measuring_repeatable(measuring: Desk) -> None:
    arguments = ("measure", "vorig", "satisfaction", "7,5", "--period", "2025", "--key", "survey-2025")
    first, again = measuring.read(*arguments), measuring.read(*arguments)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["result"] == again["result"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["vorig", "satisfaction", "NaN", "--period", "2025"], "'NaN' is geen getal"),
        (["vorig", "satisfaction", "1e999", "--period", "2025"], "'1e999' is geen getal"),
        (["vorig", "satisfaction", "1.000,5", "--period", "2025"], "is geen getal"),
        (["vorig", "satisfaction", "11", "--period", "2025"], "schaal"),
        (["vorig", "satisfaction", "7", "--period", "2025-Q5"], "2025-Q5"),
        (["vorig", "satisfaction", "7", "--period", "2025-Q1"], "elk jaar"),
        (["vorig", "satisfaction", "7", "--period", "2031"], "2031"),
        (["vorig", "satisfaction", "7"], "--period"),
        (["vorig", "satisfacton", "7", "--period", "2025"], "Bedoelde u 'satisfaction'?"),
        (["vorige", "satisfaction", "7", "--period", "2025"], "Bedoelde u 'vorig'?"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--region", "x"], "regio"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--on", "2026-03-03"], "toekomst"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--corrects", "99"], "99"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--beside", "x"], "sleutel=waarde"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--failing-by", "x=twee"], "'twee' is geen aantal"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--drawn", "-1"], "--drawn"),
        (["vorig", "satisfaction", "7", "--period", "2025", "--set", "colour=red"], "colour"),
        (["zaan", "result_achieved", "70", "--period", "2025", "--region", "zaanstadt"], "zaanstad"),
    ],
)
def test_a_result_that_cannot_be_is_one_message_and_changes_nothing(
    measuring: Desk, arguments: list[str], said: str
) -> None:
    done = measuring.type("measure", *arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert said in done.stderr
    assert measuring.read("case", "list") == []
    assert measuring.read("audit")["facts"] == 4


def test_results_are_told_in_english_too(measuring: Desk) -> None:
    told = measuring.do("measure", "vorig", "satisfaction", "6.4", "--period", "2025", "--lang", "en")
    assert "6.4 does not meet: at least 7." in told


@pytest.fixture
def proposing(measuring: Desk) -> Desk:
    """The desk where a result proposes something, to be decided on."""
    region = ("--region", "zaanstad_wormerland")
    measuring.do("measure", "zaan", "result_achieved", *region, "--period", "2025", "--drawn", "40", "--failing", "22")
    return measuring


def test_what_waits_for_a_decision_is_listed_without_a_further_word(proposing: Desk) -> None:
    [proposal] = proposing.read("proposals")
    assert proposing.read("proposals", "list") == [proposal]
    assert (proposal["contract"], proposal["event"], proposal["case"]) == ("zaan", "shortcoming_found", None)
    assert "45% is onvoldoende" in proposing.do("proposals")
    assert proposing.read("proposals", "--contract", "huis") == []


def test_a_proposal_is_accepted_once(proposing: Desk) -> None:
    [proposal] = proposing.read("proposals")
    accept = ("proposals", "accept", "zaan", proposal["proposal"], "--role", "contract_manager", "--by", "B")
    assert "dossier zaan-2026-1" in proposing.do(*accept)
    assert proposing.read("case", "show", "zaan-2026-1")["state"] == "step1.meeting"
    assert proposing.read("proposals") == []
    assert proposing.read("proposals", "--status", "accepted")[0]["decided_by"] == "B"
    assert proposing.type(*accept).exit_code == 2


def test_a_proposal_is_declined_with_a_reason(proposing: Desk) -> None:
    [proposal] = proposing.read("proposals")
    proposing.do("proposals", "decline", "zaan", proposal["proposal"], "--reason", "eenmalig")
    [declined] = proposing.read("proposals", "--all")
    assert (declined["status"], declined["why"]) == ("declined", "eenmalig")
    assert proposing.read("case", "list") == []


@pytest.mark.parametrize("number", ["99", "0", "x"])
def test_a_proposal_that_is_not_there_is_a_mistake(proposing: Desk, number: str) -> None:
    done = proposing.type("proposals", "accept", "zaan", number)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_norm_set_holds_from_its_day_on_and_changes_nothing_before(measuring: Desk) -> None:
    told = measuring.do("norm", "set", "vorig", "satisfaction", "7,5", "--since", "2026-01-01", "--note", "overleg")
    assert "norm_set" in told
    assert measuring.read("measure", "vorig", "satisfaction", "7,2", "--period", "2025")["verdict"] == "met"
    late = measuring.type("norm", "set", "vorig", "satisfaction", "8", "--since", "2025-01-01", "--note", "overleg")
    assert late.exit_code == 2
    assert "2025" in late.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["norm", "set", "vorig", "satisfaction", "zeven", "--since", "2026-01-01", "--note", "x"], "is geen getal"),
        (["norm", "set", "vorig", "satisfaction", "7"], "--since"),
        (["norm", "set", "vorig", "satisfaction", "7", "--since", "2026-01-01"], "--note"),
        (["norm", "set", "vorig", "satisfacton", "7", "--since", "2026-01-01", "--note", "x"], "satisfaction"),
        (["agreement", "parameter", "vorig", "plan_in", "x", "--since", "2026-01-01", "--note", "x"], "plan_within"),
        (["agreement", "exempt", "vorig", "satisfaction", "--note", "x"], "perioden"),
        (["agreement", "rhythm", "vorig", "satisfaction", "--every", "week", "--since", "2026-01-01"], "satisfaction"),
    ],
)
def test_an_agreement_that_cannot_be_is_one_message(measuring: Desk, arguments: list[str], said: str) -> None:
    done = measuring.type(*arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert said in done.stderr


def test_agreements_are_facts_of_the_contract(measuring: Desk) -> None:
    since = ("--since", "2026-04-01", "--note", "overleg")
    told = measuring.read("agreement", "parameter", "vorig", "plan_within", "15 working days", *since)
    assert (told["event"], told["data"]["value"]) == ("parameter_set", "15 working days")
    told = measuring.read("agreement", "exempt", "vorig", "satisfaction", "--period", "2026", "--note", "overleg")
    assert told["event"] == "exemption_agreed"
    kpi = ("--label", "Stipt", "--definition", "d", "--method", "m", "--measured-by", "contractor", "--norm", ">= 80")
    told = measuring.read("agreement", "kpi", "vorig", "punctual", *kpi, "--track", "core", *since)
    assert told["event"] == "kpi_added"
