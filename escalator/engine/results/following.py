"""What follows on results: a case is opened, the one that waits is fed, a proposal is made, or nothing, and why.

Owns that choice alone; the ladder says what is to follow, and the procedure whether a case takes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from escalator.engine.cases import opening as cases
from escalator.engine.cases import recording
from escalator.engine.cases.recording import NewFact
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import case_named
from escalator.engine.ports.values import CaseLine, Recorded
from escalator.engine.results.book import JUDGED, Book
from escalator.engine.results.given import Did
from escalator.engine.results.reasons import no_case, waits_for, why_kept
from escalator.model.assessing import Assessment, Outcome
from escalator.model.errors import Refusal
from escalator.model.facts import Fact, Scope
from escalator.model.ladder import CasePer, Ladder, Side
from escalator.model.norms import Kpi, Then
from escalator.model.results import Result
from escalator.model.text import Text


@dataclass(frozen=True, slots=True)
class Judged:
    """A result with its verdict."""

    kpi: Kpi
    result: Result
    seen: Assessment

    @property
    def missed(self) -> bool:
        """Whether it missed its norm."""
        return self.seen.outcome is Outcome.MISSED


@dataclass(frozen=True, slots=True)
class Acting:
    """Who records, in which role, and what the case's fact is to carry besides (a day for repair)."""

    role: str | None = None
    by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What follows on one result.

    Attributes:
        case, fact: the case that was opened or fed, and the fact recorded there.
        event: what is proposed, in `case` or in a new one.
    """

    did: Did
    reason: Text
    case: str | None = None
    fact: Fact | None = None
    event: str = ""


def follow(book: Book, judged: Sequence[Judged], acting: Acting) -> list[Follows]:
    """Do what follows on results that were measured together.

    Those that miss and concern the same case are one fact of it; a pass is told to a case only once all its KPIs pass.

    Args:
        book: the contract.
        judged: the results.
        acting: who records.

    Raises:
        Refusal: a case refuses its fact for another reason than that it waits for something else.
    """
    if len(judged) == 1:
        return list(_follow(book, judged, judged, acting))
    found: dict[int, Follows] = {}
    for group in _groups(book, judged):
        of = [judged[place] for place in group]
        found |= dict(zip(group, _follow(book, of, judged, acting), strict=True))
    return [found[place] for place in range(len(judged))]


def _groups(book: Book, judged: Sequence[Judged]) -> list[list[int]]:
    """Return which results go together, misses first: a miss has moved its case when a pass comes to it."""
    groups: dict[object, list[int]] = {}
    for place, each in sorted(enumerate(judged), key=lambda pair: not pair[1].missed):
        groups.setdefault(_together(book, each, place), []).append(place)
    return list(groups.values())


def _together(book: Book, each: Judged, place: int) -> object:
    result, follows = each.result, each.seen.consequence
    if each.seen.outcome not in JUDGED or follows.then in (Then.KEEP, Then.PROPOSE):
        return place
    case = next(book.covering(each.kpi, result.region, result.on), None)
    about = case.id if case else _new_case(book.ladder(result.on).case_per, each)
    told = tuple(sorted(each.seen.data.items()))
    return (about, each.missed, result.on, follows.then, follows.event, follows.feeds, told)


def _new_case(per: CasePer, each: Judged) -> tuple[str | None, ...]:
    """Return what decides whether two results would open one case."""
    match per:
        case CasePer.CONTRACT | CasePer.TRACK:
            return (each.kpi.track, each.result.region)
        case CasePer.KPI:
            return (each.kpi.id,)
    return (each.kpi.id, each.result.region)


def _follow(book: Book, group: Sequence[Judged], together: Sequence[Judged], acting: Acting) -> Iterator[Follows]:
    first = group[0]
    then = first.seen.consequence.then
    if first.seen.outcome not in JUDGED or then is Then.KEEP:
        yield _kept(why_kept(first))
    elif then is Then.PROPOSE:
        yield _propose(book, first)
    elif first.missed:
        yield from [_on_miss(book, group, acting)] * len(group)
    else:
        yield from [_on_pass(book, group, together, acting)] * len(group)


def _on_miss(book: Book, group: Sequence[Judged], acting: Acting) -> Follows:
    first = group[0]
    follows = first.seen.consequence
    waits = None
    for case in book.covering(first.kpi, first.result.region, first.result.on):
        others = _still_open(book, case, group) if first.kpi.all_must_miss else ""
        if others and not _has_ended(book, case, first.result.on):
            return _kept(waits_for(case, others, missed=True))
        fed = _feed(book, case, (follows.feeds, follows.event), group, acting)
        if fed is not None:
            return fed
        if _has_ended(book, case, first.result.on):
            continue
        waits = waits or _waits(book, case, first.result.on)
    if waits is not None:
        return waits
    if follows.then is Then.FEED:
        return _kept(no_case(first))
    return open_with(book, group, follows.event, acting)


def _on_pass(book: Book, group: Sequence[Judged], together: Sequence[Judged], acting: Acting) -> Follows:
    first = group[0]
    for case in book.covering(first.kpi, first.result.region, first.result.on):
        if _has_ended(book, case, first.result.on):
            continue
        others = "" if first.kpi.all_must_miss else _still_open(book, case, group, together)
        if others:
            return _kept(waits_for(case, others, missed=False))
        fed = _feed(book, case, (first.seen.consequence.feeds,), group, acting)
        return fed or _waits(book, case, first.result.on)
    return _kept(no_case(first))


def _still_open(book: Book, case: CaseLine, group: Sequence[Judged], together: Sequence[Judged] = ()) -> str:
    """Return the KPIs of a case that have not come out as these did since it came where it stands."""
    first, missed = group[0].result, group[0].missed
    same = {each.kpi.id for each in group}
    missing = [name for name in case.scope.kpis if name not in same]
    if not missing:
        return ""
    same |= {each.kpi.id for each in together if each.missed is missed and each.seen.outcome in JUDGED}
    verdict = Outcome.MISSED if missed else Outcome.MET
    since = standing_of(book.context, book.tx, case_named(book.tx, case.id), first.on).since
    for name in missing:
        lines = book.results_of(name, first.region or "")
        if any(line.verdict == verdict and since <= line.on <= first.on for line in lines):
            same.add(name)
    return ", ".join(name for name in missing if name not in same)


def _feed(book: Book, case: CaseLine, events: Sequence[str], group: Sequence[Judged], acting: Acting) -> Follows | None:
    """Record the first of some events that a case takes on the day of the results; None where it takes none.

    Raises:
        Refusal: it takes one, but not this fact.
    """
    for event in dict.fromkeys(filter(None, events)):
        recorded = _attempt(book, case, new_fact(book, event, group, acting, book.context.ladder(book.tx, case.digest)))
        if recorded is not None:
            book.noted(case.id)
            told = Text(f"vastgelegd in dossier {case.id}: {event}", f"recorded in case {case.id}: {event}")
            return Follows(did=Did.FED, reason=told, case=case.id, fact=recorded.fact)
    return None


def _attempt(book: Book, case: CaseLine, new: NewFact) -> Recorded | None:
    try:
        with book.context.store.writing() as part:
            return recording.record_in(book.context, part, case.id, new)
    except Refusal as refusal:
        if refusal.because == "not_allowed_in_state":
            return None
        raise


def open_with(book: Book, group: Sequence[Judged], event: str, acting: Acting) -> Follows:
    """Open a case about results.

    Raises:
        Refusal: the ladder refuses its first fact.
    """
    first = group[0]
    contract, ladder = book.agreements.contract_on(first.result.on), book.ladder(first.result.on)
    scope = Scope(
        track=first.kpi.track,
        kpis=tuple(dict.fromkeys(each.kpi.id for each in group)),
        region=first.result.region,
        contract_start=contract.start,
    )
    new = new_fact(book, event, group, acting, ladder)
    recorded = cases.open_in(book.context, book.tx, contract, scope, new)
    book.noted(recorded.case)
    told = Text(f"dossier {recorded.case} geopend: {event}", f"case {recorded.case} opened: {event}")
    return Follows(did=Did.OPENED, reason=told, case=recorded.case, fact=recorded.fact)


def new_fact(book: Book, event: str, group: Sequence[Judged], acting: Acting, ladder: Ladder) -> NewFact:
    """Return the fact of a case that rests on results; it tells them in the contract's language."""
    language, first = book.contract.language, group[0]
    told = [f"{each.kpi.label[language]}, {each.result.period}: {each.seen.reason[language]}" for each in group]
    data = {**first.seen.data, "note": " ".join(told), **acting.data}
    return NewFact(event=event, on=first.result.on, role=role_for(ladder, event, acting.role), by=acting.by, data=data)


