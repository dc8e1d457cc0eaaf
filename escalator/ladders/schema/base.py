"""Former name of `elements`: goes when procedure, document and build import from there."""

from escalator.ladders.schema.elements import (
    Choice,
    Clauses,
    LabelText,
    Many,
    MoneyText,
    Name,
    Names,
    Number,
    Sourced,
    StateName,
    Strict,
    TermText,
    Words,
    labelled,
    told,
)

__all__ = [
    "Choice",
    "Clauses",
    "LabelText",
    "Many",
    "MoneyText",
    "Name",
    "Names",
    "Number",
    "Sourced",
    "StateName",
    "Strict",
    "TermText",
    "Words",
    "labelled",
    "told",
]
