"""The fold: one fact after another, time passing in between. Owns what each event does to a case.

A fact is first weighed (which may refuse it, and then nothing has changed) and then carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import structs

from escalator.model.errors import UnknownName
from escalator.model.events import Event
from escalator.model.facts import COMMON_EVENTS, Fact, Scope
from escalator.model.standing import RightOpening, Step
from escalator.model.terms import day_of
from escalator.model.text import Text
from escalator.procedure import told
from escalator.procedure.acts import ACTS
from escalator.procedure.clock import resume, suspend
from escalator.procedure.data import unchecked
from escalator.procedure.dues import Counted, Due, due
from escalator.procedure.machine import EXPIRY, Procedure, Rule, Turn
from escalator.procedure.progress import Happened, Naming, Occurrence, OpenedDeadline, Progress, RightHeld
from escalator.procedure.recounting import CLOSED_DAY, close_day
from escalator.procedure.view import View
from escalator.procedure.weighing import Move, weigh


class Fold:
    """A case on its way through its facts."""

    def __init__(self, procedure: Procedure, scope: Scope, progress: Progress | None = None) -> None:
        self.procedure = procedure
        self.scope = scope
        self.started = progress is not None
        self.progress = progress or Progress(state=procedure.ladder.initial, entered_on=date.min)

    def start(self, on: date) -> None:
        """Put the case in its initial state, if it has not started yet: with its first fact or the first look at it."""
        if not self.started:
            self.started = True
            self._enter(self.progress.state, self.view(on), None)

    def advance(self, day: date) -> None:
        """Let time pass until the evening of a day: what has expired by then takes effect.

        Raises:
            InputError: the ladder's expiries lead in a circle on one and the same day.
        """
        self._pass(lambda running: running.passed_by_evening(day))

    def _pass(self, over: Callable[[OpenedDeadline], bool]) -> None:
        """Carry out one expiry after another, as long as the time of the running deadline is over."""
        today: list[Step] = []
        while (running := self.progress.deadline) is not None and over(running) and self._expire(running):
            step = self.progress.path[-1]
            today = [*today, step] if today and today[-1].on == step.on else [step]
            if len(today) > len(self.procedure.ladder.states):
                raise told.circle(today)

    def apply(self, fact: Fact) -> Progress:
        """Take one fact into account; return how far the case has come with it.

        Raises:
            Refusal: where the ladder does not allow it; the case is then as it was, but for the time that passed.
        """
        if fact.event == CLOSED_DAY and not self.started:
            close_day(self, fact)
            return self.progress
        self.start(fact.on)
        self._pass(lambda running: running.passed(fact.on, fact.at))  # an expiry comes before any fact of its day
        if fact.event == CLOSED_DAY:
            close_day(self, fact)
        else:
            self._act(fact)
        self.progress.applied += 1
        self.progress.last = fact.order
        return self.progress

    def _act(self, fact: Fact) -> None:
        event = self.procedure.event(fact.event)
        if event is None:
            raise UnknownName(Text("gebeurtenis", "event"), fact.event, (*self.procedure.ladder.events, *COMMON_EVENTS))
        if fact.event in COMMON_EVENTS:
            ACTS[fact.event](self, fact)
        else:
            self._apply_own(event, fact)

    def _expire(self, running: OpenedDeadline) -> bool:
        """Carry out an expiry, if the state has one and its guard holds then; say whether time may do more."""
        state = self.progress.state
        if running.expired or not self.procedure.rules(state, EXPIRY):
            return False
        moment = max(running.over_at, self.progress.entered_at or running.over_at)
        view = self.view(day_of(moment), moment=moment)
        rule = self.procedure.fire(state, EXPIRY, Turn(view))
        if rule is not None:
            self._let_expire(rule, view)
        running.expired = True
        return running.left_on is not None

    def _let_expire(self, rule: Rule, view: View) -> None:
        """Do what an expiry does: by itself, or as the event that the silence counts as."""
        name = rule.transition.event
        event = self.procedure.ladder.events.get(name)
        if event is not None:
            view = structs.replace(view, event=event)
        move = Move(view, name, rule.to, self.due_in(rule.to, view))
        if event is not None:
            self._happens(event, view)
        self._carry_out(move, None)

    def _apply_own(self, event: Event, fact: Fact) -> None:
        move = weigh(self, event, fact)
        self._clock(event, fact)
        self._remember(event, fact, move.view.data)
        if event.all_of:
            self.progress.approvals.setdefault(event.id, []).append(str(fact.role))
        self._happens(event, move.view)
        self._carry_out(move, fact)

    def _happens(self, event: Event, view: View) -> None:
        """Note that an event happened, for terms that count from it and guards that count it; open its rights."""
        fact = view.fact
        received = fact.received if fact is not None else None
        self.progress.happened[event.id] = Happened(view.on, fact.id if fact is not None else None, view.at, received)
        self._open_by_event(event, view)
        if event.id in self.procedure.compiled.counted:
            self.progress.history.append(Occurrence(event.id, view.on, dict(view.data)))

    def _remember(self, event: Event, fact: Fact, data: Mapping[str, Any]) -> None:
        """Keep the days the fact names, and what its checklist leaves open."""
        progress = self.progress
        for key, value in data.items():
            if isinstance(value, date):
                progress.named[key] = Naming(value, fact.id, progress.applied)
        if event.checklist:
            open_items = unchecked(self.procedure.ladder.checklists[event.checklist], fact.data)
            if open_items:
                progress.unchecked[fact.id] = open_items

    def _clock(self, event: Event, fact: Fact) -> None:
        """Stop or restart the running deadline, where the ladder says that this event does."""
        rule = self.procedure.deadline_rule(self.progress.state)
        running = self.progress.deadline
        if rule is None or running is None:
            return
        if event.id in rule.suspended_by and running.suspended_on is None and not running.passed(fact.on, fact.at):
            suspend(running, fact, self.procedure.calendar)
        elif event.id in rule.resumed_by and running.suspended_on is not None:
            resume(running, rule, fact, self.procedure.calendar)

    def _open_by_event(self, event: Event, view: View) -> None:
        for right, guard in self.procedure.compiled.openings[event.id]:
            if guard is None or guard.ask(view) is True:
                self._open_right(right, view)

    def _carry_out(self, move: Move, fact: Fact | None) -> None:
        """Settle the running deadline and go where the move leads."""
        progress = self.progress
        running = progress.deadline
        rule = self.procedure.deadline_rule(progress.state)
        if running is not None and rule is not None:
            waited_for = fact is not None and move.event in rule.waits_for and self._complete(move.event)
            if waited_for:
                running.done_on, running.done_at = move.view.on, move.view.at
            elif move.to is not None:
                running.left_on, running.left_at = move.view.on, move.view.at
        if move.to is not None:
            progress.path.append(
                Step(
                    on=move.view.on,
                    fact=fact.id if fact else None,
                    event=move.event,
                    before=progress.state,
                    after=move.to,
                )
            )
            self._enter(move.to, move.view, move.due)

    def _complete(self, event: str) -> bool:
        own = self.procedure.ladder.events[event]
        return not own.all_of or len({*self.progress.approved(event)}) >= own.needed

    def _enter(self, to: str, view: View, found: Due | None) -> None:
        progress, state = self.progress, self.procedure.state(to)
        progress.state, progress.entered_on = to, view.on
        progress.entered_at = view.at
        progress.entries[to] = progress.entries.get(to, 0) + 1
        progress.approvals = {}
        if progress.history:
            progress.since[to] = len(progress.history)
        progress.current, progress.missing = None, state.deadline is not None and found is None
        if state.initial:
            progress.named, progress.happened = {}, {}
        if found is not None:
            self.open_deadline(to, found)
        for right in state.rights:
            self._open_right(right, view)

    def go(self, to: str, fact: Fact) -> None:
        """Leave the current state for another by an event that every ladder knows."""
        view = self.view(fact.on, fact=fact)
        self._carry_out(Move(view, fact.event, to), fact)

    def open_deadline(self, state: str, found: Due) -> None:
        """Open the deadline of the current state; its later ones are numbered from #2."""
        progress = self.progress
        number = progress.opened.get(state, 0) + 1
        progress.opened[state] = number
        progress.current, progress.missing = len(progress.deadlines), False
        why = found.why
        counted = why if isinstance(why, Counted) else None
        progress.deadlines.append(
            OpenedDeadline(
                id=state if number == 1 else f"{state}#{number}",
                state=state,
                due=found.day,
                rule=why.place[1],
                why=why,
                anchor=counted.anchor if counted is not None else None,
                unit=counted.term.unit if counted is not None else None,
                due_at=found.at,
                provisional=found.provisional,
            )
        )

    def _open_right(self, right: str, view: View) -> None:
        opening = RightOpening(view.on, view.fact.id if view.fact else None, self.progress.state)
        self.progress.rights.setdefault(right, RightHeld()).openings.append(opening)

    def due_in(self, to: str | None, view: View) -> Due | None:
        """Return when the deadline of that state is due if it is entered now."""
        return due(self.procedure.compiled.dues[to], to, view) if to is not None else None

    def view(
        self,
        on: date,
        event: Event | None = None,
        *,
        fact: Fact | None = None,
        data: Mapping[str, Any] | None = None,
        moment: datetime | None = None,
        asked: str | None = None,
    ) -> View:
        """Return what a guard sees on that day."""
        return View(
            ladder=self.procedure.ladder,
            calendar=self.procedure.calendar,
            scope=self.scope,
            progress=self.progress,
            on=on,
            event=event,
            fact=fact,
            data=data if data is not None else {},
            moment=moment,
            asked=asked,
        )
