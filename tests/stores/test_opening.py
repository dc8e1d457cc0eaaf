"""What a case is about when it is opened: track, KPIs and region, which event opens it, and whether it may be there."""

from __future__ import annotations

from typing import Any

import pytest

from escalator.engine.engine import Engine
from escalator.model.errors import EscalatorError, InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.ladders import MANAGER, event, ladder, on, state
from tests.measuring import REGION, STARTS, Measuring

CONTRACT_MANAGER = "contract_manager"


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "haarlem", "zaanstreek", "housing-matrix")


def test_the_kpis_say_which_track(desk: Measuring) -> None:
    scope = desk.engine.open_case(
        "haarlem", kpis=["compliance", "promises", "compliance"], role=CONTRACT_MANAGER
    ).case.scope
    assert (scope.track, scope.kpis, scope.contract_start) == ("core", ("compliance", "promises"), STARTS["haarlem"])


REFUSED: list[tuple[str, dict[str, Any], type[EscalatorError], str]] = [
    ("haarlem", {}, InputError, "Noem een KPI of een spoor: core, theme."),
    ("haarlem", {"track": "cor"}, UnknownName, "core"),
    ("haarlem", {"kpis": ["complaince"]}, UnknownName, "compliance"),
    (
        "haarlem",
        {"kpis": ["compliance"], "track": "theme"},
        InputError,
        "Een dossier heeft één spoor, niet core, theme.",
    ),
    ("haarlem", {"kpis": ["compliance", "process_improvement"]}, InputError, "één spoor, niet core, theme."),
    ("haarlem", {"track": "core", "region": REGION}, UnknownName, REGION),
    ("zaanstreek", {"region": "zaanstad"}, UnknownName, REGION),
    ("haarlem", {"track": "core", "event": "norm_mised"}, UnknownName, "norm_missed"),
]


@pytest.mark.parametrize(("contract", "about", "kind", "told"), REFUSED, ids=[str(each[1]) for each in REFUSED])
def test_what_it_cannot_be_about_is_refused(
    desk: Measuring, contract: str, about: dict[str, Any], kind: type[EscalatorError], told: str
) -> None:
    assert told in desk.refused(kind, desk.engine.open_case, contract, role=CONTRACT_MANAGER, **about)


def test_a_key_opens_one_case_and_stands_for_what_it_is_about(desk: Measuring) -> None:
    first = desk.engine.open_case("haarlem", track="core", role=CONTRACT_MANAGER, key="mail-1").case
    assert desk.engine.open_case("haarlem", track="core", role=CONTRACT_MANAGER, key="mail-1").case == first
    told = desk.refused(
        InputError, desk.engine.open_case, "haarlem", track="theme", role=CONTRACT_MANAGER, key="mail-1"
    )
    assert f"dossier {first.id}" in told


def test_one_case_for_the_whole_contract_has_no_second_beside_it(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "housing-matrix")
    red = {"colour": "red", "repair_by": "2029-12-31"}
    first = engine.open_case("housing-matrix", role="corporation", data=red).case.id
    told = desk.refused(Refusal, engine.open_case, "housing-matrix", role="corporation", data=red)
    assert f"{first} loopt nog" in told


def test_where_several_events_open_a_case_one_is_named(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock)
    two = ladder(
        [state("start", on("missed", "done"), on("found", "plan")), state("plan")], [event("missed"), event("found")]
    )
    engine.add_contract("two", two, start=STARTS["haarlem"], calendar="atw")
    told = desk.refused(InputError, engine.open_case, "two", role=MANAGER)
    assert "Noem de gebeurtenis waarmee het dossier opent: missed, found." in told
    assert engine.open_case("two", role=MANAGER, event="found").standing.state == "plan"
