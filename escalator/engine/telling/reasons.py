"""Why a day or a right is as it is, in a few sentences: the short form that goes in a message. Owns the wording only.

`escalator explain` gives the long form. Every day in here comes from a derivation; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from escalator.model.day_text import day_told, moment_told
from escalator.model.events import Right
from escalator.model.facts import Common, Fact
from escalator.model.ladder import Ladder
from escalator.model.source import Source
from escalator.model.standing import Adjusted, Deadline, Derivation
from escalator.model.states import AnchorKind
from escalator.model.terms import Reckoning, Unit, day_of
from escalator.model.text import Text
from escalator.procedure.shared_events import COMMON


def joined(*parts: Text) -> Text:
    """Return sentences as one text."""
    return Text(" ".join(each.nl for each in parts), " ".join(each.en for each in parts))


def listed(labels: tuple[Text, ...], last: Text) -> Text:
    """Return labels as a list in words: `a, b of c`, where `last` is the word before the last one."""
    *rest, end = labels
    if not rest:
        return end
    return Text(
        f"{', '.join(each.nl for each in rest)} {last.nl} {end.nl}",
        f"{', '.join(each.en for each in rest)} {last.en} {end.en}",
    )


def event_label(name: str, ladder: Ladder) -> Text:
    """Return what an event is called."""
    return (ladder.events.get(name) or COMMON[name]).label


def source_told(source: Source, ladder: Ladder) -> Iterator[Text]:
    """Yield where a rule stands in the contract, if the ladder says."""
    if source.clauses:
        title, clauses = ladder.document.title, ", ".join(source.clauses)
        yield Text(f"Bron: {title.nl}, {clauses}.", f"Source: {title.en}, {clauses}.")


def why_due(deadline: Deadline, ladder: Ladder, facts: Mapping[str, Fact]) -> Text:
    """Return why a deadline is due on its day: what it counts from, the term, the clause.

    Args:
        deadline: with its derivation.
        ladder: that the case was opened under.
        facts: by id; the one counted from may be missing, and is then told by its day alone.
    """
    this, rule = deadline.derivation, ladder.states[deadline.derivation.rule[0]].deadline
    fact = facts.get(this.fact or "")
    parts = [_named(fact, ladder) if this.reckoning is None else _counted(this, this.reckoning, fact, ladder)]
    if this.reckoning is not None and this.reckoning.moved:
        parts.append(_moved(this.reckoning))
    if this.adjusted:
        parts.append(_adjusted(this.adjusted[-1]))
    return joined(*parts, *source_told(rule.source if rule else Source(), ladder))


def why_right(right: Right, ladder: Ladder) -> Text:
    """Return when a right arises, what it costs whom, and the clause."""
    parts = [Text(f"Voorwaarde: {right.condition.nl}.", f"Condition: {right.condition.en}.")]
    if right.cost:
        parts.append(Text(f"Kosten: {right.cost.nl}.", f"Cost: {right.cost.en}."))
    if right.worth is not None:
        parts.append(Text(f"Bedrag: {right.worth.nl}.", f"Amount: {right.worth.en}."))
    return joined(*parts, *source_told(right.source, ladder))


def why_corrected(fact: Fact, ladder: Ladder) -> Text:
    """Return what was put on record that makes an earlier message wrong, on which day, and when it was recorded."""
    recorded = day_told(day_of(fact.recorded))
    reason = str(fact.data.get("reason", ""))
    if fact.event == Common.RETRACTED:
        number = fact.data["fact"]
        return Text(
            f"Op {recorded.nl} is feit {number} ingetrokken. Reden: {reason}.",
            f"On {recorded.en} fact {number} was retracted. Reason: {reason}.",
        )
    if fact.event == Common.ADJUSTED:
        return Text(
            f"Op {recorded.nl} is de termijn verzet. Reden: {reason}.",
            f"On {recorded.en} the deadline was moved. Reason: {reason}.",
        )
    happened, label = day_told(fact.on), event_label(fact.event, ladder)
    return Text(
        f'Op {recorded.nl} is vastgelegd dat dit gebeurde op {happened.nl}: "{label.nl}".',
        f'On {recorded.en} it was recorded that this happened on {happened.en}: "{label.en}".',
    )


def why_closed_day(day: date, reason: Text) -> Text:
    """Return that a day was added to the closed days, which moves the deadlines counted over it."""
    told = day_told(day)
    return Text(
        f"{told.nl.capitalize()} telt niet meer als werkdag: {reason.nl}.",
        f"{told.en} no longer counts as a working day: {reason.en}.",
    )


def _named(fact: Fact | None, ladder: Ladder) -> Text:
    if fact is not None and fact.event == Common.ADJUSTED:
        on, reason = day_told(fact.on), fact.data.get("reason", "")
        return Text(f"Vastgesteld op {on.nl}. Reden: {reason}.", f"Set on {on.en}. Reason: {reason}.")
    by = _event_of(fact, ladder)
    return Text(
        f"Deze dag is genoemd in {by.nl}, en telt zoals genoemd.",
        f"This day was named in {by.en}, and counts as named.",
    )


def _counted(this: Derivation, reckoning: Reckoning, fact: Fact | None, ladder: Ladder) -> Text:
    term, start = reckoning.term, _start(this, reckoning, fact, ladder)
    return Text(f"{term.told('nl')} na {start.nl}.", f"{term.told('en')} after {start.en}.")


def _start(this: Derivation, reckoning: Reckoning, fact: Fact | None, ladder: Ladder) -> Text:
    day = day_told(reckoning.anchor)
    if reckoning.term.unit is Unit.HOURS and fact and fact.at:
        day = moment_told(fact.at)
    of = _event_of(fact, ladder)
    match this.anchor:
        case AnchorKind.RECEIPT:
            return Text(f"de ontvangst van {of.nl} op {day.nl}", f"the receipt of {of.en} on {day.en}")
        case AnchorKind.DAY:
            return Text(f"{day.nl}, de dag die is genoemd in {of.nl}", f"{day.en}, the day named in {of.en}")
        case AnchorKind.DEADLINE:
            return Text(f"de uiterste dag daarvoor, {day.nl}", f"the due day before it, {day.en}")
    return Text(f"{of.nl} op {day.nl}", f"{of.en} on {day.en}")


def _event_of(fact: Fact | None, ladder: Ladder) -> Text:
    if fact is None:
        return Text("het verstrijken van de vorige termijn", "the end of the previous term")
    label = event_label(fact.event, ladder)
    return Text(f'"{label.nl}"', f'"{label.en}"')


def _moved(reckoning: Reckoning) -> Text:
    raw = day_told(reckoning.raw)
    return Text(
        f"Dat is {raw.nl}; geen werkdag, dus de eerste werkdag daarna.",
        f"That is {raw.en}; no working day, so the first working day after it.",
    )


def _adjusted(last: Adjusted) -> Text:
    if last.closed is not None:
        return why_closed_day(last.closed.day, last.closed.reason)
    on, before = day_told(last.on), day_told(last.before) if last.before else None
    was = Text(f" (was {before.nl})", f" (was {before.en})") if before else Text("", "")
    return Text(
        f"Verzet op {on.nl}{was.nl}. Reden: {last.reason}.", f"Moved on {on.en}{was.en}. Reason: {last.reason}."
    )
