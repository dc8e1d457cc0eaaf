"""The engine: every use case in one place, as the command line, the daemon and embedding programs call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from escalator.engine import rounds
from escalator.engine.agreements import agreeing, extending, retracting
from escalator.engine.cases import closed_days as closing
from escalator.engine.cases import evidence, opening, querying
from escalator.engine.context import Context
from escalator.engine.contracts import noting
from escalator.engine.contracts import register as managing
from escalator.engine.duties import fulfilling
from escalator.engine.duties import owed as duties
from escalator.engine.duties import permissions as permitting
from escalator.engine.ports.values import Change
from escalator.engine.proof import auditing, proving
from escalator.engine.results import finding, measuring, scoring
from escalator.engine.results import proposals as deciding
from escalator.engine.sheets import importing
from escalator.engine.telling import outbox as telling


class Engine(Context):
    """Contracts, cases and facts in one database. Shared by threads; closed when its `with` block ends.

    What each use case takes, returns and refuses stands with its function.
    """

    __slots__ = ()

    add_contract = managing.add_contract
    contracts = managing.contracts
    contract = managing.contract
    contract_facts = managing.contract_facts
    ladder_of = managing.ladder_of
    close_contract = managing.close_contract
    add_contact = managing.add_contact
    contacts = managing.contacts
    remove_contact = managing.remove_contact

    open_case = opening.open_case
    record = opening.record
    retract = opening.retract
    adjust = opening.adjust

    add_closed_day = closing.add_closed_day
    closed_days = closing.closed_days

    set_norm = agreeing.set_norm
    add_kpi = extending.add_kpi
    set_parameter = extending.set_parameter
    exempt = agreeing.exempt
    set_rhythm = agreeing.set_rhythm

    measure = measuring.measure
    measure_together = measuring.measure_together
    import_results = importing.import_results
    results = finding.results
    result = finding.result
    scores = scoring.scores
    proposals = deciding.proposals
    accept = deciding.accept
    decline = deciding.decline

    note_event = noting.note_event
    contract_events = noting.contract_events
    retract_fact = retracting.retract_fact

    obligations = duties.obligations
    explain_duty = duties.explain_duty
    fulfil = fulfilling.fulfil
    plan = fulfilling.plan
    ask = fulfilling.ask
    permissions = permitting.permissions
    use_permission = permitting.use_permission
    lift_permission = permitting.lift_permission

    case = querying.case_view
    stand = querying.stand
    cases = querying.cases
    deadlines = querying.deadlines
    history = querying.history
    explain = querying.explain
    evidence = evidence.evidence

    tick = rounds.tick
    outbox = telling.outbox
    message = telling.message
    ack = telling.ack
    status = telling.status
    reminders = telling.reminders
    set_reminders = telling.set_reminders
    calendar_feed = telling.calendar_feed
    audit = auditing.audit
    prove = proving.prove

    def subscribe(self, callback: Callable[[Change], object]) -> None:
        """Have a function called with every change, within its transaction; what it raises undoes the change."""
        self.subscribers.append(callback)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all that is done in this block, in this thread, one transaction."""
        with self.store.writing():
            yield

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
