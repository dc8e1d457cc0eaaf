"""How a due day came about, step by step: from what it counts, by which rule, each day, the end, what changed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from escalator.ladders.explain import bearing, terms
from escalator.ladders.explain.voice import Voice
from escalator.model.calendar import ClosedDay
from escalator.model.day_text import moment_told
from escalator.model.facts import Fact
from escalator.model.standing import Adjusted, Deadline, Derivation
from escalator.model.states import AnchorKind, DeadlineRule, DueRule
from escalator.model.terms import Reckoning, Unit, day_of
from escalator.procedure.acts import ADJUSTED_ANCHOR
from escalator.procedure.clock import RESUMED
from escalator.procedure.recounting import OWN

DAY_BY_DAY: Final = 30
"""Terms in working days up to this length are written out day by day; of longer ones only the days passed over."""


@dataclass(frozen=True, slots=True)
class Case:
    """A deadline to be explained, with what its derivation refers to."""

    voice: Voice
    deadline: Deadline
    facts: dict[str, Fact]

    @property
    def derivation(self) -> Derivation:
        """How the due day came about."""
        return self.deadline.derivation

    @property
    def rule(self) -> DeadlineRule | None:
        """The ladder's rule for the deadline; None where the ladder has none any more."""
        return bearing.rule_of(self.voice.ladder, self.deadline)

    @property
    def way(self) -> DueRule | None:
        """Which of the ways to a due day was taken."""
        return bearing.way_of(self.voice.ladder, self.deadline)


def steps(case: Case) -> Iterator[str]:
    """Yield how the due day came about, a paragraph each."""
    reckoning = case.derivation.reckoning
    if reckoning is None:
        yield _named(case)
    else:
        yield _start(case, reckoning)
        yield _rule(case, reckoning)
        yield from _count(case, reckoning)
        yield _end(case, reckoning)
    for change in case.derivation.adjusted:
        yield _adjusted(case, change)


def _named(case: Case) -> str:
    voice, derivation = case.voice, case.derivation
    fact = _fact(case, derivation.fact, dated=True)
    day = voice.day(derivation.named or case.deadline.due)
    if derivation.anchor == ADJUSTED_ANCHOR:
        return voice(
            f"Geen feit noemde de dag waar deze termijn van afhangt. Hij is gesteld op {day}, in {fact}.",
            f"No fact named the day that this deadline depends on. It was set to {day}, in {fact}.",
        )
    key = voice.key(derivation.anchor_name)
    return voice(
        f"De dag is genoemd: {day}, als {key}, in {fact}. Een genoemde dag telt zoals hij genoemd is, ook als het geen "
        "werkdag is.",
        f"The day was named: {day}, as {key}, in {fact}. A day that is named counts as it was named, even if it is no "
        "working day.",
    )


def _start(case: Case, reckoning: Reckoning) -> str:
    voice = case.voice
    day, origin = voice.day(reckoning.anchor), _origin(case)
    if reckoning.term.unit is Unit.HOURS:
        fact = case.facts.get(case.derivation.fact or "")
        at = fact.at if fact else None
        since = voice.text(moment_told(at)) if at else voice(f"het einde van {day}", f"the end of {day}")
        return voice(f"Geteld wordt vanaf {since}: {origin}.", f"It counts from {since}: {origin}.")
    return voice(
        f"Geteld wordt vanaf {day}: {origin}. Die dag zelf telt niet mee.",
        f"It counts from {day}: {origin}. That day itself does not count.",
    )


def _origin(case: Case) -> str:
    voice, name = case.voice, case.derivation.anchor_name
    fact = _fact(case, case.derivation.fact)
    match case.derivation.anchor:
        case AnchorKind.RECEIPT:
            return voice(f"de dag van ontvangst bij {fact}", f"the day of receipt with {fact}")
        case AnchorKind.DAY:
            return voice(
                f"de dag die als {voice.key(name)} is genoemd in {fact}",
                f"the day named as {voice.key(name)} in {fact}",
            )
        case AnchorKind.DEADLINE:
            return voice(f"de uiterste dag van {voice.state(name)}", f"the due day of {voice.state(name)}")
    if case.derivation.fact is None:
        return voice("de dag na het verstrijken van de vorige termijn", "the day after the previous term had passed")
    return voice(f"de dag van {fact}", f"the day of {fact}")


def _fact(case: Case, name: str | None, *, dated: bool = False) -> str:
    """Return a fact by what happened, who acted and when it was recorded, as far as that is known."""
    voice, fact = case.voice, case.facts.get(name or "")
    if fact is None:
        return voice(f"feit `{name}`", f"fact `{name}`")
    told = [voice.role(fact.role)] if fact.role else []
    told.append(voice(f"feit `{fact.id}`", f"fact `{fact.id}`"))
    recorded = voice.day(day_of(fact.recorded))
    told.append(voice(f"vastgelegd op {recorded}", f"recorded on {recorded}"))
    if fact.by:
        told.append(voice(f"door {fact.by}", f"by {fact.by}"))
    on = voice(f" van {voice.day(fact.on)}", f" of {voice.day(fact.on)}") if dated else ""
    return f"{voice.event(fact.event)}{on} ({', '.join(told)})"


