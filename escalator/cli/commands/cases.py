"""`escalator case …`: which cases there are, where one stands, and all that happened in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from escalator.cli import options
from escalator.cli.acting import ladder_of
from escalator.cli.dates import told_moment
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import family, option
from escalator.cli.tables import Cell, Styled, heading, listed, show_json, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.ports.ledger import MessageLine
    from escalator.engine.ports.values import CaseLine, HistoryEntry
    from escalator.model.calendar import ClosedDay
    from escalator.model.standing import Adjusted, Deadline, Standing, Step

case = family("case", Text("Dossiers: lijst, stand, geschiedenis.", "Cases: list, standing, history."))

_HASH: Final = 12
_MOST: Final = 10_000


@case.run("list", Text("Toon dossiers en waar ze staan.", "Show cases and where they stand."))
@options.contract_option
@option("--state", told=Text("Alleen in deze staat.", "In this state only."))
@option(
    "--running/--ended",
    "running",
    default=None,
    told=Text("Alleen lopende, of alleen afgesloten.", "Only running ones, or only those that have ended."),
)
@options.as_of
@options.as_json
@pass_session
def list_cases(
    session: Session,
    /,
    *,
    contract: str | None,
    state: str | None,
    running: bool | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Show cases."""
    with session.engine() as engine:
        final = None if running is None else not running
        found = engine.cases(contract, state=state, final=final, as_of=as_of)
        if as_json:
            show_json([as_plain(each) for each in found])
        else:
            show_list(found)


def show_list(found: Iterable[CaseLine]) -> None:
    """Print cases as a table."""
    columns = (
        Text("Dossier", "Case"),
        Text("Over", "About"),
        Text("Geopend", "Opened"),
        Text("Staat", "State"),
        Text("Sinds", "Since"),
    )
    show_table(columns, map(_row, found), Text("Geen dossiers.", "No cases."))


def as_plain(each: CaseLine) -> dict[str, object]:
    """Return a case as it stands in a list, with the keys that `docs/cli.md` promises."""
    return {
        "case": each.id,
        "contract": each.contract,
        "ladder": each.ladder,
        "version": each.version,
        "track": each.scope.track,
        "kpis": list(each.scope.kpis),
        "region": each.scope.region,
        "opened_on": each.opened_on,
        "state": each.standing.state,
        "step": each.standing.step,
        "final": each.standing.final,
        "since": each.standing.since,
        "next_change": each.standing.next_change,
        "facts": each.facts,
    }


def _row(each: CaseLine) -> tuple[Cell, ...]:
    about = listed(each.scope.kpis) or each.scope.track or ""
    if each.scope.region:
        about = f"{about} ({each.scope.region})"
    state = Styled(each.standing.state, "dim" if each.standing.final else "")
    return each.id, about, each.opened_on.isoformat(), state, each.standing.since.isoformat()


@case.run("show", Text("Toon waar een dossier staat.", "Show where a case stands."))
@options.case_argument
@options.as_of
@options.known_at
@options.as_json
@pass_session
def show(session: Session, /, case: str, *, as_of: date | None, known_at: date | None, as_json: bool) -> None:
    """Show where a case stands on the evening of a day."""
    from escalator.cli import standings

    with session.engine() as engine:
        view = engine.case(case, as_of, known_at)
        if as_json:
            show_json({**standings.as_plain(view.case, view.standing), "known_at": known_at})
        else:
            standings.show(view.case, view.standing, ladder_of(engine, view.case), known_at)


