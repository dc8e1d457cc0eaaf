"""`escalator agreement …`: what the parties agree while a contract runs, and what happens in the contract itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli import completion, options
from escalator.cli.assignments import pairs
from escalator.cli.kinds import DAY
from escalator.cli.language import say
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import show_json, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.model.facts import Fact

agreement = family(
    "agreement",
    Text(
        "Afspraken tijdens het contract: KPI's, parameters, ritmes.",
        "Agreements during the contract: KPIs, parameters, rhythms.",
    ),
)
_KPI: Final = Text("De KPI.", "The KPI.")


def tell(contract: str, fact: Fact, *, as_json: bool) -> None:
    """Print a fact that was recorded of a contract."""
    from escalator.model.day_text import day_told

    if as_json:
        show_json(as_plain(contract, fact))
        return
    said = Text(
        "Vastgelegd bij {contract}: {event} op {day} (feit {id}).",
        "Recorded of {contract}: {event} on {day} (fact {id}).",
    )
    click.echo(say(said.format(contract=contract, event=fact.event, day=say(day_told(fact.on)), id=fact.id)))


@agreement.run("list", Text("Toon wat er bij een contract is vastgelegd.", "Show what was recorded of a contract."))
@options.contract_argument
@options.as_json
@pass_session
def list_facts(session: Session, /, contract: str, *, as_json: bool) -> None:
    """Show the facts of a contract, results apart."""
    with session.engine() as engine:
        found = [fact for fact in engine.contract_facts(contract) if fact.event != "measured"]
    if as_json:
        show_json([as_plain(contract, each) for each in found])
        return
    rows = [(each.id, each.on.isoformat(), each.event, each.by, _data(each)) for each in found]
    columns = (
        Text("Feit", "Fact"),
        Text("Dag", "Day"),
        Text("Gebeurtenis", "Event"),
        Text("Door", "By"),
        Text("Gegevens", "Data"),
    )
    show_table(columns, rows, Text("Nog niets.", "Nothing yet."))


def _data(fact: Fact) -> str:
    return "\n".join(f"{key}={value}" for key, value in fact.data.items() if isinstance(value, str | int))


@agreement.run(
    "event",
    Text(
        "Leg vast dat er in het contract iets gebeurde.\n\nZonder gebeurtenis staat er welke er zijn.",
        "Record that something happened in the contract.\n\nWithout an event it lists which there are.",
    ),
)
@options.contract_argument
@argument("event", Text("De gebeurtenis.", "The event."), required=False)
@options.assigned
@options.said
@options.as_json
@pass_session
def event(
    session: Session, /, contract: str, event: str | None, *, assigned: tuple[str, ...], said: Said, as_json: bool
) -> None:
    """Record an event of the contract."""
    with session.engine() as engine:
        if event is None:
            names = engine.contract_events(contract)
            columns = (Text("Gebeurtenis", "Event"), Text("Waarvoor", "What for"))
            show_table(columns, [(name, say(told)) for name, told in names.items()], Text("Geen.", "None."))
            return
        fact = engine.note_event(contract, event, data=pairs(assigned), **said.plain())
    tell(contract, fact, as_json=as_json)


@agreement.run(
    "retract",
    Text("Trek een feit van een contract in, of een resultaat.", "Retract a fact of a contract, or a result."),
)
@options.contract_argument
@argument("fact", Text("Het nummer van het feit.", "The fact's number."), type=click.IntRange(min=1))
@options.reason
@options.role
@options.by
@options.as_json
@pass_session
def retract(
    session: Session, /, contract: str, fact: int, *, reason: str, role: str | None, by: str, as_json: bool
) -> None:
    """Retract a fact of the contract."""
    with session.engine() as engine:
        retraction = engine.retract_fact(contract, fact, reason=reason, role=role, by=by)
    tell(contract, retraction, as_json=as_json)


def as_plain(contract: str, fact: Fact) -> dict[str, Any]:
    """Return a fact of a contract with the keys that `docs/cli.md` promises."""
    return {
        "contract": contract,
        "fact": fact.id,
        "event": fact.event,
        "on": fact.on,
        "role": fact.role,
        "by": fact.by,
        "data": fact.data,
        "recorded": fact.recorded,
    }


@agreement.run(
    "parameter",
    Text("Geef een parameter van de ladder een andere waarde.", "Give a parameter of the ladder another value."),
)
@options.contract_argument
@argument("parameter", Text("De parameter.", "The parameter."), shell_complete=completion.parameters)
@argument("value", Text("De waarde.", "The value."))
@options.since
@options.consultation
@options.said
@options.as_json
@pass_session
def parameter(
    session: Session, /, contract: str, parameter: str, value: str, *, since: date, note: str, said: Said, as_json: bool
) -> None:
    """Record another value for a parameter."""
    with session.engine() as engine:
        fact = engine.set_parameter(contract, parameter, value, since=since, note=note, **said.plain())
    tell(contract, fact, as_json=as_json)


@agreement.run(
    "exempt",
    Text(
        "Stel perioden vrij van meting, of een misser van gevolgen.",
        "Exempt periods from measuring, or a miss from consequences.",
    ),
)
@options.contract_argument
@argument("kpi", _KPI, shell_complete=completion.kpis)
@option(
    "--of",
    type=click.Choice(["measuring", "consequence"]),
    default="measuring",
    told=Text("Waarvan: meting of gevolgen.", "What from: measuring or consequence."),
)
@option(
    "--period", "periods", multiple=True, told=Text("Een periode, zo vaak als nodig.", "A period, as often as needed.")
)
@option(
    "--contract-year",
    "contract_years",
    multiple=True,
    type=click.IntRange(min=1),
    told=Text("Een jaar van het contract, vanaf 1.", "A year of the contract, from 1."),
)
@options.consultation
@options.said
@options.as_json
@pass_session
def exempt(
    session: Session,
    /,
    contract: str,
    kpi: str,
    *,
    of: str,
    periods: tuple[str, ...],
    contract_years: tuple[int, ...],
    note: str,
    said: Said,
    as_json: bool,
) -> None:
    """Record an exemption."""
    with session.engine() as engine:
        fact = engine.exempt(
            contract, kpi, of=of, periods=periods, contract_years=contract_years, note=note, **said.plain()
        )
    tell(contract, fact, as_json=as_json)


@agreement.run(
    "rhythm",
    Text(
        "Spreek af hoe vaak, of wanneer, waar het contract dat openlaat.",
        "Agree on how often, or when, where the contract leaves it open.",
    ),
)
@options.contract_argument
@argument("name", Text("De verplichting of KPI.", "The obligation or KPI."))
@option("--every", told=Text("Hoe vaak: quarter, '6 weeks'.", "How often: quarter, '6 weeks'."))
@option("--within", told=Text("Binnen welke termijn: '30 days'.", "Within which term: '30 days'."))
@option("--day", type=DAY, told=Text("Op welke dag, voor wat eenmalig is.", "On which day, for what is done once."))
@options.since
@options.note
@options.said
@options.as_json
@pass_session
def rhythm(
    session: Session,
    /,
    contract: str,
    name: str,
    *,
    every: str | None,
    within: str | None,
    day: date | None,
    since: date,
    note: str,
    said: Said,
    as_json: bool,
) -> None:
    """Record a rhythm."""
    with session.engine() as engine:
        fact = engine.set_rhythm(
            contract, name, every=every, within=within, day=day, since=since, note=note, **said.plain()
        )
    tell(contract, fact, as_json=as_json)


@agreement.run("kpi", Text("Voeg een KPI toe.", "Add a KPI."))
@options.contract_argument
@argument("kpi", Text("Hoe hij heet: kleine letters, cijfers en _.", "What it is called: small letters, digits and _."))
@option("--label", required=True, told=Text("Hoe mensen hem noemen.", "What people call it."))
@option("--definition", required=True, told=Text("Wat er precies wordt geteld.", "What is counted, exactly."))
@option("--method", required=True, told=Text("Hoe er wordt gemeten.", "How it is measured."))
@option(
    "--measured-by",
    required=True,
    multiple=True,
    metavar="ROLE",
    told=Text("De rol die meet.", "The role that measures."),
    shell_complete=completion.roles,
)
@option(
    "--norm", told=Text("De norm: '>= 80'; anders nog te bepalen.", "The norm: '>= 80'; else still to be determined.")
)
@option("--every", told=Text("Hoe vaak: quarter.", "How often: quarter."))
@option("--unit", told=Text("De eenheid: percent, grade, number, hours.", "The unit: percent, grade, number, hours."))
@option("--track", told=Text("Het spoor.", "The track."), shell_complete=completion.tracks)
@option("--theme", told=Text("Het thema.", "The theme."))
@option(
    "--per-region",
    is_flag=True,
    told=Text("Of elke regio een eigen resultaat heeft.", "Whether each region has its own result."),
)
@option(
    "--like",
    metavar="KPI",
    told=Text("De KPI met dezelfde gevolgen.", "The KPI with the same consequences."),
    shell_complete=completion.kpis,
)
@options.since
@options.note
@options.said
@options.as_json
@pass_session
def kpi(session: Session, /, contract: str, kpi: str, *, said: Said, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - what `Engine.add_kpi` takes by the same name
    """Record a KPI."""
    with session.engine() as engine:
        fact = engine.add_kpi(contract, kpi, **given, **said.plain())
    tell(contract, fact, as_json=as_json)
