"""Three-valued logic: what follows when a part of an expression is not known yet, or absent."""

from __future__ import annotations

import operator
from collections.abc import Callable

from escalator.procedure.guards.values import UNKNOWN, Thunk, Value, View

Act = Callable[..., Value]


def strict(act: Act, *parts: Thunk) -> Thunk:
    """Apply an operation; unknown if a part is unknown, absent if a part is absent."""

    def ask(view: View) -> Value:
        values = [part(view) for part in parts]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        return None if any(value is None for value in values) else act(*values)

    return ask


def compare(act: Act, left: Thunk, right: Thunk) -> Thunk:
    """Compare; an absent value equals nothing and is before and after nothing."""

    def ask(view: View) -> Value:
        one, other = left(view), right(view)
        if one is UNKNOWN or other is UNKNOWN:
            return UNKNOWN
        if one is None or other is None:
            return act is operator.ne
        return act(one, other)

    return ask


def negation(part: Thunk) -> Thunk:
    """Not; unknown stays unknown."""

    def ask(view: View) -> Value:
        value = part(view)
        return UNKNOWN if value is UNKNOWN else not value

    return ask


def conjunction(parts: tuple[Thunk, ...]) -> Thunk:
    """And: one no decides, whatever is unknown."""

    def ask(view: View) -> Value:
        answer: Value = True
        for part in parts:
            value = part(view)
            if value is UNKNOWN:
                answer = UNKNOWN
            elif not value:
                return False
        return answer

    return ask


def disjunction(parts: tuple[Thunk, ...]) -> Thunk:
    """Or: one yes decides, whatever is unknown."""

    def ask(view: View) -> Value:
        answer: Value = False
        for part in parts:
            value = part(view)
            if value is UNKNOWN:
                answer = UNKNOWN
            elif value:
                return True
        return answer

    return ask
