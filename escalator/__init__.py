"""Escalation ladders of public contracts: record what happened, see where every contract stands.

The public face: `escalator.open` gives an `Engine`. What else is named here is what goes in and out of it. Each part
is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from escalator.engine.cases.closed_days import ClosedDayEffect, Moved
    from escalator.engine.context import Outlets
    from escalator.engine.duties.fulfilling import Fulfilled
    from escalator.engine.duties.owed import Duty, DutyStatus
    from escalator.engine.duties.permissions import Permitted
    from escalator.engine.engine import Engine
    from escalator.engine.policy import Policy
    from escalator.engine.ports.ledger import ItemLine, MessageLine
    from escalator.engine.ports.records import ClosedDayAdded, Evidence, MeasurementLine, Proposal
    from escalator.engine.ports.store import Clock, StoreProblem
    from escalator.engine.ports.values import (
        CaseLine,
        CaseView,
        Change,
        Contact,
        Contract,
        DeadlineLine,
        DeadlineView,
        Explained,
        HistoryEntry,
        Recorded,
    )
    from escalator.engine.proof.auditing import Audit, Finding
    from escalator.engine.proof.proving import Proof
    from escalator.engine.results.given import Decided, Did, Given, Measured, MeasurementView, Scored
    from escalator.engine.rounds import Round
    from escalator.engine.sheets.importing import Imported
    from escalator.engine.telling.outbox import ClockStatus
    from escalator.files import open_table
    from escalator.model.errors import Conflict, EscalatorError, InputError, Refusal, UnknownName
    from escalator.model.facts import Fact, Scope
    from escalator.model.ladder import Ladder
    from escalator.model.standing import Deadline, Standing, Status
    from escalator.model.text import Text
    from escalator.settings import Settings
    from escalator.wiring import open_engine as open  # noqa: A004 - escalator.open() reads best
    from escalator.wiring import outlets_of

__all__ = [
    "Audit",
    "CaseLine",
    "CaseView",
    "Change",
    "Clock",
    "ClockStatus",
    "ClosedDayAdded",
    "ClosedDayEffect",
    "Conflict",
    "Contact",
    "Contract",
    "Deadline",
    "DeadlineLine",
    "DeadlineView",
    "Decided",
    "Did",
    "Duty",
    "DutyStatus",
    "Engine",
    "EscalatorError",
    "Evidence",
    "Explained",
    "Fact",
    "Finding",
    "Fulfilled",
    "Given",
    "HistoryEntry",
    "Imported",
    "InputError",
    "ItemLine",
    "Ladder",
    "Measured",
    "MeasurementLine",
    "MeasurementView",
    "MessageLine",
    "Moved",
    "Outlets",
    "Permitted",
    "Policy",
    "Proof",
    "Proposal",
    "Recorded",
    "Refusal",
    "Round",
    "Scope",
    "Scored",
    "Settings",
    "Standing",
    "Status",
    "StoreProblem",
    "Text",
    "UnknownName",
    "open",
    "open_table",
    "outlets_of",
]

_WHERE: Final = {
    "engine.cases.closed_days": ("ClosedDayEffect", "Moved"),
    "engine.context": ("Outlets",),
    "engine.duties.fulfilling": ("Fulfilled",),
    "engine.duties.owed": ("Duty", "DutyStatus"),
    "engine.duties.permissions": ("Permitted",),
    "engine.engine": ("Engine",),
    "engine.policy": ("Policy",),
    "engine.ports.ledger": ("ItemLine", "MessageLine"),
    "engine.ports.records": ("ClosedDayAdded", "Evidence", "MeasurementLine", "Proposal"),
    "engine.ports.store": ("Clock", "StoreProblem"),
    "engine.ports.values": (
        "CaseLine",
        "CaseView",
        "Change",
        "Contact",
        "Contract",
        "DeadlineLine",
        "DeadlineView",
        "Explained",
        "HistoryEntry",
        "Recorded",
    ),
    "engine.proof.auditing": ("Audit", "Finding"),
    "engine.proof.proving": ("Proof",),
    "engine.results.given": ("Decided", "Did", "Given", "Measured", "MeasurementView", "Scored"),
    "engine.rounds": ("Round",),
    "engine.sheets.importing": ("Imported",),
    "engine.telling.outbox": ("ClockStatus",),
    "files": ("open_table",),
    "model.errors": ("Conflict", "EscalatorError", "InputError", "Refusal", "UnknownName"),
    "model.facts": ("Fact", "Scope"),
    "model.ladder": ("Ladder",),
    "model.standing": ("Deadline", "Standing", "Status"),
    "model.text": ("Text",),
    "settings": ("Settings",),
    "wiring": ("outlets_of",),
}
_MODULES: Final = {name: module for module, names in _WHERE.items() for name in names}


if not TYPE_CHECKING:  # to a type checker, a name that is not here is a mistake

    def __getattr__(name: str) -> Any:
        if name == "open":
            return import_module("escalator.wiring").open_engine
        if name in _MODULES:
            return getattr(import_module(f"escalator.{_MODULES[name]}"), name)
        message = f"module 'escalator' has no attribute {name!r}"
        raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
