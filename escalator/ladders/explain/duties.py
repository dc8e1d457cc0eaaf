"""Who owes what to whom and when, and who may do what, in words: the ladder's obligations and permissions."""

from __future__ import annotations

from collections.abc import Iterator

from escalator.ladders.explain.page import Page
from escalator.ladders.explain.times import PERIOD, by_when
from escalator.ladders.explain.voice import Voice
from escalator.model.due_text import rhythm_told
from escalator.model.obligations import Obligation, ObligationKind, Of, Permission, Recurrence
from escalator.model.rhythm import FirstPeriod
from escalator.model.text import Text


def write(page: Page, voice: Voice) -> None:
    """Write obligations and permissions."""
    if voice.ladder.obligations:
        page.heading(2, voice("Verplichtingen", "Obligations"))
        for duty in voice.ladder.obligations.values():
            page.point(
                f"**{voice.text(duty.label)}** (`{duty.id}`): {_owes(voice, duty)}{voice.source(duty.source)}",
                _duty(voice, duty),
            )
    if voice.ladder.permissions:
        page.heading(2, voice("Bevoegdheden", "Permissions"))
        for permission in voice.ladder.permissions.values():
            page.point(
                f"**{voice.text(permission.label)}** (`{permission.id}`): {voice.roles(permission.holders)}"
                f"{voice.source(permission.source)}",
                _permission(voice, permission),
            )


def _owes(voice: Voice, duty: Obligation) -> str:
    told = voice.roles(duty.owed_by, every=True)
    if duty.to:
        told += f" → {voice.roles(duty.to, every=True)}"
    extra = [
        voice(f"kopie: {voice.roles(duty.copies, every=True)}", f"copy: {voice.roles(duty.copies, every=True)}")
        if duty.copies
        else "",
        voice(f"met: {voice.roles(duty.with_, every=True)}", f"with: {voice.roles(duty.with_, every=True)}")
        if duty.with_
        else "",
    ]
    listed = "; ".join(filter(None, extra))
    return f"{told} ({listed})" if listed else told


def _duty(voice: Voice, duty: Obligation) -> Iterator[str]:
    yield _when(voice, duty)
    ladder = voice.ladder
    for text in (duty.form, duty.note):
        if text:
            yield voice.text(text)
    if duty.checklist:
        label = voice.text(ladder.checklists[duty.checklist].label)
        yield voice(f"inhoud: checklist “{label}”", f"contents: checklist “{label}”")
    for word, states in (
        (voice("alleen in", "only in"), duty.while_in),
        (voice("niet in", "not in"), duty.not_while),
    ):
        if states:
            yield f"{word} {voice.any_of(voice.state(name) for name in states)}"
    if duty.done_by:
        done = voice.any_of(voice.event(name) for name in duty.done_by)
        yield voice(f"gedaan met {done}", f"done by {done}")
    if duty.late:
        item = duty.late.item
        yield voice(
            f"te laat: voorstel dat onderdeel `{item}` van KPI `{duty.late.kpi}` niet is gehaald",
            f"late: proposed that item `{item}` of KPI `{duty.late.kpi}` is missed",
        )
    if duty.intended:
        yield voice("beoogd: wel herinnerd, zonder gevolg", "intended: reminded of, without consequence")


def _when(voice: Voice, duty: Obligation) -> str:
    match duty.kind:
        case ObligationKind.CONTINUOUS:
            return voice("voortdurend", "all the time")
        case ObligationKind.RECURRING if duty.recurrence and duty.due:
            often, when = _rhythm(voice, duty.recurrence), by_when(voice, duty.due, PERIOD)
            return often if when in often else f"{often}, {when}"
        case ObligationKind.ONCE if duty.due:
            told = by_when(voice, duty.due, Text("het contract", "the contract"))
            return voice(f"één keer, {told}", f"once, {told}")
        case ObligationKind.ON_REQUEST if duty.due:
            told = by_when(voice, duty.due, Text("het verzoek", "the request"), whole=True)
            cap = f" ({_rhythm(voice, duty.cap)})" if duty.cap else ""
            return voice(f"op verzoek, {told}{cap}", f"on request, {told}{cap}")
    return _triggered(voice, duty)


def _triggered(voice: Voice, duty: Obligation) -> str:
    trigger = duty.trigger
    names = trigger.names if trigger else ()
    obligations = voice.ladder.obligations
    if trigger and trigger.of is Of.OBLIGATION:
        told = voice.any_of(f"“{voice.text(obligations[name].label)}”" for name in names)
    elif trigger and trigger.of is Of.CONTRACT:
        told = voice.any_of(voice.contract_event(name) for name in names)
    else:
        told = voice.any_of(voice.event(name) for name in names)
    limits = [f"“{voice.text(voice.ladder.tracks[name].label)}”" for name in (trigger.tracks if trigger else ())]
    limits += [voice.state(name) for name in (trigger.states if trigger else ())]
    told += f" ({voice.any_of(limits)})" if limits else ""
    word = voice("na", "after") if duty.kind is ObligationKind.AFTER else voice("voor", "before")
    when = by_when(voice, duty.due, Text(told, told), whole=True) if duty.due else ""
    return when if told in when else f"{word} {told}: {when}"


def _rhythm(voice: Voice, often: Recurrence) -> str:
    told = voice.text(rhythm_told(often.every))
    times = []
    if often.times > 1:
        times.append(voice(f"minstens {often.times} keer", f"at least {often.times} times"))
    if often.at_most:
        times.append(
            voice(
                f"hoogstens {often.at_most} keer",
                f"at most {often.at_most} " + ("time" if often.at_most == 1 else "times"),
            )
        )
    told = f"{told} {voice.all_of(times)}" if times else told
    if often.starting:
        told += voice(f" vanaf {voice.day(often.starting)}", f" from {voice.day(often.starting)}")
    if often.from_contract_year > 1:
        year = often.from_contract_year
        told += voice(f" vanaf contractjaar {year}", f" from contract year {year}")
    if often.first_period is FirstPeriod.WHOLE_ONLY:
        told += voice(", een onvolledige eerste periode telt niet mee", ", a first period cut short does not count")
    if often.omits:
        told += voice(f", niet over {voice.any_of(often.omits)}", f", not over {voice.any_of(often.omits)}")
    return told


def _permission(voice: Voice, what: Permission) -> Iterator[str]:
    if what.condition:
        yield voice.text(what.condition)
    elif not what.in_states:
        yield voice("op elk moment", "at any time")
    for arising in what.arises:
        event, times = voice.contract_event(arising.event), arising.times
        if times == 1:
            yield voice(f"ontstaat na {event}", f"arises after {event}")
        else:
            yield voice(f"ontstaat na {times} keer {event}", f"arises after {event} {times} times")
    if what.cost:
        yield voice(f"kosten: {voice.text(what.cost)}", f"cost: {voice.text(what.cost)}")
    if what.extent:
        yield voice(f"omvang: {voice.text(what.extent)}", f"extent: {voice.text(what.extent)}")
    if what.amount is not None:
        amount = voice.amount(what.amount, what.currency)
        yield voice(f"bedrag: {amount}", f"amount: {amount}")
    if what.liftable:
        yield voice("kan worden opgeheven", "can be lifted")
    if what.in_states:
        states = voice.any_of(voice.state(name) for name in what.in_states)
        yield voice(f"alleen in {states}", f"only in {states}")
