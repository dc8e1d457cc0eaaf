"""Escalation ladders of public contracts: record what happened, see where every contract stands.

The public face: `escalator.open` gives an `Engine`. What else is named here is what goes in and out of it. Each part
is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from escalator.engine.duties.owed import Duty, DutyStatus
    from escalator.engine.engine import Engine
    from escalator.engine.ports.records import Proposal
    from escalator.engine.ports.store import Clock, StoreProblem
    from escalator.engine.ports.values import CaseLine, CaseView, Change, Contact, Contract, DeadlineView, Recorded
    from escalator.engine.results.given import Did, Given, Measured
    from escalator.engine.sheets.importing import Imported
    from escalator.files import open_table
    from escalator.model.errors import Conflict, EscalatorError, InputError, Refusal, UnknownName
    from escalator.model.facts import Fact, Scope
    from escalator.model.standing import Deadline, Standing, Status
    from escalator.model.text import Text
    from escalator.wiring import open_engine as open  # noqa: A004 - escalator.open() reads best

__all__ = [
    "CaseLine",
    "CaseView",
    "Change",
    "Clock",
    "Conflict",
    "Contact",
    "Contract",
    "Deadline",
    "DeadlineView",
    "Did",
    "Duty",
    "DutyStatus",
    "Engine",
    "EscalatorError",
    "Fact",
    "Given",
    "Imported",
    "InputError",
    "Measured",
    "Proposal",
    "Recorded",
    "Refusal",
    "Scope",
    "Standing",
    "Status",
    "StoreProblem",
    "Text",
    "UnknownName",
    "open",
    "open_table",
]

_WHERE: Final = {
    "engine.duties": ("Duty", "DutyStatus"),
    "engine.engine": ("Engine",),
    "engine.importing": ("Imported",),
    "engine.ports": ("Clock", "StoreProblem"),
    "engine.records": ("Proposal",),
    "engine.results": ("Did", "Given", "Measured"),
    "engine.values": ("CaseLine", "CaseView", "Change", "Contact", "Contract", "DeadlineView", "Recorded"),
    "files": ("open_table",),
    "model.errors": ("Conflict", "EscalatorError", "InputError", "Refusal", "UnknownName"),
    "model.facts": ("Fact", "Scope"),
    "model.standing": ("Deadline", "Standing", "Status"),
    "model.text": ("Text",),
}
_MODULES: Final = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "open":
        return import_module("escalator.wiring").open_engine
    if name in _MODULES:
        return getattr(import_module(f"escalator.{_MODULES[name]}"), name)
    message = f"module 'escalator' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
