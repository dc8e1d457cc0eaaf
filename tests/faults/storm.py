"""Days in which everything fails that may: processes, mail server, database server, clock. For the tests, and `soak`.

Real daemons keep a clock that is moved from one moment on their agenda to the next, a real mail server takes their
messages when it pleases, and recorders record; meanwhile daemons are killed, servers restarted and the clock put
forward and back, at moments chosen by chance, with a seed. Then what the mail server took is counted against the
ledgers. A program, because it forks.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from escalator.calendars import calendar
from escalator.engine.engine import Engine
from escalator.engine.ports.ledger import About, MessageLine
from escalator.engine.ports.messages import MessageKind
from escalator.wiring import open_engine
from tests.daemon.post import AMSTERDAM, MANAGER
from tests.faults.unruly import REFUSED
from tests.faults.world import Weather, World, world


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What it came to.

    Attributes:
        kills, restarts, outages, jumps: how many daemons were killed, and servers of a database and of mail; and how
            often the clock was put forward and back.
        sent, refused: messages that were, by the ledgers.
        lost: messages that by the ledgers were sent and were not taken, or that are still owed; refusals that the
            client was not told of; and facts said to be recorded that are not there.
        early: messages taken before their time or out of office hours.
        repeats: how often one was taken again.
        unexplained: repeats other than of what a killed daemon had claimed and not noted; and facts recorded twice.
        gaps, findings: of the proof and the audit.
    """

    kills: int = 0
    restarts: int = 0
    outages: int = 0
    jumps: int = 0
    rounds: int = 0
    recorded: int = 0
    sent: int = 0
    refused: int = 0
    lost: int = 0
    early: int = 0
    repeats: int = 0
    unexplained: int = 0
    gaps: int = 0
    findings: int = 0


NEVER = ("lost", "early", "unexplained", "gaps", "findings")
"""What must not happen at all."""


def count(made: World) -> Outcomes:
    """Count what the mail server took against the ledgers."""
    taken = [json.loads(line) for line in made.taken]
    counts = Counter(name for name, _ in taken)
    with open_engine(made.url, clock=made.clock) as engine:
        sent = {line.id: line for line in engine.outbox(status="sent", most=1_000_000)}
        refused = [line for line in engine.outbox(status="refused", most=1_000_000) if line.email == REFUSED]
        owed = [line for line in engine.outbox(status="owed", most=1_000_000) if line.send_at <= made.clock.now()]
        there = Counter(str(e.fact.data.get("note")) for case in made.cases for e in engine.history(case))
        proof = engine.prove(date.fromisoformat(made.weather.start))
        return Outcomes(
            kills=made.kills,
            restarts=made.restarts,
            outages=made.outages,
            jumps=made.jumps,
            rounds=made.rounds,
            recorded=len(made.said),
            sent=len(sent),
            refused=len(refused),
            lost=len(sent.keys() - counts.keys()) + len(owed)
            + len(untold(engine, refused)) + sum(not there[key] for key in made.said),
            early=sum(early(sent[name], datetime.fromisoformat(moment)) for name, moment in taken if name in sent)
            + len(proof.early),
            repeats=sum(counts.values()) - len(counts),
            unexplained=sum(max(number - 1 - made.at_kill[name], 0) for name, number in counts.items())
            + sum(there[key] > 1 for key in made.said) + len(counts.keys() - sent.keys()),
            gaps=len(proof.gaps),
            findings=len(engine.audit().findings),
        )  # fmt: skip


def early(line: MessageLine, moment: datetime) -> bool:
    """Return whether a message was taken before its time, or when no office is open."""
    here = moment.astimezone(AMSTERDAM)
    return moment < line.send_at or not calendar("atw").is_working(here.date()) or not 8 <= here.hour < 18


def untold(engine: Engine, refused: list[MessageLine]) -> set[str]:
    """Return the refused messages of which the client was not told; that such news was refused is no news."""
    news = [line for line in engine.outbox(status="sent", most=1_000_000) if line.kind is MessageKind.NOT_DELIVERED]
    items = [item for line in news if line.email == MANAGER for item in engine.message(line.id)[1]]
    told = {item.key for item in items if item.about is About.NOT_DELIVERED}
    return {line.id for line in refused if line.kind is not MessageKind.NOT_DELIVERED} - told


def run(folder: Path, weather: Weather) -> Outcomes:
    """Have it all happen, and count."""
    with world(folder, weather) as made:
        made.pass_time()
        made.calm_down()
        return count(made)


if __name__ == "__main__":
    print(json.dumps(asdict(run(Path(sys.argv[1]), Weather(**json.loads(sys.argv[2]))))))
