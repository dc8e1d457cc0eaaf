"""A ladder, and a deadline of it, in plain Dutch or English. Owns the words; changes and decides nothing."""

from escalator.ladders.explain import closing, duties, measured, procedure
from escalator.ladders.explain.deadline import explain_deadline
from escalator.ladders.explain.page import Page
from escalator.ladders.explain.voice import Voice
from escalator.model.ladder import Ladder
from escalator.model.text import Language

__all__ = ["explain", "explain_deadline"]


def explain(ladder: Ladder, language: Language) -> str:
    """Return everything a ladder says, in plain words with its clauses, as Markdown; interpretations come last.

    What depends on the ladder's parameters is told as it is with the values they have in this ladder.
    """
    page, voice = Page(), Voice(ladder, language)
    procedure.write(page, voice)
    measured.write(page, voice)
    duties.write(page, voice)
    closing.write(page, voice)
    return str(page)