@case.run("history", Text("Toon alles wat in een dossier gebeurde.", "Show all that happened in a case."))
@options.case_argument
@options.as_of
@options.known_at
@option(
    "--messages",
    "with_messages",
    is_flag=True,
    told=Text("Ook in --json: wie wat is verteld.", "In --json too: who was told what."),
)
@options.as_json
@pass_session
def history(
    session: Session, /, case: str, *, as_of: date | None, known_at: date | None, with_messages: bool, as_json: bool
) -> None:
    """Show every fact of a case with what it led to, and what followed by itself."""
    from escalator.model.terms import day_of

    with session.engine() as engine:
        standing = engine.stand(case, as_of, known_at)
        facts = [
            each
            for each in engine.history(case)
            if (as_of is None or each.fact.on <= as_of) and (known_at is None or day_of(each.fact.recorded) <= known_at)
        ]
        messages = engine.outbox(case=case, most=_MOST) if as_of is None and known_at is None else []
    told = [*map(_fact, facts), *(_by_itself(step) for step in standing.path if step.fact is None)]
    told += [_closed_day(*each) for each in _by_closed_days(standing)]
    led_to = {step.fact: step.after for step in standing.path}
    for each in told:
        each["led_to"] = each["led_to"] or led_to.get(each["fact"])
    told.sort(key=lambda each: (each["on"], each["fact"] is not None, int(each["fact"] or 0)))
    if as_json:
        show_json([*told, *(map(_message, reversed(messages)) if with_messages else ())])
        return
    _show_history(told)
    if messages:
        from escalator.cli.commands.messages import show_messages

        heading(say(Text("Berichten", "Messages")))
        show_messages(messages)


def _fact(entry: HistoryEntry) -> dict[str, Any]:
    fact = entry.fact
    return {
        "fact": fact.id,
        "on": fact.on,
        "event": fact.event,
        "role": fact.role,
        "by": fact.by,
        "data": fact.data,
        "at": fact.at,
        "received": fact.received,
        "recorded": fact.recorded,
        "key": entry.key,
        "retracted_by": entry.retracted_by,
        "led_to": None,
    }


def _by_itself(step: Step) -> dict[str, Any]:
    return {"fact": None, "on": step.on, "event": step.event, "led_to": step.after}


def _by_closed_days(standing: Standing) -> Iterator[tuple[Deadline, Adjusted, ClosedDay]]:
    """Yield each deadline that moved because a day was closed, with that move."""
    for deadline in standing.deadlines:
        for each in deadline.derivation.adjusted:
            if each.closed is not None:
                yield deadline, each, each.closed


def _closed_day(deadline: Deadline, change: Adjusted, closed: ClosedDay) -> dict[str, Any]:
    data = {"deadline": deadline.id, "before": change.before, "due": change.due}
    data |= {"day": closed.day, "reason": say(closed.reason)}
    return {"fact": None, "on": change.on, "event": "closed_day_added", "led_to": None, "data": data}


def _message(line: MessageLine) -> dict[str, Any]:
    from escalator.cli.commands.messages import as_plain
    from escalator.model.terms import day_of

    on = day_of(line.sent_at or line.send_at)
    return {"fact": None, "on": on, "event": "message", "led_to": None, "message": as_plain(line)}


def _show_history(told: list[dict[str, Any]]) -> None:
    columns = (
        Text("Dag", "Day"),
        Text("Feit", "Fact"),
        Text("Gebeurtenis", "Event"),
        Text("Partij", "Party"),
        Text("Gegevens", "Data"),
        Text("Leidde tot", "Led to"),
        Text("Vastgelegd", "Recorded"),
    )
    show_table(columns, map(_line, told), Text("Nog niets.", "Nothing yet."))


def _line(each: dict[str, Any]) -> tuple[Cell, ...]:
    told = [f"{key}={_short(key, value)}" for key, value in each.get("data", {}).items()]
    if each["fact"] is None:
        itself = say(Text("vanzelf", "by itself")) if each["led_to"] else each["event"]
        data = "\n".join(told) or each["event"]
        return each["on"].isoformat(), "", Styled(itself, "italic"), "", data, each["led_to"] or "", ""
    style = "dim strike" if each["retracted_by"] else ""
    if each["retracted_by"]:
        told.append(say(Text("ingetrokken door {n}", "retracted by {n}").format(n=each["retracted_by"])))
    return (
        each["on"].isoformat(),
        each["fact"],
        Styled(each["event"], style),
        " / ".join(filter(None, (each["role"], each["by"]))),
        "\n".join(told),
        each["led_to"] or "",
        told_moment(each["recorded"]),
    )


def _short(key: str, value: object) -> str:
    """Return a value for a table; of the hash of a file the beginning."""
    shown = _shown(value)
    return f"{shown[:_HASH]}…" if key == "file" and len(shown) > _HASH else shown


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return listed(f"{name}: {_shown(each)}" for name, each in value.items())
    if isinstance(value, bool):
        return say(Text("ja", "yes") if value else Text("nee", "no"))
    return str(value)
