"""Duties that are owed for each of several things: one duty for each region, for each product. Owns their names.

`table` for `[Beds, Day care]` becomes `table.beds` and `table.day_care`; a duty that hangs on it hangs on each of them,
or, where it is owed for the same things itself, on the one of its own thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from escalator.ladders.schema.document import Unfolded
from escalator.ladders.schema.obligations import ObligationSpec, named
from escalator.model.obligations import Obligation, Of
from escalator.model.text import Text


def obligations(file: Unfolded) -> dict[str, Obligation]:
    """Return a file's duties, those that are owed for each of several things one by one."""
    names = {name: [f"{name}.{key}" for key in things(file, part)] or [name] for name, part in file.obligations.items()}
    found: dict[str, Obligation] = {}
    for name, part in file.obligations.items():
        duty = part.to_model(name, move_end=file.terms.move_end)
        for key, label in things(file, part).items():
            told = Text(f"{duty.label.nl}: {label.nl}", f"{duty.label.en}: {label.en}")
            found[f"{name}.{key}"] = _hung(replace(duty, id=f"{name}.{key}", label=told), names, key)
        if len(names[name]) == 1 and names[name][0] == name:
            found[name] = _hung(duty, names, "")
    return found


def things(file: Unfolded, part: ObligationSpec) -> dict[str, Text]:
    """Return what a duty is owed for, by the name that each has within the duty's; empty where it is one duty."""
    if part.for_each == "regions":
        return {name: label.to_model() for name, label in file.regions.items()}
    return {named(thing): Text(thing, thing) for thing in part.for_each or ()}


def _hung(duty: Obligation, names: Mapping[str, list[str]], key: str) -> Obligation:
    """Return a duty that hangs on others with their names written out."""
    trigger = duty.trigger
    if trigger is None or trigger.of is not Of.OBLIGATION:
        return duty
    written = [full for name in trigger.names for full in _same(names.get(name, [name]), key)]
    return replace(duty, trigger=replace(trigger, names=tuple(written)))


def _same(names: list[str], key: str) -> list[str]:
    """Return the name that ends in the same thing, or else all."""
    return [name for name in names if key and name.endswith(f".{key}")] or names
