"""Why a deadline is due on its day, in plain Dutch or English. Owns the words; every date comes from the derivation.

It is what a contract manager sends when a supplier contests a date: the fact and clause counted from, the term, each
day that did not count and why, the move off a closed day, the calendar's version, and every adjustment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from escalator.model.calendar import ClosedDay
from escalator.model.day_text import day_told, moment_told
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.source import Source
from escalator.model.standing import Adjusted, Deadline, Derivation
from escalator.model.states import AnchorKind, DeadlineRule
from escalator.model.terms import Reckoning, Unit
from escalator.model.text import Language, Text

NAMED = "named"
_OWN = Text("eigen gesloten dag", "closed day of one's own")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deadline to be explained, with what its derivation refers to."""

    deadline: Deadline
    ladder: Ladder
    facts: Mapping[str, Fact]

    @property
    def derivation(self) -> Derivation:
        """How the due day came about."""
        return self.deadline.derivation

    @property
    def rule(self) -> DeadlineRule | None:
        """The ladder's rule for it."""
        return self.ladder.states[self.derivation.rule[0]].deadline


def lines(explanation: Explanation, language: Language) -> list[str]:
    """Return the explanation, a paragraph each."""
    return [text[language] for text in _texts(explanation)]


def _texts(this: Explanation) -> Iterator[Text]:
    reckoning = this.derivation.reckoning
    yield _due(this.deadline)
    if reckoning is None:
        yield _named_by(this)
    else:
        yield _counted_from(this, reckoning)
        yield _term(this, reckoning)
        yield from _skipped(reckoning)
        yield _end(reckoning)
    yield from _sources(this)
    if reckoning is not None:
        yield Text(
            f"Kalender: {reckoning.calendar}, versie {reckoning.calendar_version}.",
            f"Calendar: {reckoning.calendar}, version {reckoning.calendar_version}.",
        )
    for each in this.derivation.adjusted:
        yield _adjusted(each)
    if this.deadline.provisional:
        yield Text(
            "Voorlopig: nog niet alle gesloten dagen tot deze datum zijn vastgesteld.",
            "Provisional: not every closed day up to this date has been determined yet.",
        )


def _due(deadline: Deadline) -> Text:
    day = day_told(deadline.due)
    if deadline.due_at is not None:
        at = moment_told(deadline.due_at)
        return Text(f"Uiterlijk {at.nl}.", f"At the latest {at.en}.")
    return Text(
        f"Uiterlijk {day.nl}; die dag zelf is nog op tijd.", f"At the latest {day.en}; that day is still in time."
    )


def _named_by(this: Explanation) -> Text:
    fact = this.facts.get(this.derivation.fact or "")
    key = this.derivation.anchor_name
    by = _fact(fact) if fact else Text("een partij", "a party")
    return Text(
        f"Deze dag is genoemd ({key}) in {by.nl}, en telt zoals genoemd, ook in een weekend.",
        f"This day was named ({key}) in {by.en}, and counts as named, weekends too.",
    )


def _counted_from(this: Explanation, reckoning: Reckoning) -> Text:
    day, start = day_told(reckoning.anchor), _start(this)
    if reckoning.term.unit is Unit.HOURS:
        return Text(f"Geteld vanaf {start.nl} op {day.nl}.", f"Counted from {start.en} on {day.en}.")
    return Text(
        f"Geteld vanaf {start.nl} op {day.nl}; die dag telt zelf niet mee.",
        f"Counted from {start.en} on {day.en}; that day itself does not count.",
    )


def _start(this: Explanation) -> Text:
    kind, name = this.derivation.anchor, this.derivation.anchor_name
    fact = this.facts.get(this.derivation.fact or "")
    of = _fact(fact) if fact else Text("het verstrijken van de vorige termijn", "the end of the previous term")
    match kind:
        case AnchorKind.RECEIPT:
            return Text(f"de ontvangst van {of.nl}", f"the receipt of {of.en}")
        case AnchorKind.DAY:
            return Text(f"de dag {name}, genoemd in {of.nl},", f"the day {name}, named in {of.en},")
        case AnchorKind.DEADLINE:
            return Text(f"de uiterste dag van {name}", f"the due day of {name}")
    return of


def _fact(fact: Fact) -> Text:
    by = f", {fact.role}" if fact.role else ""
    return Text(f"{fact.event} (feit {fact.id}{by})", f"{fact.event} (fact {fact.id}{by})")


def _term(this: Explanation, reckoning: Reckoning) -> Text:
    term = reckoning.term
    if this.derivation.bound is None:
        return Text(f"De termijn is {term.told('nl')}.", f"The term is {term.told('en')}.")
    return Text(
        f"Wat eigenlijk geteld zou zijn valt buiten de grens; die is {term.told('nl')}, en telt.",
        f"What would have been counted is beyond the bound; that is {term.told('en')}, and counts.",
    )


def _skipped(reckoning: Reckoning) -> Iterator[Text]:
    if reckoning.skipped and not reckoning.moved:
        yield Text("Niet meegeteld:", "Not counted:")
        yield from map(_closed, reckoning.skipped)


def _closed(closed: ClosedDay) -> Text:
    day = day_told(closed.day)
    if closed.source == "weekend":
        return Text(f"  - {day.nl}: weekend", f"  - {day.en}: weekend")
    source = _OWN if closed.source == "own" else Text(closed.source, closed.source)
    return Text(f"  - {day.nl}: {closed.reason.nl} ({source.nl})", f"  - {day.en}: {closed.reason.en} ({source.en})")


def _end(reckoning: Reckoning) -> Text:
    raw, due = day_told(reckoning.raw), day_told(reckoning.due)
    if not reckoning.moved:
        return Text(f"De termijn eindigt op {due.nl}.", f"The term ends on {due.en}.")
    over = [_closed(each) for each in reckoning.skipped]
    return Text(
        "\n".join(
            [f"De termijn eindigt op {raw.nl}, en schuift door naar {due.nl}, over:", *(each.nl for each in over)]
        ),
        "\n".join([f"The term ends on {raw.en}, and moves on to {due.en}, past:", *(each.en for each in over)]),
    )


def _sources(this: Explanation) -> Iterator[Text]:
    title = this.ladder.document.title
    for source in (this.rule.source if this.rule else None, this.ladder.terms_source):
        if source and source.clauses:
            clauses = ", ".join(source.clauses)
            yield Text(f"Bron: {title.nl}, {clauses}.", f"Source: {title.en}, {clauses}.")
        yield from _readings(this.ladder, source)


def _readings(ladder: Ladder, source: Source | None) -> Iterator[Text]:
    for name in source.readings if source else ():
        reading = ladder.readings[name].reading
        yield Text(f"Lezing ({name}): {reading.nl}", f"Reading ({name}): {reading.en}")


def _adjusted(each: Adjusted) -> Text:
    before = day_told(each.before) if each.before else Text("nog geen dag", "no day yet")
    on, due = day_told(each.on), day_told(each.due)
    return Text(
        f"Aangepast op {on.nl}: van {before.nl} naar {due.nl}. Reden: {each.reason}",
        f"Adjusted on {on.en}: from {before.en} to {due.en}. Reason: {each.reason}",
    )
