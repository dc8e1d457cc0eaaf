"""The procedure in words: how terms count, roles, states with their deadlines and events, events, rights, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from escalator.ladders.explain import terms
from escalator.ladders.explain.conditions import NEVER, condition
from escalator.ladders.explain.page import Page
from escalator.ladders.explain.voice import Voice
from escalator.model.events import Event, Field, Right
from escalator.model.ladder import CasePer, Side
from escalator.model.states import State, Transition
from escalator.model.text import Text

_SIDES = {
    Side.CLIENT: Text("kant van de opdrachtgever", "the client's side"),
    Side.CONTRACTOR: Text("kant van de opdrachtnemer", "the contractor's side"),
    Side.NONE: Text("geen partij in het dossier", "no party to the case"),
}
_CLOSED = {
    "atw": Text(
        "zaterdag, zondag, de feestdagen van de Algemene termijnenwet en Goede Vrijdag zijn vrij",
        "Saturday, Sunday, the holidays of the Dutch general act on terms and Good Friday are closed",
    ),
    "atw-art3-1": Text(
        "zaterdag, zondag en de feestdagen van de Algemene termijnenwet zijn vrij, Goede Vrijdag niet",
        "Saturday, Sunday and the holidays of the Dutch general act on terms are closed, Good Friday is not",
    ),
    "atw-full": Text(
        "zaterdag, zondag, de feestdagen van de Algemene termijnenwet, Goede Vrijdag en de dagen die bij koninklijk "
        "besluit zijn aangewezen, zijn vrij",
        "Saturday, Sunday, the holidays of the Dutch general act on terms, Good Friday and the days by royal decree "
        "are closed",
    ),
}
_OF_A_COUNTRY = Text("de vrije dagen van dat land of gebied", "the closed days of that country or region")
_PER = {
    CasePer.CONTRACT: Text("contract", "contract"),
    CasePer.TRACK: Text("spoor", "track"),
    CasePer.KPI: Text("KPI", "KPI"),
    CasePer.KPI_REGION: Text("KPI en regio", "KPI and region"),
}


def write(page: Page, voice: Voice) -> None:
    """Write the procedure."""
    _head(page, voice)
    _roles(page, voice)
    _states(page, voice)
    _events(page, voice)
    _rights(page, voice)
    _lists(page, voice)


def _head(page: Page, voice: Voice) -> None:
    ladder = voice.ladder
    page.heading(1, voice.text(ladder.label))
    document = ladder.document
    told = [voice.text(document.title), document.reference, document.date, document.place]
    page.point(voice("Document: ", "Document: ") + ", ".join(filter(None, told)))
    page.point(
        voice(
            f"Ladder: `{ladder.id}`, versie {ladder.version} ({ladder.digest[:12]})",
            f"Ladder: `{ladder.id}`, version {ladder.version} ({ladder.digest[:12]})",
        )
    )
    per = voice.text(_PER[ladder.case_per])
    page.point(voice(f"Eén dossier per {per}", f"One case per {per}"))
    if ladder.note:
        page.paragraph(voice.text(ladder.note))
    page.heading(2, voice("Hoe termijnen tellen", "How terms count"))
    closed = voice.text(_CLOSED.get(ladder.calendar, _OF_A_COUNTRY))
    page.point(
        voice(
            f"Werkdagen tellen in de kalender `{ladder.calendar}`: {closed}.{voice.source(ladder.terms_source)}",
            f"Working days count in the calendar `{ladder.calendar}`: {closed}.{voice.source(ladder.terms_source)}",
        )
    )
    page.point(
        voice(
            "De dag van het feit telt zelf niet mee; de uiterste dag is nog op tijd.",
            "The day of the fact itself does not count; the due day is still in time.",
        )
    )
    page.point(
        voice(
            "Een termijn in dagen, weken of maanden die op een vrije dag eindigt, schuift door naar de eerstvolgende "
            "werkdag, tenzij er iets anders bij staat; een genoemde dag schuift nooit.",
            "A term in days, weeks or months that ends on a closed day moves on to the next working day, unless told "
            "otherwise; a day that was named never moves.",
        )
        + voice.source(ladder.ends_source)
    )
    page.point(
        voice(
            "Noemt niemand de dag waar een termijn van afhangt, dan loopt er geen termijn en staat erbij dat hij "
            "ontbreekt; de opdrachtgever kan hem dan stellen.",
            "If nobody names the day that a term depends on, no term runs and it is shown as missing; the client may "
            "then set it.",
        )
    )
    page.point(terms.reminders(voice, ladder.reminders))


def _roles(page: Page, voice: Voice) -> None:
    page.heading(2, voice("Rollen", "Roles"))
    for role in voice.ladder.roles.values():
        silent = "" if role.acts else voice(", legt niets vast", ", records nothing")
        page.point(
            f"**{voice.text(role.label)}** (`{role.id}`): {voice.text(_SIDES[role.side])}{silent}"
            f"{voice.source(role.source)}"
        )
    if voice.ladder.tracks:
        page.heading(2, voice("Sporen", "Tracks"))
        for track in voice.ladder.tracks.values():
            page.point(f"**{voice.text(track.label)}** (`{track.id}`){voice.source(track.source)}")
    if voice.ladder.regions:
        page.heading(2, voice("Regio's", "Regions"))
        for name, label in voice.ladder.regions.items():
            page.point(f"**{voice.text(label)}** (`{name}`)")


def _states(page: Page, voice: Voice) -> None:
    page.heading(2, voice("Toestanden en stappen", "States and steps"))
    shared = voice.everywhere()
    for state in voice.ladder.states.values():
        _state(page, voice, state, shared)
    if shared:
        page.heading(3, voice("In elke toestand die geen einde is", "In every state that is no end"))
        for told in _rules(voice, shared, {}):
            page.point(told)
    page.paragraph(
        voice(
            "De opdrachtgever kan elk dossier dat niet is afgelopen met een reden sluiten.",
            "The client may close any case that has not ended, with a reason.",
        )
    )


def _state(page: Page, voice: Voice, state: State, shared: Iterable[Transition]) -> None:
    page.heading(3, f"{voice.text(state.label)} (`{state.id}`)")
    marks = [
        voice("hier begint elk dossier", "every case starts here") if state.initial else "",
        voice("hier eindigt het dossier", "the case ends here") if state.final else "",
        voice(f"stap {state.step}", f"step {state.step}") if state.step else "",
    ]
    if any(marks):
        page.point(", ".join(filter(None, marks)))
    if state.note:
        page.point(voice.text(state.note))
    if state.deadline:
        for told in terms.points(voice, state, state.deadline):
            page.point(told)
    for right in state.rights:
        label = voice.text(voice.ladder.rights[right].label)
        page.point(
            voice(f"Hier ontstaat het recht: {label} (`{right}`)", f"Here the right arises: {label} (`{right}`)")
        )
    own = [each for each in state.transitions if each not in shared]
    for told in _rules(voice, own, {"step": state.step, "state": state.id}):
        page.point(told)


def _rules(voice: Voice, rules: Iterable[Transition], known: dict[str, object]) -> Iterator[str]:
    """Yield rules in words; those that never hold with the parameters as they are left out."""
    told: set[str] = set()
    for rule in rules:
        when = condition(voice, rule.when, known)
        if when is not NEVER:
            yield _rule(voice, rule, when, other=rule.event in told)
            told.add(rule.event)


def _rule(voice: Voice, rule: Transition, when: str, *, other: bool) -> str:
    limit = voice(f", als {when}", f", if {when}") if when else ""
    order = voice("anders ", "else ") if other else ""
    if rule.to:
        to = order + voice(f"naar {voice.state(rule.to)}", f"to {voice.state(rule.to)}")
    elif other:
        to = voice("anders blijft het dossier waar het is", "else the case stays where it is")
    else:
        to = voice("het dossier blijft waar het is", "the case stays where it is")
    return f"{voice.event(rule.event)} → {to}{limit}.{voice.source(rule.source)}"


def _events(page: Page, voice: Voice) -> None:
    page.heading(2, voice("Gebeurtenissen", "Events"))
    for event in voice.ladder.events.values():
        who = voice.roles(event.roles, every=event.all_of)
        together = _together(voice, event)
        page.point(
            f"**{voice.text(event.label)}** (`{event.id}`): "
            + voice(f"door {who}{together}.", f"by {who}{together}.")
            + voice.source(event.source),
            _details(voice, event),
        )


def _together(voice: Voice, event: Event) -> str:
    if event.needed == 1:
        return ""
    if event.needed < len(event.roles):
        return voice(f", minstens {event.needed} van hen", f", at least {event.needed} of them")
    return voice(", allen", ", all of them")


def _details(voice: Voice, event: Event) -> Iterator[str]:
    for field in event.fields:
        yield _field(voice, field)
    if event.checklist:
        label = voice.text(voice.ladder.checklists[event.checklist].label)
        yield voice(
            f"met checklist “{label}”: een onderdeel dat niet klopt, houdt het tegen",
            f"with checklist “{label}”: an item that is not right holds it back",
        )
    for refusal in event.refuse:
        when = condition(voice, refusal.when)
        if when is not NEVER:
            yield voice(
                f"geweigerd als {when}: {voice.text(refusal.because)}{voice.source(refusal.source)}",
                f"refused if {when}: {voice.text(refusal.because)}{voice.source(refusal.source)}",
            )
    for opening in event.opens:
        when = condition(voice, opening.when)
        if when is not NEVER:
            label = voice.text(voice.ladder.rights[opening.right].label)
            limit = voice(f", als {when}", f", if {when}") if when else ""
            yield voice(f"opent het recht: {label}{limit}", f"opens the right: {label}{limit}") + voice.source(
                opening.source
            )


def _field(voice: Voice, field: Field) -> str:
    choices = voice.any_of(voice.choice(name, field.choice_labels) for name in field.choices)
    limits = [
        voice("verplicht", "required") if field.required else voice("mag ontbreken", "may be left out"),
        voice(f"een van {choices}", f"one of {choices}") if choices else "",
        voice(f"minstens {voice.term(field.at_least)} later", f"at least {voice.term(field.at_least)} later")
        if field.at_least
        else "",
        voice(f"hoogstens {voice.term(field.at_most)} later", f"at most {voice.term(field.at_most)} later")
        if field.at_most
        else "",
        f"≥ {field.minimum}" if field.minimum is not None else "",
        f"≤ {field.maximum}" if field.maximum is not None else "",
    ]
    return f"{voice.text(field.label)} (`{field.name}`): {', '.join(filter(None, limits))}"


def _rights(page: Page, voice: Voice) -> None:
    if not voice.ladder.rights:
        return
    page.heading(2, voice("Rechten", "Rights"))
    for right in voice.ladder.rights.values():
        needs = {
            "grounds": voice("gronden", "grounds"),
            "extent": voice("omvang", "extent"),
            "amount": voice("bedrag", "amount"),
        }
        under = [
            voice(f"ontstaat: {voice.text(right.condition)}", f"arises: {voice.text(right.condition)}"),
            voice(f"kosten: {voice.text(right.cost)}", f"cost: {voice.text(right.cost)}") if right.cost else "",
            _worth(voice, right),
            voice("kan worden opgeheven", "can be lifted") if right.liftable else "",
            voice("vermeld ", "state ") + voice.all_of(needs[key] for key in right.requires) if right.requires else "",
        ]
        page.point(
            f"**{voice.text(right.label)}** (`{right.id}`): {voice.roles(right.holders)}{voice.source(right.source)}",
            filter(None, under),
        )


def _worth(voice: Voice, right: Right) -> str:
    if right.worth is None:
        return ""
    told, each = voice.text(right.worth), "" if right.per else voice(" per keer", " each time")
    return voice(f"bedrag: {told}{each}", f"amount: {told}{each}")


def _lists(page: Page, voice: Voice) -> None:
    ladder = voice.ladder
    if ladder.checklists:
        page.heading(2, voice("Checklists", "Checklists"))
    for checklist in ladder.checklists.values():
        items = [f"{voice.text(label)} (`{name}`)" for name, label in checklist.items.items()]
        page.point(f"**{voice.text(checklist.label)}** (`{checklist.id}`){voice.source(checklist.source)}", items)
    if ladder.tables or ladder.definitions:
        page.heading(2, voice("Tabellen en uitdrukkingen", "Tables and expressions"))
    for table in ladder.tables.values():
        rows = [" ".join(map(str, row)) for row in table.rows]
        page.point(f"**{table.id}**{voice.source(table.source)}", rows)
    for name, text in ladder.definitions.items():
        told = condition(voice, text)
        shown = {"": voice("ja", "yes"), None: voice("nee", "no")}.get(told, told)
        page.point(f"**{name}**: {shown}")
