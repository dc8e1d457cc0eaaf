"""Deadlines of a ladder in words: how the due day is found, who owes it, what ends it, what follows."""

from __future__ import annotations

from collections.abc import Iterator

from escalator.ladders.explain.conditions import NEVER, condition
from escalator.ladders.explain.voice import Voice
from escalator.model.states import Anchor, AnchorKind, DeadlineRule, DueRule, Reminders, State
from escalator.model.terms import Term, Unit


def points(voice: Voice, state: State, rule: DeadlineRule) -> Iterator[str]:
    """Yield what there is to say about a state's deadline, a point each."""
    known = {"step": state.step, "state": state.id}
    ways = [each for each in rule.due if condition(voice, each.when, known) is not NEVER]
    first = voice("Termijn", "Deadline")
    for each in ways:
        yield f"{first}: {due(voice, each, known)}{voice.source(rule.source + each.source)}"
        first = voice("Anders", "Else")
    yield voice(f"Aan zet: {owed_by(voice, rule)}.", f"Owed by: {owed_by(voice, rule)}.")
    awaited = voice.any_of(voice.event(name) for name in rule.waits_for)
    yield voice(f"Voldaan met: {awaited}.", f"Met by: {awaited}.")
    yield from _moves(voice, rule)
    yield from _expiry(voice, rule, known)
    if rule.reminders:
        yield reminders(voice, rule.reminders)


def owed_by(voice: Voice, rule: DeadlineRule) -> str:
    """Return who owes a deadline."""
    return voice.roles(rule.owed_by) or voice("wie nog niet heeft goedgekeurd", "those who have not approved yet")


def due(voice: Voice, rule: DueRule, known: dict[str, object]) -> str:
    """Return one way to a due day in words."""
    when = condition(voice, rule.when, known)
    told = _named(voice, rule) if rule.day else _counted(voice, rule)
    return f"{told}, {voice('als', 'if')} {when}." if when else f"{told}."


def _named(voice: Voice, rule: DueRule) -> str:
    told = voice(
        f"de dag die is genoemd als {voice.key(rule.day or '')}", f"the day named as {voice.key(rule.day or '')}"
    )
    if rule.named_since is None:
        return told
    other = voice.key(rule.named_since)
    return told + voice(f", als die samen met of na {other} is genoemd", f", if it was named with or after {other}")


def _counted(voice: Voice, rule: DueRule) -> str:
    term = voice.term(rule.term) if rule.term else ""
    told = voice(f"{term} na {anchor(voice, rule.anchor)}", f"{term} after {anchor(voice, rule.anchor)}")
    if rule.at_least:
        told += voice(f", minstens {voice.term(rule.at_least)}", f", at least {voice.term(rule.at_least)}")
    if rule.at_most:
        told += voice(f", hoogstens {voice.term(rule.at_most)}", f", at most {voice.term(rule.at_most)}")
    if rule.term and rule.term.unit not in {Unit.WORKING_DAYS, Unit.HOURS} and not rule.move_end:
        told += voice("; een einde op een vrije dag blijft staan", "; an end on a closed day stays")
    return told


def anchor(voice: Voice, start: Anchor) -> str:
    """Return what a term counts from, in words."""
    match start.kind:
        case AnchorKind.EVENT:
            return voice(f"de laatste keer {voice.event(start.name)}", f"the last {voice.event(start.name)}")
        case AnchorKind.RECEIPT:
            return voice(f"de ontvangst van {voice.event(start.name)}", f"the receipt of {voice.event(start.name)}")
        case AnchorKind.DAY:
            return voice(f"de dag genoemd als {voice.key(start.name)}", f"the day named as {voice.key(start.name)}")
        case AnchorKind.DEADLINE:
            return voice(f"de uiterste dag van {voice.state(start.name)}", f"the due day of {voice.state(start.name)}")
    return voice("de dag waarop deze toestand begint", "the day this state begins")


def _moves(voice: Voice, rule: DeadlineRule) -> Iterator[str]:
    if rule.adjustable:
        who = voice.roles(rule.adjustable.roles)
        bounds = [
            voice(f"{word[0]} {voice.term(term)} later", f"{word[1]} {voice.term(term)} ahead")
            for word, term in (
                (("minstens", "at least"), rule.adjustable.at_least),
                (("hoogstens", "at most"), rule.adjustable.at_most),
            )
            if term
        ]
        told = f" ({voice.all_of(bounds)})" if bounds else ""
        source = voice.source(rule.adjustable.source)
        yield voice(
            f"Aan te passen door {who}, met reden{told}.{source}",
            f"May be moved by {who}, with a reason{told}.{source}",
        )
    if rule.suspended_by:
        stops = voice.any_of(voice.event(name) for name in rule.suspended_by)
        runs = voice.any_of(voice.event(name) for name in rule.resumed_by)
        yield voice(f"Staat stil vanaf {stops} en loopt door na {runs}.", f"Stops at {stops} and runs on after {runs}.")


def _expiry(voice: Voice, rule: DeadlineRule, known: dict[str, object]) -> Iterator[str]:
    if not rule.expiry:
        yield voice(
            "Verstrijkt de termijn, dan volgt er niets vanzelf: hij staat als verstreken.",
            "If the term passes, nothing follows by itself: it shows as overdue.",
        )
    first = ""
    for each in rule.expiry:
        when = condition(voice, each.when, known)
        if when is NEVER:
            continue
        start, first = first, voice("Anders: ", "Else: ")
        limit = voice(f", en {when}", f", and {when}") if when else ""
        silence = each.event in voice.ladder.events
        meant = voice(f" telt dat als {voice.event(each.event)} en", f" that counts as {voice.event(each.event)} and")
        to, source = voice.state(each.to or ""), voice.source(each.source)
        yield voice(
            f"{start}Verstrijkt de termijn{limit}, dan{meant if silence else ''} gaat het dossier naar {to}, "
            f"aan het begin van de dag erna.{source}",
            f"{start}If the term passes{limit},{meant if silence else ''} the case goes to {to}, "
            f"at the start of the day after.{source}",
        )


def reminders(voice: Voice, rule: Reminders) -> str:
    """Return when is reminded of a deadline."""
    terms = [voice.term(Term(days, Unit.WORKING_DAYS)) for days in rule.before]
    when = [voice(f"{term} ervoor", f"{term} before") for term in terms]
    if rule.on_day:
        when.append(voice("op de dag zelf", "on the day itself"))
    often = voice.term(Term(rule.overdue_every, Unit.WORKING_DAYS))
    when.append(voice(f"elke {often} erna", f"every {often} after it").replace(" 1 ", " "))
    return voice(f"Herinnering: {voice.all_of(when)}.", f"Reminder: {voice.all_of(when)}.")
