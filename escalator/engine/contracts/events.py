"""The events of a contract's own stream, by name. Owns the names; what each means is where it is recorded."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from escalator.model.text import Text


class ContractEvent(StrEnum):
    """What is recorded of a contract itself, beside the events that its ladder names."""

    MEASURED = "measured"
    NORM_SET = "norm_set"
    KPI_ADDED = "kpi_added"
    PARAMETER_SET = "parameter_set"
    EXEMPTED = "exemption_agreed"
    RHYTHM_SET = "rhythm_set"
    PERFORMED = "obligation_performed"
    PLANNED = "obligation_planned"
    REQUESTED = "obligation_requested"
    PERMISSION_USED = "permission_used"
    PERMISSION_LIFTED = "permission_lifted"
    ACCEPTED = "proposal_accepted"
    DECLINED = "proposal_declined"
    TOLD = "told"
    CONSENT = "consent_given"
    CLOSED_DAY = "closed_day_added"
    RETRACTED = "fact_retracted"


NOTED: Final = {
    ContractEvent.TOLD: Text("iets is meegedeeld", "something was told"),
    ContractEvent.CONSENT: Text("toestemming is gegeven", "consent was given"),
}
"""Events of a contract that can always be noted, whatever its ladder."""

RETRACTABLE: Final = frozenset(
    {
        ContractEvent.MEASURED,
        ContractEvent.NORM_SET,
        ContractEvent.KPI_ADDED,
        ContractEvent.EXEMPTED,
        ContractEvent.RHYTHM_SET,
        ContractEvent.PERFORMED,
        ContractEvent.PLANNED,
        ContractEvent.REQUESTED,
        ContractEvent.PERMISSION_USED,
        ContractEvent.PERMISSION_LIFTED,
        *NOTED,
    }
)
"""Of these, what can be taken out of account again; so can what a ladder names."""