def role_for(ladder: Ladder, event: str, role: str | None) -> str | None:
    """Return the role that finds a result short: the one that is given, if it may, else the client's first that may."""
    of = ladder.events.get(event)
    if of is None or of.all_of or role in of.roles:
        return role
    client = [each for each in of.roles if ladder.roles[each].side is Side.CLIENT]
    return next(iter([*client, *of.roles]), role)


def _propose(book: Book, each: Judged) -> Follows:
    follows, on = each.seen.consequence, each.result.on
    for case in book.covering(each.kpi, each.result.region, on):
        standing = standing_of(book.context, book.tx, case_named(book.tx, case.id), on)
        if standing.final:
            continue
        event = next((name for name in (follows.feeds, follows.event) if name and name in standing.allowed), "")
        if not event:
            return _waits(book, case, on)
        told = Text(f"voorgesteld in dossier {case.id}: {event}", f"proposed in case {case.id}: {event}")
        return Follows(did=Did.PROPOSED, reason=told, case=case.id, event=event)
    told = Text(f"voorgesteld: {follows.event} in een nieuw dossier", f"proposed: {follows.event} in a new case")
    return Follows(did=Did.PROPOSED, reason=told, event=follows.event)


def _has_ended(book: Book, case: CaseLine, on: date) -> bool:
    """Whether time has ended a case since it was last written."""
    return standing_of(book.context, book.tx, case_named(book.tx, case.id), on).final


def _waits(book: Book, case: CaseLine, on: date) -> Follows:
    standing = standing_of(book.context, book.tx, case_named(book.tx, case.id), on)
    allowed = ", ".join(standing.allowed) or "-"
    return _kept(
        Text(
            f"alleen bewaard: dossier {case.id} staat op {standing.state} en wacht op {allowed}",
            f"only kept: case {case.id} is in {standing.state} and waits for {allowed}",
        )
    )


def _kept(reason: Text) -> Follows:
    return Follows(did=Did.KEPT, reason=reason)
