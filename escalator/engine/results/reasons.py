"""Why nothing follows on a result, in words. Owns the words; `following` decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalator.engine.ports.values import CaseLine
from escalator.model.assessing import Outcome
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.results.following import Judged


def why_kept(each: Judged) -> Text:
    """Tell of a result that is only kept what it came to."""
    match each.seen.outcome:
        case Outcome.MET:
            return Text("norm gehaald; er volgt niets", "norm met; nothing follows")
        case Outcome.MISSED:
            told = each.seen.notes[-1] if each.seen.notes else Text("", "")
            return Text(
                f"norm niet gehaald; er volgt niets. {told.nl}".strip(),
                f"norm missed; nothing follows. {told.en}".strip(),
            )
    return Text(f"alleen bewaard. {each.seen.reason.nl}", f"only kept. {each.seen.reason.en}")


def no_case(each: Judged) -> Text:
    """Tell that no case waits for it."""
    name = each.kpi.id
    return Text(f"norm gehaald; er loopt geen dossier over {name}", f"norm met; no case about {name} is running")


def waits_for(case: CaseLine, others: str, *, missed: bool) -> Text:
    """Tell that a case about several KPIs waits for the others."""
    nl, en = ("norm niet gehaald", "norm missed") if missed else ("norm gehaald", "norm met")
    return Text(f"{nl}; dossier {case.id} wacht ook op {others}", f"{en}; case {case.id} waits for {others} too")
