"""`escalator results`: the results of a contract, with the numbers that a correction names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalator.cli import completion, options
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import show_json, show_table
from escalator.model.errors import InputError
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.ports.records import MeasurementLine


@command("results", Text("De resultaten van een contract.", "The results of a contract."))
@options.contract_argument
@option("--kpi", told=Text("Alleen van deze KPI.", "Of this KPI only."), shell_complete=completion.kpis)
@option("--region", told=Text("Alleen van deze regio.", "Of this region only."), shell_complete=completion.regions)
@option("--period", told=Text("Alleen over deze periode.", "Over this period only."))
@option("--all", "everything", is_flag=True, told=Text("Ook wat niet meer telt.", "Also what counts no longer."))
@options.as_json
@pass_session
def results(
    session: Session,
    /,
    contract: str,
    *,
    kpi: str | None,
    region: str | None,
    period: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Show results, by period."""
    from escalator.cli.results import verdict

    with session.engine() as engine:
        found = engine.results(contract, kpi=kpi, region=region, period=period, corrected=everything)
    if as_json:
        show_json([_plain(each) for each in found])
        return
    rows = [
        (str(each.seq), each.period, each.kpi, each.region, _told(each.value), verdict(each.verdict), each.case)
        for each in found
    ]
    columns = (
        Text("Nr.", "No."),
        Text("Periode", "Period"),
        Text("KPI", "KPI"),
        Text("Regio", "Region"),
        Text("Waarde", "Value"),
        Text("Oordeel", "Verdict"),
        Text("Dossier", "Case"),
    )
    show_table(columns, rows, Text("Geen resultaten.", "No results."))


def _told(value: str | None) -> str:
    """Return a value as people read it; what is no number, such as a judgement, as it is kept."""
    from escalator.model.figures import figure_of, shown

    try:
        return say(shown(figure_of(value or "")))
    except InputError:
        return value or ""


def _plain(each: MeasurementLine) -> dict[str, object]:
    return {
        "result": each.seq,
        "contract": each.contract,
        "kpi": each.kpi,
        "region": each.region or None,
        "period": each.period,
        "on": each.on,
        "value": each.value,
        "verdict": each.verdict,
        "counts": each.counts,
        "corrects": each.corrects,
        "case": each.case,
        "fact": str(each.case_seq) if each.case_seq else None,
    }
