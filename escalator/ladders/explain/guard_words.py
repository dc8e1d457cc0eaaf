"""The words of the guard language, in Dutch and in English. Owns the words; `conditions` makes sentences of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final

from escalator.model.text import Text

NAMES: Final = {
    "on": Text("de dag van het feit", "the day of the fact"),
    "due": Text("de uiterste dag", "the due day"),
    "overdue": Text("de termijn is verstreken", "the term has passed"),
    "track": Text("het spoor", "the track"),
    "region": Text("de regio", "the region"),
    "contract_start": Text("het begin van het contract", "the start of the contract"),
    "contract_year": Text("het contractjaar", "the contract year"),
    "step": Text("de stap waarin het dossier staat", "the step the case is in"),
    "state": Text("de toestand van het dossier", "the state of the case"),
    "event": Text("de gebeurtenis", "the event"),
    "role": Text("wie handelt", "who acts"),
    "received": Text("de dag van ontvangst", "the day of receipt"),
}
EQUALS: Final = {
    "event": Text("dit volgt op {0}", "this follows {0}"),
    "step": Text("het dossier staat in stap {0}", "the case is in step {0}"),
    "role": Text("{0} handelt", "{0} acts"),
}
"""How it is said that one of these is a value, where `is` would not do."""
COMPARED: Final[Mapping[type[ast.cmpop], Text]] = {
    ast.Eq: Text("is", "is"),
    ast.NotEq: Text("is niet", "is not"),
    ast.Lt: Text("is minder dan", "is less than"),
    ast.LtE: Text("is hoogstens", "is at most"),
    ast.Gt: Text("is meer dan", "is more than"),
    ast.GtE: Text("is minstens", "is at least"),
    ast.In: Text("is een van", "is one of"),
    ast.NotIn: Text("is geen van", "is none of"),
}
DAYS: Final[Mapping[type[ast.cmpop], Text]] = {
    ast.Lt: Text("ligt voor", "is before"),
    ast.LtE: Text("ligt niet na", "is not after"),
    ast.Gt: Text("ligt na", "is after"),
    ast.GtE: Text("ligt niet voor", "is not before"),
}
SUMS: Final[Mapping[type[ast.operator], Text]] = {
    ast.Add: Text("plus", "plus"),
    ast.Sub: Text("min", "minus"),
    ast.Mult: Text("maal", "times"),
}
A_DAY: Final = frozenset({"on", "due", "contract_start", "received"})
