"""`escalator norm set`: a norm that the parties agreed on while the contract runs."""

from __future__ import annotations

from datetime import date

from escalator.cli import completion, options
from escalator.cli.commands.agreeing import tell
from escalator.cli.kinds import DAY
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.model.text import Text

norm = family("norm", Text("Normen die tijdens het contract zijn afgesproken.", "Norms agreed during the contract."))


@norm.run(
    "set",
    Text(
        "Leg een nieuwe norm vast.\n\n"
        "NORM is '>= 7,5', of alleen 7,5: dan wordt vergeleken zoals tot nu toe. De norm geldt voor resultaten over "
        "perioden vanaf --since; wat al is beoordeeld verandert niet.",
        "Record a new norm.\n\n"
        "NORM is '>= 7.5', or 7.5 alone: then it is compared as before. It holds for results over periods from --since "
        "on; what was judged already does not change.",
    ),
)
@options.contract_argument
@argument("kpi", Text("De KPI.", "The KPI."), shell_complete=completion.kpis)
@argument("norm", Text("De norm.", "The norm."))
@options.since
@option("--until", type=DAY, told=Text("De laatste dag waarop zij geldt.", "The last day it holds."))
@options.consultation
@options.said
@options.as_json
@pass_session
def set_norm(
    session: Session,
    /,
    contract: str,
    kpi: str,
    norm: str,
    *,
    since: date,
    until: date | None,
    note: str,
    said: Said,
    as_json: bool,
) -> None:
    """Record a norm."""
    with session.engine() as engine:
        fact = engine.set_norm(contract, kpi, norm, since=since, until=until, note=note, **said.plain())
    tell(contract, fact, as_json=as_json)
