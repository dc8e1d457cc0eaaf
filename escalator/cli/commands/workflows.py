"""`escalator workflow …`: ladders as such, without any contract or database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from escalator.cli.completion import ladders
from escalator.cli.failures import MISTAKE, complain
from escalator.cli.language import current, say
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import heading, listed, show_json, show_page, show_pairs, show_table
from escalator.model.errors import EscalatorError
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.ladders.findings import Finding
    from escalator.model.ladder import Ladder
    from escalator.model.states import State

workflow = family(
    "workflow",
    Text("Ladders: lijst, inhoud, controle, uitleg.", "Ladders: list, content, check, explanation."),
)
_LADDER = Text("Naam van een ladder, of pad naar een eigen ladder.", "Name of a ladder, or path to one's own.")
_JSON = Text("Als JSON.", "As JSON.")
_NAME = Text("Ladder", "Ladder")
_VERSION = Text("Versie", "Version")


@workflow.run("list", Text("Toon de ladders die worden meegeleverd.", "Show the ladders that are supplied."))
@option("--json", "as_json", is_flag=True, told=_JSON)
def list_ladders(*, as_json: bool) -> None:
    """Show every ladder that ships with the package."""
    from escalator.ladders import library

    found = [library.load(name) for name in library.names()]
    if as_json:
        show_json([_summary(ladder) for ladder in found])
        return
    rows = [
        (each.id, each.version, each.label[current()], each.document.reference, listed(each.tracks)) for each in found
    ]
    columns = (
        _NAME,
        _VERSION,
        Text("Omschrijving", "Description"),
        Text("Document", "Document"),
        Text("Sporen", "Tracks"),
    )
    show_table(columns, rows, Text("Geen ladders.", "No ladders."))


def _summary(ladder: Ladder) -> dict[str, object]:
    return {
        "ladder": ladder.id,
        "version": ladder.version,
        "digest": ladder.digest,
        "label": say(ladder.label),
        "document": say(ladder.document.title),
        "reference": ladder.document.reference,
        "calendar": ladder.calendar,
        "tracks": list(ladder.tracks),
        "kpis": list(ladder.kpis),
    }


@workflow.run(
    "show",
    Text(
        "Toon staten, termijnen, gebeurtenissen, rechten en KPI's.", "Show states, deadlines, events, rights and KPIs."
    ),
)
@argument("ladder", _LADDER, shell_complete=ladders)
@option("--json", "as_json", is_flag=True, told=_JSON)
def show(ladder: str, *, as_json: bool) -> None:
    """Show what a ladder holds."""
    from escalator.ladders import library

    found = library.load(ladder)
    if as_json:
        import msgspec

        show_json(msgspec.to_builtins(found))
        return
    _show_head(found)
    _show_states(found)
    _show_events(found)
    _show_rights(found)
    _show_kpis(found)


def _show_head(ladder: Ladder) -> None:
    document = " ".join(filter(None, (say(ladder.document.title), ladder.document.reference)))
    show_pairs(
        [
            (_NAME, f"{ladder.id} ({say(ladder.label)})"),
            (_VERSION, f"{ladder.version} ({ladder.digest[:12]})"),
            (Text("Document", "Document"), document),
            (Text("Kalender", "Calendar"), ladder.calendar),
            (Text("Sporen", "Tracks"), listed(ladder.tracks)),
            (Text("Rollen", "Roles"), listed(ladder.roles)),
            (
                Text("Parameters", "Parameters"),
                listed(f"{each.id} = {each.value}" for each in ladder.parameters.values()),
            ),
        ]
    )


def _show_states(ladder: Ladder) -> None:
    heading(say(Text("Staten", "States")))
    columns = (
        Text("Staat", "State"),
        Text("Omschrijving", "Description"),
        Text("Termijn", "Deadline"),
        Text("Gebeurtenissen", "Events"),
    )
    show_table(columns, [_state(each) for each in ladder.states.values()], Text("Geen.", "None."))


def _state(state: State) -> tuple[str, str, str, str]:
    moves = dict.fromkeys(f"{rule.event} → {rule.to}" if rule.to else rule.event for rule in state.transitions)
    return state.id, say(state.label), _due(state), "\n".join(moves)


def _due(state: State) -> str:
    if state.deadline is None:
        return ""
    ways = [rule.day or (rule.term.told(current()) if rule.term else "") for rule in state.deadline.due]
    return say(Text(" of ", " or ")).join(dict.fromkeys(filter(None, ways)))


def _show_events(ladder: Ladder) -> None:
    heading(say(Text("Gebeurtenissen", "Events")))
    rows = [
        (
            each.id,
            say(each.label),
            (" + " if each.all_of else ", ").join(each.roles),
            listed(field.name + ("" if field.required else "?") for field in each.fields),
        )
        for each in ladder.events.values()
    ]
    columns = (
        Text("Gebeurtenis", "Event"),
        Text("Omschrijving", "Description"),
        Text("Door", "By"),
        Text("Gegevens", "Data"),
    )
    show_table(columns, rows, Text("Geen.", "None."))


def _show_rights(ladder: Ladder) -> None:
    if ladder.rights:
        heading(say(Text("Rechten", "Rights")))
        rows = [
            (each.id, say(each.label), listed(each.holders), say(each.condition)) for each in ladder.rights.values()
        ]
        columns = (
            Text("Recht", "Right"),
            Text("Omschrijving", "Description"),
            Text("Van", "Held by"),
            Text("Voorwaarde", "Condition"),
        )
        show_table(columns, rows, Text("Geen.", "None."))


def _show_kpis(ladder: Ladder) -> None:
    if ladder.kpis:
        heading(say(Text("KPI's", "KPIs")))
        rows = [(each.id, say(each.label), each.track or "", listed(each.measured_by)) for each in ladder.kpis.values()]
        columns = (
            Text("KPI", "KPI"),
            Text("Omschrijving", "Description"),
            Text("Spoor", "Track"),
            Text("Meet", "Measured by"),
        )
        show_table(columns, rows, Text("Geen.", "None."))


@workflow.run(
    "explain",
    Text(
        "Vertel de hele procedure in gewone taal, met clausules, en de lezingen apart.",
        "Tell the whole procedure in plain words, with clauses, and the interpretations apart.",
    ),
)
@argument("ladder", _LADDER, shell_complete=ladders)
def explain(ladder: str) -> None:
    """Explain a ladder."""
    from escalator.ladders import library
    from escalator.ladders.explain import explain as explained

    show_page(explained(library.load(ladder), current()))


@workflow.run("diagram", Text("Teken de ladder, als tekst in Mermaid.", "Draw the ladder, as text in Mermaid."))
@argument("ladder", _LADDER, shell_complete=ladders)
def diagram(ladder: str) -> None:
    """Draw a ladder."""
    from escalator.ladders import library
    from escalator.ladders.diagram import diagram as drawn

    click.echo(drawn(library.load(ladder), current()), nl=False)


@workflow.run(
    "schema",
    Text(
        "Geef het JSON Schema van een ladderbestand, waarmee een editor aanvult en controleert.",
        "Give the JSON Schema of a ladder file, by which an editor completes and checks.",
    ),
)
def schema() -> None:
    """Print the JSON Schema of ladder files."""
    from escalator.ladders import editor

    click.echo(editor.text(), nl=False)


@workflow.run(
    "check",
    Text(
        "Controleer ladders: alle fouten tegelijk, met bestand, regel en kolom. Eindigt met 2 als er een fout is.",
        "Check ladders: all errors at once, with file, line and column. Ends with 2 if there is one.",
    ),
)
@argument("paths", _LADDER, metavar="LADDER...", nargs=-1, required=True, shell_complete=ladders)
@option("--json", "as_json", is_flag=True, told=_JSON)
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], *, as_json: bool) -> None:
    """Load each ladder and tell what is wrong with it."""
    told = [_checked(path, silent=as_json) for path in paths]
    if as_json:
        show_json(told)
    ctx.exit(0 if all(each["ok"] for each in told) else MISTAKE)


def _checked(path: str, *, silent: bool) -> dict[str, object]:
    from escalator.ladders import library
    from escalator.ladders.findings import Findings

    try:
        ladder = library.load(path)
    except Findings as problem:
        if not silent:
            complain(say(problem.text), prefix=False)
        return {"ladder": path, "ok": False, "findings": [_finding(each) for each in problem.findings]}
    except EscalatorError as problem:
        if not silent:
            complain(say(problem.text))
        return {"ladder": path, "ok": False, "findings": [{"text": say(problem.text)}]}
    if not silent:
        click.echo(
            f"{click.style(say(Text('goed', 'ok')), fg='green')}  {ladder.id} {ladder.version} ({ladder.digest[:12]})"
        )
    return {"ladder": path, "ok": True, "findings": []}


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {"file": place.file, "line": place.line, "column": place.column, "text": say(finding.text)}