def _rule(case: Case, reckoning: Reckoning) -> str:
    voice = case.voice
    term = voice.term(reckoning.term)
    told = f"{term} {voice('na', 'after')} {terms.anchor(voice, case.way.anchor)}" if case.way else term
    source = voice.source(bearing.of_rule(voice.ladder, case.deadline))
    if case.derivation.bound is None:
        return voice(f"De regel: {told}.{source}", f"The rule: {told}.{source}")
    usual = voice.term(case.way.term) if case.way and case.way.term else ""
    return voice(
        f"De regel is {usual}, maar niet buiten de grens van {term}. Die grens beslist hier.{source}",
        f"The rule is {usual}, but not beyond the bound of {term}. That bound decides here.{source}",
    )


def _count(case: Case, reckoning: Reckoning) -> Iterator[str]:
    """Yield the days that were counted and passed over."""
    if reckoning.term.unit is not Unit.WORKING_DAYS:
        return
    voice = case.voice
    if reckoning.term.number <= DAY_BY_DAY:
        yield "\n".join(_day_by_day(voice, reckoning))
    elif reckoning.skipped:
        lines = [f"- {voice.day(each.day)}: {_why(voice, each)}" for each in reckoning.skipped]
        yield "\n".join([voice("Niet meegeteld zijn:", "Not counted are:"), "", *lines])


def _day_by_day(voice: Voice, reckoning: Reckoning) -> Iterator[str]:
    closed = {each.day: each for each in reckoning.skipped}
    counted = 0
    for day in _days(reckoning.anchor, reckoning.due):
        if day in closed:
            yield f"- {voice.day(day)}: " + voice("telt niet, ", "does not count, ") + _why(voice, closed[day])
        else:
            counted += 1
            yield f"- {voice.day(day)}: " + voice(f"werkdag {counted}", f"working day {counted}")


def _days(after: date, until: date) -> Iterator[date]:
    day = after
    while day < until:
        day += timedelta(days=1)
        yield day


def _why(voice: Voice, closed: ClosedDay) -> str:
    if closed.source == "weekend":
        return voice("weekend", "weekend")
    if closed.source == OWN:
        told = voice.text(closed.reason)
        return voice(f"{told} (eigen vrije dag)", f"{told} (closed day of one's own)")
    return f"{voice.text(closed.reason)} ({closed.source})"


def _end(case: Case, reckoning: Reckoning) -> str:
    voice = case.voice
    raw, due = voice.day(reckoning.raw), voice.day(reckoning.due)
    if reckoning.term.unit is Unit.HOURS:
        return voice(
            "Uren tellen door, ook 's nachts en op vrije dagen.", "Hours run on, at night and on closed days too."
        )
    short = _short_month(voice, reckoning)
    if not reckoning.moved:
        return voice(f"De termijn eindigt op {due}.{short}", f"The term ends on {due}.{short}")
    lines = [f"- {voice.day(each.day)}: {_why(voice, each)}" for each in reckoning.skipped]
    told = voice(
        f"De termijn eindigt op {raw}.{short} Dat is geen werkdag; de uiterste dag schuift daarom door naar de "
        f"eerstvolgende werkdag, {due}. Overgeslagen zijn:",
        f"The term ends on {raw}.{short} That is no working day, so the due day moves on to the next working day, "
        f"{due}. Passed over are:",
    )
    return "\n".join([told, "", *lines])


def _short_month(voice: Voice, reckoning: Reckoning) -> str:
    """Return why a term in months does not end on the day number it began on, where it does not."""
    if reckoning.term.unit not in {Unit.MONTHS, Unit.YEARS} or reckoning.raw.day == reckoning.anchor.day:
        return ""
    number = reckoning.anchor.day
    return voice(
        f" Die maand heeft geen dag {number}; dan geldt de laatste dag van de maand.",
        f" That month has no day {number}; then its last day counts.",
    )


def _adjusted(case: Case, change: Adjusted) -> str:
    voice = case.voice
    before = voice.day(change.before) if change.before else voice("geen dag", "no day")
    after, on = voice.day(change.due), voice.day(change.on)
    if change.closed is not None:
        shut, why = voice.day(change.closed.day), voice.text(change.closed.reason)
        return voice(
            f"Op {on} is {shut} een gesloten dag geworden: {why}. Daardoor schoof de uiterste dag van {before} naar "
            f"{after}.",
            f"On {on}, {shut} became a closed day: {why}. That moved the due day from {before} to {after}.",
        )
    if change.reason == RESUMED:
        return voice(
            f"De termijn heeft stilgestaan en loopt door sinds {on} ({_fact(case, change.fact)}): van {before} naar "
            f"{after}.",
            f"The term stood still and runs on since {on} ({_fact(case, change.fact)}): from {before} to {after}.",
        )
    told = f", {_fact(case, change.fact)}" if change.fact in case.facts else ""
    return voice(
        f"Aangepast op {on}{told}: van {before} naar {after}. Reden: {change.reason}",
        f"Adjusted on {on}{told}: from {before} to {after}. Reason: {change.reason}",
    )
