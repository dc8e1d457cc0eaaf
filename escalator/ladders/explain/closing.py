"""What a contract may set otherwise, and what the text leaves open: parameters, and interpretations at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from escalator.ladders.explain.page import Page
from escalator.ladders.explain.voice import Voice
from escalator.model.ladder import Parameter, Reading
from escalator.model.money import Money
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
        others = [voice.choice(name, each.choice_labels) for name in each.choices if name not in each.values]
        choices = voice(f"; ook mogelijk: {voice.any_of(others)}", f"; also possible: {voice.any_of(others)}")
        page.point(
            f"**{voice.text(each.label)}** (`{each.id}`): {value_told(voice, each)}{choices if others else ''}"
            f"{voice.source(each.source)}"
        )


def value_told(voice: Voice, parameter: Parameter) -> str:
    """Return the value of a parameter in words."""
    if not parameter.values:
        return voice("geen", "none")
    return voice.all_of(_one_value(voice, parameter, value) for value in parameter.values)


def _one_value(voice: Voice, parameter: Parameter, value: str) -> str:
    if parameter.type == "choice":
        return voice.choice(value, parameter.choice_labels)
    tell = _TOLD.get(parameter.type)
    return tell(voice, value) if tell else value


_TOLD: Final[Mapping[str, Callable[[Voice, str], str]]] = {
    "term": lambda voice, value: voice.term(Term.parse(value)),
    "boolean": lambda voice, value: voice("ja", "yes") if value == "true" else voice("nee", "no"),
    "money": lambda voice, value: voice.text(Money.parse(value).told),
    "number": lambda voice, value: voice(value.replace(".", ","), value),
    "day": lambda voice, value: voice.day(date.fromisoformat(value)),
    "role": lambda voice, value: f"{voice.role(value)} (`{value}`)",
}


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
            voice(f"anders te lezen als: {voice.text(each.other)}", f"could also mean: {voice.text(each.other)}")
            if each.other
            else "",
            _changed_by(voice, each),
        ]
        page.point(f"**{each.id}**{clauses}: {voice.text(each.question)}", filter(None, under))


def _changed_by(voice: Voice, reading: Reading) -> str:
    """Tell which parameters overrule a reading, with the values that they have now."""
    found = [voice.ladder.parameters[name] for name in reading.parameters]
    told = voice.all_of(f"`{each.id}` ({voice('nu', 'now')}: {value_told(voice, each)})" for each in found)
    return voice(f"te wijzigen met parameter {told}", f"changed by parameter {told}") if found else ""
