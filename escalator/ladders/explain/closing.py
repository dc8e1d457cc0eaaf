"""What a contract may set otherwise, and what the text leaves open: parameters, and interpretations at the end."""

from __future__ import annotations

from decimal import Decimal

from escalator.ladders.explain.page import Page
from escalator.ladders.explain.voice import Voice
from escalator.model.ladder import Parameter
from escalator.model.terms import Term


def write(page: Page, voice: Voice) -> None:
    """Write parameters and interpretations."""
    _parameters(page, voice)
    _readings(page, voice)


def _parameters(page: Page, voice: Voice) -> None:
    if not voice.ladder.parameters:
        return
    page.heading(2, voice("Parameters", "Parameters"))
    page.paragraph(
        voice(
            "Waarden die een contract anders kan vaststellen, zonder de ladder te kopiëren.",
            "Values that a contract may set otherwise, without copying the ladder.",
        )
    )
    for each in voice.ladder.parameters.values():
        choices = voice(f" (keuze uit {voice.any_of(each.choices)})", f" (one of {voice.any_of(each.choices)})")
        page.point(
            f"**{voice.text(each.label)}** (`{each.id}`): {_value(voice, each)}{choices if each.choices else ''}"
            f"{voice.source(each.source)}"
        )


def _value(voice: Voice, parameter: Parameter) -> str:
    if not parameter.values:
        return voice("geen", "none")
    return voice.all_of(_one_value(voice, parameter.type, value) for value in parameter.values)


def _one_value(voice: Voice, kind: str, value: str) -> str:
    match kind:
        case "term":
            return voice.term(Term.parse(value))
        case "boolean":
            return voice("ja", "yes") if value == "true" else voice("nee", "no")
        case "money":
            currency, _, amount = value.partition(" ")
            return voice.amount(Decimal(amount), currency)
        case "number":
            return voice(value.replace(".", ","), value)
    return value


def _readings(page: Page, voice: Voice) -> None:
    if not voice.ladder.readings:
        return
    page.heading(2, voice("Interpretaties (lezingen)", "Interpretations (readings)"))
    page.paragraph(
        voice(
            "Waar de tekst van het contract zwijgt, afbreekt of voor meer uitleg vatbaar is. Een jurist kan ze "
            "terzijde stellen: met de parameter die erbij staat, of door de ladder te wijzigen.",
            "Where the text of the contract is silent, cut off or open to more than one reading. A lawyer may overrule "
            "them: by the parameter that is named, or by changing the ladder.",
        )
    )
    for each in voice.ladder.readings.values():
        clauses = f" [{', '.join(each.clauses)}]" if each.clauses else ""
        under = [
            voice(f"gelezen als: {voice.text(each.reading)}", f"read as: {voice.text(each.reading)}"),
            voice(f"te wijzigen met parameter `{each.parameter}`", f"changed by parameter `{each.parameter}`")
            if each.parameter
            else "",
        ]
        page.point(f"**{each.id}**{clauses}: {voice.text(each.question)}", filter(None, under))
