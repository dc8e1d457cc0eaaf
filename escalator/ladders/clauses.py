"""The clause index of a workflow: every normative statement of the contract, and what holds it or why nothing does.

Owns the file `clauses.yaml` and the check that holds it and the ladder together, both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from escalator.ladders.citations import clauses_of, places
from escalator.ladders.findings import Finding, Place
from escalator.ladders.library import Loaded
from escalator.ladders.nodes import Node
from escalator.ladders.parts import Parts
from escalator.ladders.yaml_text import read_file
from escalator.model.errors import UnknownName
from escalator.model.ladder import Ladder
from escalator.model.text import Text

_KEYS: Final = ("id", "place", "says", "held_by", "not_held")


@dataclass(frozen=True, slots=True)
class Holder:
    """What holds a clause: a kind of part and its name, which is empty for `document` and `terms`."""

    kind: str
    name: str
    at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One normative statement.

    Attributes:
        place: where it stands in the document.
        says: what it says, in words of our own.
        held_by: the parts of the ladder that hold it.
        not_held: why nothing does; empty where something does.
    """

    id: str
    place: str
    says: str
    at: Place
    held_by: tuple[Holder, ...] = ()
    not_held: str = ""


@dataclass(frozen=True, slots=True)
class ClauseIndex:
    """The clauses of one contract by id, in the order of the file."""

    file: Path
    clauses: dict[str, Clause]


def read_clauses(path: Path) -> ClauseIndex:
    """Read a clause index.

    Raises:
        InputError: it cannot be opened.
        Findings: it is not a clause index; all that is wrong, with file, line and column.
    """
    parts = Parts(read_file(path))
    parts.keys(parts.tree, ("clauses",))
    found: dict[str, Clause] = {}
    for node in parts.listed(parts.tree.get("clauses")):
        clause = _clause(parts, node)
        if clause is not None and clause.id in found:
            first = found[clause.id].at.line
            parts.add(node.get("id"), Text(f"{clause.id} staat al op regel {first}", f"{clause.id} is on line {first}"))
        elif clause is not None:
            found[clause.id] = clause
    if not found and not parts.findings:
        parts.add(parts.tree, Text("er staan geen bepalingen in", "there are no clauses in it"))
    if parts.findings:
        raise parts.refusal()
    return ClauseIndex(path, found)


def _clause(parts: Parts, node: Node) -> Clause | None:
    parts.keys(node, _KEYS)
    name, place, says = (parts.text(node, key, required=True) for key in ("id", "place", "says"))
    why = parts.text(node, "not_held")
    held = tuple(_holder(word, part) for word, part in parts.words(node.get("held_by")))
    if bool(held) is bool(why):
        parts.add(node, Text("noem held_by of not_held, niet beide", "name held_by or not_held, not both"))
    if name is None:
        return None
    return Clause(id=name, place=place or "", says=says or "", at=node.place, held_by=held, not_held=why or "")


def _holder(word: str, node: Node) -> Holder:
    kind, _, name = word.partition(":")
    return Holder(kind, name, node.place)


_KINDS: Final[Mapping[str, Callable[[Ladder], Mapping[str, object]]]] = {
    "document": lambda ladder: {"": ladder.document},
    "terms": lambda ladder: {"": ladder.terms_source + ladder.ends_source},
    "role": lambda ladder: ladder.roles,
    "track": lambda ladder: ladder.tracks,
    "region": lambda ladder: ladder.regions,
    "checklist": lambda ladder: ladder.checklists,
    "table": lambda ladder: ladder.tables,
    "right": lambda ladder: ladder.rights,
    "event": lambda ladder: ladder.events,
    "state": lambda ladder: {name: replace(state, deadline=None) for name, state in ladder.states.items()},
    "deadline": lambda ladder: {name: state.deadline for name, state in ladder.states.items() if state.deadline},
    "kpi": lambda ladder: ladder.kpis,
    "duty": lambda ladder: {duty.entry: duty for duty in ladder.obligations.values()},
    "permission": lambda ladder: ladder.permissions,
    "scorecard": lambda ladder: ladder.scorecards,
    "parameter": lambda ladder: ladder.parameters,
    "reading": lambda ladder: ladder.readings,
}
"""What can hold a clause, by the word for it; `state` is without its deadline, which is `deadline`."""
_WITHOUT_SOURCE: Final = ("document", "region")
"""What can hold a clause and has no place to cite it."""


def check(loaded: Loaded, index: ClauseIndex) -> list[Finding]:
    """Hold a ladder and its clause index together, both ways.

    Returns:
        What is wrong: a clause cited that the index does not know or calls not held; a holder that does not exist, or
        that does not cite the clause that it is said to hold.
    """
    return [*_cited(loaded, index), *_held(loaded.ladder, index)]


def _cited(loaded: Loaded, index: ClauseIndex) -> Iterator[Finding]:
    """Yield what is wrong with the clauses that the ladder cites."""
    for name in sorted(clauses_of(loaded.ladder)):
        clause = index.clauses.get(name)
        if clause is None:
            problem = UnknownName(Text("bepaling", "clause"), name, index.clauses).text
            yield from (Finding(at, problem) for at in dict.fromkeys(places(loaded.tree, "clause", name)))
        elif clause.not_held:
            told = Text(
                f"{name} heeft not_held, maar de ladder verwijst ernaar",
                f"{name} has not_held, yet the ladder cites it",
            )
            yield Finding(clause.at, told)


def _held(ladder: Ladder, index: ClauseIndex) -> Iterator[Finding]:
    """Yield what is wrong with what the index says holds its clauses."""
    parts = {kind: known(ladder) for kind, known in _KINDS.items()}
    for clause in index.clauses.values():
        for holder in clause.held_by:
            problem = _unknown(holder, parts)
            if problem is None and not _cites(parts[holder.kind][holder.name], holder, clause):
                shown = ":".join(filter(None, (holder.kind, holder.name)))
                problem = Text(f"{shown} verwijst niet naar {clause.id}", f"{shown} does not cite {clause.id}")
            if problem is not None:
                yield Finding(holder.at, problem)


def _unknown(holder: Holder, parts: Mapping[str, Mapping[str, object]]) -> Text | None:
    if holder.kind not in parts:
        return UnknownName(Text("soort onderdeel", "kind of part"), holder.kind, parts).text
    known = parts[holder.kind]
    if holder.name in known:
        return None
    return UnknownName(Text(holder.kind, holder.kind), holder.name, known).text


def _cites(part: object, holder: Holder, clause: Clause) -> bool:
    return holder.kind in _WITHOUT_SOURCE or clause.id in clauses_of(part)
