"""Whether the parts of a ladder fit together: every name known, every rule able to act, every rule with its source."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from escalator import calendars
from escalator.ladders.build import APPROVERS, STAY
from escalator.ladders.findings import Finding
from escalator.ladders.nodes import Node
from escalator.model.errors import UnknownName
from escalator.model.facts import COMMON_EVENTS
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.states import AnchorKind, DeadlineRule, State
from escalator.model.text import Text
from escalator.procedure.guards import GuardError, parse
from escalator.procedure.vocabulary import names_for

Path = Sequence[str | int]
SIDES = ("client_side", "contractor_side", "anyone")
ROLE, EVENT, STATE = Text("rol", "role"), Text("gebeurtenis", "event"), Text("toestand", "state")


class Checks:
    """One ladder being checked against the file it came from."""

    def __init__(self, ladder: Ladder, tree: Node) -> None:
        self.ladder = ladder
        self.tree = tree
        self.findings: list[Finding] = []

    def run(self) -> list[Finding]:
        """Return everything that is wrong."""
        self.shape()
        for state in self.ladder.states.values():
            self.state(state)
        self.events()
        self.rights()
        self.lists()
        self.calendar()
        return self.findings

    def add(self, path: Path, nl: str, en: str) -> None:
        """Note a finding at a path."""
        self.findings.append(Finding(self.tree.find(path), Text(nl, en)))

    def known(self, path: Path, kind: Text, name: str, known: Collection[str]) -> bool:
        """Note a finding if a name does not exist."""
        if name in known:
            return True
        problem = UnknownName(kind, name, known)
        self.findings.append(Finding(self.tree.find(path), problem.text))
        return False

    def guard(self, path: Path, text: str | None, event: str | None) -> None:
        """Check a guard's names and types."""
        if text is None:
            return
        try:
            parse(text, names_for(self.ladder, event))
        except GuardError as problem:
            place = self.tree.find(path)
            told = Text(f"{text}: {problem.text.nl} (teken {problem.column})", f"{text}: {problem.text.en} (character {problem.column})")
            self.findings.append(Finding(place, told))

    def shape(self) -> None:
        """One state to start in, a way to every state, and a way out of every state that is not final."""
        initial = [state.id for state in self.ladder.states.values() if state.initial]
        if len(initial) != 1:
            listed = ", ".join(initial) or "-"
            self.add(("states",), f"precies één toestand is initial; nu: {listed}", f"exactly one state is initial; now: {listed}")
            return
        reached = self.reachable(initial[0])
        for state in self.ladder.states.values():
            if state.id not in reached and state.id != "closed":
                self.add(("states", state.id), f"{state.id} kan nooit worden bereikt", f"{state.id} can never be reached")
        if not any(state.final for state in self.ladder.states.values() if state.id in reached):
            self.add(("states",), "geen eindtoestand kan worden bereikt", "no final state can be reached")

    def reachable(self, start: str) -> set[str]:
        """Return the states that can be reached."""
        reached, waiting = {start}, [start]
        while waiting:
            state = self.ladder.states.get(waiting.pop())
            if state is None:
                continue
            rules = (*state.transitions, *(state.deadline.expiry if state.deadline else ()))
            for rule in rules:
                if rule.to is not None and rule.to not in reached:
                    reached.add(rule.to)
                    waiting.append(rule.to)
        return reached

    def state(self, state: State) -> None:
        """Check what a state says."""
        path = ("states", state.id)
        if state.final and (state.transitions or state.deadline):
            self.add(path, "een eindtoestand heeft geen gebeurtenissen of termijn", "a final state has no events or deadline")
        if not state.final and not state.transitions and not (state.deadline and state.deadline.expiry):
            self.add(path, f"{state.id} heeft geen uitweg", f"{state.id} has no way out")
        for right in state.rights:
            self.known((*path, "rights"), Text("recht", "right"), right, self.ladder.rights)
        closed: set[str] = set()
        for place, rule in enumerate(state.transitions):
            self.transition(state, place, closed)
            if rule.when is None:
                closed.add(rule.event)
        if state.deadline:
            self.deadline(state, state.deadline)

    def transition(self, state: State, place: int, closed: set[str]) -> None:
        """Check one rule of a state."""
        rule = state.transitions[place]
        path: Path = ("states", state.id, "on", rule.event)
        if not self.known(path, EVENT, rule.event, self.ladder.events):
            return
        if rule.event in closed:
            self.add(path, "deze regel komt nooit aan bod: een eerdere geldt altijd", "this rule can never act: an earlier one always holds")
        if rule.to is not None:
            self.known((*path, "to"), STATE, rule.to, (*self.ladder.states, STAY))
        self.guard((*path, "when"), rule.when, rule.event)

    def deadline(self, state: State, rule: DeadlineRule) -> None:
        """Check the deadline of a state."""
        path: Path = ("states", state.id, "deadline")
        here = {each.event for each in state.transitions}
        for event in rule.waits_for:
            if self.known((*path, "waits_for"), EVENT, event, self.ladder.events) and event not in here:
                self.add((*path, "waits_for"), f"{event} kan in {state.id} niet gebeuren", f"{event} cannot happen in {state.id}")
        for event in (*rule.suspended_by, *rule.resumed_by):
            if self.known(path, EVENT, event, self.ladder.events) and event not in here:
                self.add(path, f"{event} kan in {state.id} niet gebeuren", f"{event} cannot happen in {state.id}")
        for role in rule.owed_by:
            self.known((*path, "owed_by"), ROLE, role, (*self.ladder.roles, *SIDES, APPROVERS))
        if rule.adjustable:
            for role in rule.adjustable.roles:
                self.known((*path, "adjustable", "by"), ROLE, role, (*self.ladder.roles, *SIDES))
        self.dues(path, rule)
        for place, expiry in enumerate(rule.expiry):
            if expiry.to is not None:
                self.known((*path, "expires", place, "to"), STATE, expiry.to, self.ladder.states)
            self.guard((*path, "expires", place, "when"), expiry.when, None)

    def dues(self, path: Path, rule: DeadlineRule) -> None:
        """Check that each way to a due day can yield one."""
        days = {field.name for event in self.ladder.events.values() for field in event.fields if field.type is FieldType.DATE}
        happening = {each.event for state in self.ladder.states.values() for each in state.transitions}
        for place, due in enumerate(rule.due):
            here = (*path, "due", place)
            self.guard((*here, "when"), due.when, None)
            if (due.day is None) is (due.term is None):
                self.add(here, "een termijn heeft een dag (day) of een duur (term), niet beide", "a deadline has a day or a term, not both")
            for day in filter(None, (due.day, due.named_since, due.anchor.name if due.anchor.kind is AnchorKind.DAY else None)):
                self.known(here, Text("dag die een gebeurtenis noemt", "day named by an event"), day, days)
            if due.anchor.kind in {AnchorKind.EVENT, AnchorKind.RECEIPT}:
                self.known(here, EVENT, due.anchor.name, happening)
            if due.anchor.kind is AnchorKind.DEADLINE:
                self.known(here, STATE, due.anchor.name, [each.id for each in self.ladder.states.values() if each.deadline])

    def events(self) -> None:
        """Check who may act each event, its data, and that it can happen somewhere."""
        happening = {each.event for state in self.ladder.states.values() for each in state.transitions}
        for event in self.ladder.events.values():
            path = ("events", event.id)
            if event.id in COMMON_EVENTS:
                self.add(path, "deze gebeurtenis kent elke ladder al", "every ladder knows this event already")
            if not event.roles:
                self.add(path, "niemand mag deze gebeurtenis vastleggen", "nobody may record this event")
            for role in event.roles:
                self.acting((*path, "by"), role)
            if event.id not in happening:
                self.add(path, f"{event.id} kan nergens gebeuren", f"{event.id} can happen nowhere")
            if event.checklist is not None:
                self.known((*path, "checklist"), Text("checklist", "checklist"), event.checklist, self.ladder.checklists)
            self.fields(event.id)
            for place, rule in enumerate(event.refuse):
                self.guard((*path, "refuse", place, "when"), rule.when, event.id)
            for place, opening in enumerate(event.opens):
                self.known((*path, "opens", place, "right"), Text("recht", "right"), opening.right, self.ladder.rights)
                self.guard((*path, "opens", place, "when"), opening.when, event.id)

    def acting(self, path: Path, role: str) -> None:
        """Check that a role exists and may record something."""
        self.known(path, ROLE, role, (*self.ladder.roles, *SIDES))
        if role in self.ladder.roles and not self.ladder.roles[role].acts:
            self.add(path, f"{role} legt niets vast (acts: false)", f"{role} records nothing (acts: false)")

    def fields(self, event: str) -> None:
        """Check the data fields of an event."""
        for field in self.ladder.events[event].fields:
            path = ("events", event, "data", field.name)
            if (field.type is FieldType.CHOICE) is not bool(field.choices):
                self.add(path, "choices hoort bij type choice, en alleen daarbij", "choices go with type choice, and only with it")
            if (field.at_least or field.at_most) and field.type is not FieldType.DATE:
                self.add(path, "at_least en at_most horen bij een dag", "at_least and at_most go with a date")
            if field.name in {"on", "event", "role", "id", "by", "at", "recorded", "received", "refused"}:
                self.add(path, f"{field.name!r} is al iets van elk feit", f"{field.name!r} is something that every fact has")

    def rights(self) -> None:
        """Check who holds each right, and that it can arise."""
        opened = {right for state in self.ladder.states.values() for right in state.rights}
        opened |= {opening.right for event in self.ladder.events.values() for opening in event.opens}
        for right in self.ladder.rights.values():
            for role in right.holders:
                self.known(("rights", right.id, "holders"), ROLE, role, (*self.ladder.roles, *SIDES))
            if right.id not in opened:
                self.add(("rights", right.id), f"het recht {right.id} kan nooit ontstaan", f"the right {right.id} can never arise")

    def lists(self) -> None:
        """Check tables, named expressions and the choices of parameters."""
        for table in self.ladder.tables.values():
            if len({len(row) for row in table.rows}) != 1:
                self.add(("tables", table.id), "alle rijen zijn even lang", "all rows have the same length")
        for name, text in self.ladder.definitions.items():
            self.definition(name, text)
        for parameter in self.ladder.parameters.values():
            if parameter.choices and parameter.value not in parameter.choices:
                path = ("parameters", parameter.id, "value")
                self.known(path, Text("waarde", "value"), parameter.value, parameter.choices)

    def definition(self, name: str, text: str) -> None:
        """Check a named expression; it may use the data of any event that uses it, so those are tried in turn."""
        problem: GuardError | None = None
        for event in (None, *self.ladder.events):
            try:
                parse(text, names_for(self.ladder, event), None)
            except GuardError as found:
                problem = problem or found
            else:
                return
        if problem is not None:
            self.findings.append(Finding(self.tree.find(("definitions", name)), problem.text))

    def calendar(self) -> None:
        """Check that the calendar exists; an unknown one is never taken for Monday to Friday."""
        name = self.ladder.calendar
        if not calendars.is_known(name):
            self.known(("terms", "calendar"), Text("kalender", "calendar"), name, calendars.names())


def check(ladder: Ladder, tree: Node) -> list[Finding]:
    """Return what is wrong with a ladder, with the places in the file it came from."""
    return Checks(ladder, tree).run()

