"""Guards: the small fenced expression language of the ladders. Owns parsing and type checking; never runs Python.

The text is parsed with the standard library's own parser and then every node is checked against a short list; what
is not on it is refused. Nothing is ever given to `eval`. A guard compiles to closures, with three-valued logic:
a value that is not known yet (the data of an event that might be recorded) is UNKNOWN, and so is what rests on it.
See docs/ladder-format.md for the language and docs/adr/ for why it is our own.
"""

from escalator.procedure.guards.reader import parse
from escalator.procedure.guards.values import UNKNOWN, Guard, GuardError, Kind

__all__ = ["UNKNOWN", "Guard", "GuardError", "Kind", "parse"]
