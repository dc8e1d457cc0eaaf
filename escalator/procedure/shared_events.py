"""The events that every ladder knows, with their data. Owns their shape; what they do is in `fold`."""

from __future__ import annotations

from typing import Final

from escalator.model.events import Event, Field, FieldType
from escalator.model.facts import Common
from escalator.model.text import Text

_REASON: Final = Text("reden", "reason")


def _field(name: str, label: Text, kind: FieldType = FieldType.TEXT, *, required: bool = True) -> Field:
    return Field(name=name, type=kind, label=label, required=required)


def _event(name: Common, label: Text, *fields: Field) -> Event:
    return Event(id=name, label=label, roles=(), fields=fields)


COMMON: Final[dict[str, Event]] = {
    Common.CLOSED: _event(Common.CLOSED, Text("dossier gesloten", "case closed"), _field("reason", _REASON)),
    Common.ADJUSTED: _event(
        Common.ADJUSTED,
        Text("termijn aangepast", "deadline adjusted"),
        _field("deadline", Text("termijn", "deadline")),
        _field("due", Text("nieuwe uiterste dag", "new due day"), FieldType.DATE),
        _field("reason", _REASON),
    ),
    Common.RIGHT_EXERCISED: _event(
        Common.RIGHT_EXERCISED,
        Text("recht uitgeoefend", "right exercised"),
        _field("right", Text("recht", "right")),
        _field("grounds", Text("gronden", "grounds"), required=False),
        _field("extent", Text("omvang", "extent"), required=False),
        _field("amount", Text("bedrag", "amount"), FieldType.MONEY, required=False),
    ),
    Common.RIGHT_LIFTED: _event(
        Common.RIGHT_LIFTED, Text("recht opgeheven", "right lifted"), _field("right", Text("recht", "right"))
    ),
    Common.EVIDENCE: _event(
        Common.EVIDENCE,
        Text("bewijsstuk toegevoegd", "evidence added"),
        _field("file", Text("bestand", "file"), required=False),
        _field("note", Text("toelichting", "note")),
    ),
    Common.RETRACTED: _event(
        Common.RETRACTED,
        Text("feit ingetrokken", "fact retracted"),
        _field("fact", Text("feit", "fact")),
        _field("reason", _REASON),
    ),
}
