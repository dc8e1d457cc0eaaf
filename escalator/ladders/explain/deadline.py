"""Why a deadline is due on its day, in full: what a contract manager sends when a supplier contests a date.

Every date comes from the deadline's derivation; nothing is computed again.
"""

from __future__ import annotations

from collections.abc import Iterable

from escalator.ladders.explain import bearing
from escalator.ladders.explain.derived import Case, steps
from escalator.ladders.explain.page import Page
from escalator.ladders.explain.voice import Voice
from escalator.model.day_text import moment_told
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.source import NO_SOURCE
from escalator.model.standing import Deadline, Status
from escalator.model.terms import Unit
from escalator.model.text import Language, Text

_STATUS = {
    Status.OPEN: Text("open", "open"),
    Status.OVERDUE: Text("over tijd", "overdue"),
    Status.MET: Text("op tijd voldaan", "met in time"),
    Status.LATE: Text("te laat voldaan", "met late"),
    Status.LAPSED: Text("vervallen", "lapsed"),
    Status.SUSPENDED: Text("opgeschort", "suspended"),
}
_DONE = {Status.MET, Status.LATE, Status.LAPSED}


def explain_deadline(ladder: Ladder, deadline: Deadline, facts: Iterable[Fact], language: Language) -> str:
    """Return why a deadline is due on its day, as Markdown that can be sent as it is.

    Args:
        ladder: that the case was opened under.
        deadline: as it stands.
        facts: of the case; one that is not among them is told by its day alone.
        language: `nl` or `en`.
    """
    case = Case(Voice(ladder, language), deadline, {fact.id: fact for fact in facts})
    page = Page()
    _head(page, case)
    page.heading(2, case.voice("Hoe deze dag is bepaald", "How this day was found"))
    for told in steps(case):
        page.paragraph(told)
    _calendar(page, case)
    _sources(page, case)
    return str(page)


def _head(page: Page, case: Case) -> None:
    voice, deadline = case.voice, case.deadline
    label = voice.state(deadline.state)
    page.heading(1, voice(f"Termijn {label} (`{deadline.id}`)", f"Deadline {label} (`{deadline.id}`)"))
    page.paragraph(f"**{_last(case)}**")
    document = voice.ladder.document
    named = ", ".join(filter(None, (voice.text(document.title), document.reference, document.date, document.place)))
    page.point(voice(f"Contractdocument: {named}", f"Contract document: {named}"))
    roles = voice.roles(deadline.owed_by)
    if roles:
        page.point(voice(f"Aan zet: {roles}", f"Owed by: {roles}"))
    awaited = voice.any_of(voice.event(name) for name in deadline.waits_for)
    page.point(voice(f"Voldaan met: {awaited}", f"Met by: {awaited}"))
    page.point(_status(case))


def _last(case: Case) -> str:
    voice = case.voice
    if case.deadline.due_at is not None:
        at = voice.text(moment_told(case.deadline.due_at))
        return voice(f"Uiterlijk {at} (Nederlandse tijd).", f"At the latest {at} (Dutch time).")
    day = voice.day(case.deadline.due)
    return voice(
        f"Uiterlijk {day}. Die dag zelf is nog op tijd.", f"At the latest {day}. That day itself is still in time."
    )


def _status(case: Case) -> str:
    voice, deadline = case.voice, case.deadline
    told = voice.text(_STATUS[deadline.status])
    when = ""
    if deadline.done_on:
        when = voice(f" op {voice.day(deadline.done_on)}", f" on {voice.day(deadline.done_on)}")
    elif deadline.left_on:
        left = voice.day(deadline.left_on)
        when = voice(f", het dossier ging verder op {left}", f", the case went on on {left}")
    return voice(f"Stand: {told}{when}", f"Status: {told}{when}")


def _calendar(page: Page, case: Case) -> None:
    voice, reckoning = case.voice, case.derivation.reckoning
    if reckoning is not None and reckoning.term.unit is not Unit.HOURS:
        source = voice.source(bearing.of_counting(voice.ladder, case.deadline))
        page.paragraph(
            voice(
                f"Kalender: `{reckoning.calendar}`, versie `{reckoning.calendar_version}`.{source}",
                f"Calendar: `{reckoning.calendar}`, version `{reckoning.calendar_version}`.{source}",
            )
        )
    if case.deadline.provisional:
        page.paragraph(
            voice(
                "Voorlopig: zo ver vooruit staan nog niet alle vrije dagen vast. Komt er een bij, dan kan deze dag "
                "later worden.",
                "Provisional: this far ahead not every closed day is certain yet. If one is added, this day may become "
                "later.",
            )
        )
    if case.deadline.expires and case.rule and case.deadline.status not in _DONE:
        to = voice.any_of(dict.fromkeys(voice.state(each.to or "") for each in case.rule.expiry))
        page.paragraph(
            voice(
                f"Dan was er niets gebeurd, en aan het begin van de dag erna volgde: {to}.",
                f"By then nothing had happened, and at the start of the day after followed: {to}.",
            )
            if case.deadline.status is Status.OVERDUE
            else voice(
                f"Is er dan niets gebeurd, dan volgt aan het begin van de dag erna: {to}.",
                f"If nothing has happened by then, at the start of the day after follows: {to}.",
            )
        )


def _sources(page: Page, case: Case) -> None:
    voice, ladder = case.voice, case.voice.ladder
    cited = sum(bearing.all_of(ladder, case.deadline), NO_SOURCE).readings
    readings = [ladder.readings[name] for name in cited if name in ladder.readings]
    if readings:
        page.heading(2, voice("Hoe het contract hier is gelezen", "How the contract was read here"))
        for reading in readings:
            clauses = f" [{', '.join(reading.clauses)}]" if reading.clauses else ""
            page.point(f"{voice.text(reading.question)} {voice.text(reading.reading)}{clauses}")
    page.paragraph(
        voice(
            f"Ladder `{ladder.id}`, versie {ladder.version} (`{ladder.digest[:12]}`).",
            f"Ladder `{ladder.id}`, version {ladder.version} (`{ladder.digest[:12]}`).",
        )
    )
