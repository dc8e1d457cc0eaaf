"""When something is due, in words, in Dutch and in English. Owns the wording only."""

from __future__ import annotations

from typing import Final

from escalator.model.rhythm import Due, DueKind, EndOf, NoDay, Rhythm, RhythmKind
from escalator.model.text import LANGUAGES, Language, Text

_DUTCH: Final = "januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december"
_ENGLISH: Final = "January,February,March,April,May,June,July,August,September,October,November,December"
MONTHS: Final = tuple(Text(nl, en) for nl, en in zip(_DUTCH.split(","), _ENGLISH.split(","), strict=True))
_NO_DAY: Final = {
    NoDay.NOT_STATED: Text("geen termijn genoemd", "no term stated"),
    NoDay.TO_BE_AGREED: Text("nog af te spreken", "still to be agreed"),
    NoDay.AS_SOON_AS_POSSIBLE: Text("zo snel als mogelijk", "as soon as possible"),
    NoDay.IN_TIME: Text("tijdig", "in good time"),
}
_END_OF: Final = {
    EndOf.PERIOD: Text("de laatste dag van {name}", "the last day of {name}"),
    EndOf.NEXT_WEEK: Text("de laatste dag van de week na {name}", "the last day of the week after {name}"),
    EndOf.NEXT_MONTH: Text("de laatste dag van de maand na {name}", "the last day of the month after {name}"),
    EndOf.NEXT_QUARTER: Text("de laatste dag van het kwartaal na {name}", "the last day of the quarter after {name}"),
    EndOf.NEXT_HALF_YEAR: Text(
        "de laatste dag van het halfjaar na {name}", "the last day of the half-year after {name}"
    ),
    EndOf.NEXT_YEAR: Text("de laatste dag van het jaar na {name}", "the last day of the year after {name}"),
}
_TOLD: Final = {
    DueKind.WITHIN: Text("binnen {term} na {at}", "within {term} after {at}"),
    DueKind.AHEAD: Text("{term} vóór {at}", "{term} before {at}"),
    DueKind.BY: Text("uiterlijk op {day} {month} na {at}", "by {day} {month} after {at}"),
    DueKind.IN_MONTH: Text("uiterlijk in {month} na {at}", "no later than in {month} after {at}"),
    DueKind.BY_DAY: Text("uiterlijk op dag {day} na {at}", "by day {day} after {at}"),
    DueKind.AT: Text("bij {at}", "at {at}"),
    DueKind.ON: Text("op {on}", "on {on}"),
    DueKind.NAMED_DAY: Text("op de dag die {names} noemt", "on the day that {names} names"),
    DueKind.WITH: Text("samen met {names}", "together with {names}"),
}
_RHYTHMS: Final = {
    RhythmKind.WEEK: Text("elke week", "every week"),
    RhythmKind.MONTH: Text("elke maand", "every month"),
    RhythmKind.QUARTER: Text("elk kwartaal", "every quarter"),
    RhythmKind.FOUR_MONTHS: Text("elke vier maanden", "every four months"),
    RhythmKind.HALF_YEAR: Text("elk halfjaar", "every half-year"),
    RhythmKind.YEAR: Text("elk jaar", "every year"),
    RhythmKind.TWO_YEARS: Text("elke twee jaar", "every two years"),
    RhythmKind.CONTRACT_YEAR: Text("elk contractjaar", "every contract year"),
    RhythmKind.TWO_CONTRACT_YEARS: Text("elke twee contractjaren", "every two contract years"),
    RhythmKind.FIRST_CONTRACT_YEAR_THEN_EVERY_TWO: Text(
        "in het eerste contractjaar, daarna elke twee jaar", "in the first contract year, then every two years"
    ),
    RhythmKind.TO_BE_AGREED: Text("ritme nog af te spreken", "rhythm still to be agreed"),
}


def rhythm_told(rhythm: Rhythm) -> Text:
    """Return a rhythm in words: `elk kwartaal`, `every 6 weeks`."""
    if rhythm.term is None:
        return _RHYTHMS[rhythm.kind]
    return Text(f"elke {rhythm.term.told('nl')}", f"every {rhythm.term.told('en')}")


def due_told(due: Due, name: Text, at: Text) -> Text:
    """Return a rule in words.

    Args:
        due: the rule.
        name: what it counts from as a whole: `2026-Q1`, `het contract`.
        at: the end of it that it counts from: `het einde van 2026-Q1`; for a single day the same as `name`.
    """
    template = _TOLD.get(due.kind, _NO_DAY[due.why])
    if due.kind is DueKind.END_OF:
        template = _END_OF[due.end_of]
    nl, en = (_filled(template[language], due, name[language], at[language], language) for language in LANGUAGES)
    return Text(nl, en)


def _filled(template: str, due: Due, name: str, at: str, language: Language) -> str:
    return template.format(
        name=name,
        at=at,
        term=due.term.told(language) if due.term else "",
        day=due.day,
        month=MONTHS[due.month - 1][language],
        on=due.on,
        names=", ".join(due.names),
    )
