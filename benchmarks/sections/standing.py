"""Where a case stands, from its facts: the state machine, guards, deadlines and derivations, without the database."""

from __future__ import annotations

import escalator
from benchmarks import cases
from benchmarks.measuring import Block, Way, timed
from benchmarks.results import Curve, Line, Promise, Section, Table
from benchmarks.workshop import Workshop
from escalator.calendars import calendar
from escalator.procedure.machine import compile_ladder
from escalator.procedure.stand import stand

MACHINE, OURS, ASKED = "transitions alone", "escalator, stand() from the facts", "escalator, asked of the database"
FACTS = 20
LENGTHS = (1, 5, 20, 100, 500)
WHY = (
    "The largest part is the state machine's library, although a token is moved without looking for callbacks; then "
    "come the deadline with its derivation, what guards may see, and the checks before an event is fired."
)


def run(shop: Workshop) -> Section:
    """Measure it for a case of 20 facts, and how it grows."""
    repeat = shop.pick(20, 1)
    events = ["norm_missed", *(("plan_submitted", "plan_rejected")[number % 2] for number in range(FACTS - 1))]
    ways = {
        MACHINE: Way("peers.state_machine:firing", (events, repeat)),
        OURS: Way("sections.standing:folding", (FACTS, repeat)),
        ASKED: Way("sections.standing:asking", (FACTS, repeat)),
    }
    found, absent = shop.in_turns(ways, 15)
    lengths = shop.pick(LENGTHS, LENGTHS[:2])
    grown, _ = shop.in_turns({str(n): Way("sections.standing:folding", (n, repeat)) for n in lengths}, 5)
    micros = found[OURS].spread.times(1e6)
    points = tuple((float(n), grown[str(n)].spread.median * 1e6) for n in lengths)
    return Section(
        id="standing",
        title="Where a case stands",
        work=(
            f"A case of the Haarlem ladder with {FACTS} facts, half of which open a deadline that a later one meets: "
            "state, deadlines with their derivation, rights, and what is allowed next, per fact."
        ),
        tables=(Table(f"{FACTS} facts, per fact", "µs", tuple(found.values())),),
        promises=(Promise(text="at most 25 µs a fact", limit=25, found=micros, unit="µs", why=WHY),),
        curves=(Curve("standing", "Where a case stands", "facts in the case", "µs a fact", (Line(OURS, points),)),),
        absent=absent,
        notes=("Asked of the database, its facts are read first; nothing that follows from them is kept.",),
    )


def _case(facts: int) -> tuple[escalator.Engine, str]:
    engine = cases.engine_on("sqlite://")
    return engine, cases.open_cases(engine, 1, facts)[0]


def folding(facts: int, repeat: int) -> Block:
    """Return a block of work: the fold over all facts of a case."""
    engine, case = _case(facts)
    procedure = compile_ladder(engine.ladder_of(cases.CONTRACT), calendar("atw"))
    listed = [entry.fact for entry in engine.history(case)]
    scope = engine.case(case).case.scope
    as_of = max(fact.on for fact in listed)
    return lambda: timed(lambda: stand(procedure, listed, as_of, scope=scope), repeat) / facts


def asking(facts: int, repeat: int) -> Block:
    """Return a block of work: the same, asked of the engine."""
    engine, case = _case(facts)
    return lambda: timed(lambda: engine.stand(case), repeat) / facts
