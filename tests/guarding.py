"""A small ladder with names for guards to refer to, and how a guard is refused. It tests nothing itself."""

from __future__ import annotations

import pytest

from escalator.model.events import FieldType
from escalator.model.ladder import Parameter, Table
from escalator.procedure.guards import GuardError, Kind, parse
from escalator.procedure.guards.values import Names
from escalator.procedure.vocabulary import names_for
from tests.ladders import event, field, label, ladder, on, state

LADDER = ladder(
    [state("start", on("missed", "step1.plan")), state("step1.plan", on("planned", "done"))],
    [
        event("missed", field("period", FieldType.PERIOD), field("score", FieldType.NUMBER), field("by")),
        event("planned", field("by"), field("score", FieldType.TEXT)),
    ],
    tables={"levels": Table(id="levels", rows=((1, 2), (3, 4)))},
    parameters={
        "window": Parameter(id="window", label=label("window"), type="term", value="3 months"),
        "grace": Parameter(id="grace", label=label("grace"), type="term", value="2 days"),
        "most": Parameter(id="most", label=label("most"), type="number", value="3"),
    },
    definitions={
        "often": "count(missed) > most",
        "wrong": "overdue and trakc == 'x'",
        "round": "step == 1 and about",
        "about": "round",
    },
)
NAMES = names_for(LADDER, "missed")


def refused(text: str, names: Names = NAMES, kind: Kind | None = Kind.BOOLEAN) -> GuardError:
    with pytest.raises(GuardError) as caught:
        parse(text, names, kind)
    return caught.value
