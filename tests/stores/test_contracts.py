"""Contracts and contacts: what is kept of them, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.engine import Engine
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.desk import Desk, improvement


def test_a_contract_is_as_it_was_added(engine: Engine) -> None:
    added = engine.add_contract(
        "Lift-2026_b",
        improvement(),
        start=date(2026, 1, 1),
        end=date(2027, 12, 31),
        title="Liftservice Café BV",
        calendar="BE",
        parameters={"window": "3 months"},
        language="en",
        by="J. de Boer",
    )
    assert engine.contract("Lift-2026_b") == added
    assert engine.contracts() == [added]
    assert (added.calendar.name, added.end, added.language) == ("BE", date(2027, 12, 31), "en")
    assert added.parameters == {"window": "3 months"}
    assert engine.ladder_of(added.id).states == improvement().states


def test_adding_it_is_the_first_fact_of_its_stream(desk: Desk) -> None:
    (fact,) = desk.engine.contract_facts(desk.contract)
    assert (fact.event, fact.on, fact.data["name"]) == ("contract_added", date(2026, 3, 2), "lift")
    assert desk.engine.contract_facts(desk.contract, "contract_added") == [fact]
    assert desk.engine.contract_facts(desk.contract, "norm_set") == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", "-a", "a b", "é", "a" * 64, "a\n", "."])
def test_a_name_that_is_none_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(InputError, match="cannot name a contract"):
        engine.add_contract(name, improvement(), start=date(2026, 1, 1), calendar="atw")
    assert engine.contracts() == []


def test_a_name_is_given_once(desk: Desk) -> None:
    with pytest.raises(InputError, match="already"):
        desk.engine.add_contract(desk.contract, improvement(), start=date(2026, 1, 1), calendar="atw")


def test_an_end_before_the_start_is_refused(engine: Engine) -> None:
    with pytest.raises(InputError, match="before the start"):
        engine.add_contract("a", improvement(), start=date(2026, 1, 2), end=date(2026, 1, 1), calendar="atw")


def test_names_that_do_not_exist_suggest_the_nearest(desk: Desk) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'lift'"):
        desk.engine.contract("lfit")
    with pytest.raises(UnknownName, match="Did you mean 'haarlem'"):
        desk.engine.add_contract("b", "harlem", start=date(2026, 1, 1))
    with pytest.raises(UnknownName):
        desk.engine.add_contract("b", improvement(), start=date(2026, 1, 1), calendar="weekdays")
    with pytest.raises(UnknownName, match="Did you mean 'contractor'"):
        desk.engine.add_contact(desk.contract, "contracter", name="A", email="a@b.nl")
    assert [each.id for each in desk.engine.contracts()] == ["lift"]


def test_contacts_come_and_go(desk: Desk) -> None:
    engine = desk.engine
    first = engine.add_contact("lift", MANAGER, name="Anne", email="anne@stad.nl")
    second = engine.add_contact("lift", CONTRACTOR, name="Bas", email="bas@lift.nl", language="en")
    again = engine.add_contact("lift", CONTRACTOR, name="Anne", email="anne@stad.nl")
    assert engine.contacts("lift") == [first, second, again]
    assert engine.remove_contact("lift", "ANNE@stad.nl", role=CONTRACTOR) == [again]
    assert engine.remove_contact("lift", "anne@stad.nl") == [first]
    assert engine.contacts("lift") == [second]
    with pytest.raises(UnknownName):
        engine.remove_contact("lift", "anne@stad.nl")


@pytest.mark.parametrize("email", ["", "anne", "a@b@c", "a b@c.nl", "a@b\n", "<a@b.nl>", "a,b@c.nl"])
def test_an_address_that_is_none_is_refused(desk: Desk, email: str) -> None:
    with pytest.raises(InputError, match="not an e-mail address"):
        desk.engine.add_contact("lift", MANAGER, name="Anne", email=email)
    assert desk.engine.contacts("lift") == []


def test_a_contact_needs_a_name_and_a_language_that_is_spoken(desk: Desk) -> None:
    for name in ("", " ", "A\nB"):
        with pytest.raises(InputError, match="name"):
            desk.engine.add_contact("lift", MANAGER, name=name, email="a@b.nl")
    with pytest.raises(UnknownName):
        desk.engine.add_contact("lift", MANAGER, name="Anne", email="a@b.nl", language="fr")  # type: ignore[arg-type]  # on purpose


def test_the_same_contact_twice_is_refused(desk: Desk) -> None:
    desk.engine.add_contact("lift", MANAGER, name="Anne", email="anne@stad.nl")
    with pytest.raises(InputError, match="already"):
        desk.engine.add_contact("lift", MANAGER, name="Anne", email="Anne@Stad.nl")


def test_a_closed_contract_takes_retractions_and_evidence_alone(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    clock.move_to(date(2026, 3, 20))
    closed = desk.engine.close_contract("lift", reason="ended", by="J. de Boer")
    assert closed.closed_on == date(2026, 3, 20)
    with pytest.raises(Refusal, match="was closed on 2026-03-20"):
        desk.record(case, "sent", "2026-03-10")
    with pytest.raises(Refusal, match="was closed"):
        desk.open()
    desk.record(case, "evidence_added", "2026-03-20", MANAGER, data={"note": "letter"})
    desk.engine.retract(case, "1", reason="wrong case")
    assert desk.stand(case).state == "waiting"
    assert [each.event for each in desk.engine.contract_facts("lift")] == ["contract_added", "contract_closed"]


def test_a_contract_is_closed_once_and_not_before_it_began(desk: Desk) -> None:
    with pytest.raises(Refusal, match="before the contract"):
        desk.engine.close_contract("lift", on=date(2025, 12, 31), reason="ended")
    with pytest.raises(Refusal, match="future"):
        desk.engine.close_contract("lift", on=date(2026, 3, 3), reason="ended")
    desk.engine.close_contract("lift", reason="ended")
    with pytest.raises(InputError, match="was closed on"):
        desk.engine.close_contract("lift", reason="ended")
