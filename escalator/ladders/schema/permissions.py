"""Standing permissions as a ladder file writes them. Owns the section `permissions`."""

from typing import Annotated

from pydantic import Field

from escalator.ladders.schema.elements import (
    LabelText,
    Many,
    MoneyText,
    Name,
    Names,
    Ordinal,
    Sourced,
    StateNames,
    Strict,
    told,
)
from escalator.model.obligations import Arising, Permission


class ArisingSpec(Strict):
    """That a permission arises once something was recorded so often."""

    contract_event: Name
    """What is recorded of the contract."""
    times: Ordinal = 1
    """How often."""


class PermissionSpec(Sourced):
    """What a party may do beside the ladder's rights."""

    label: LabelText
    """What people read."""
    holders: Annotated[Names, Field(min_length=1)]
    """The roles that may."""
    condition: LabelText | None = None
    """When, in words; at any time if left out."""
    arises: Many[ArisingSpec] | None = None
    """It arises once any of these has happened so often."""
    cost: LabelText | None = None
    """Who bears the cost."""
    extent: LabelText | None = None
    """How far it may go."""
    amount: MoneyText | None = None
    """An amount: `EUR 500.00`."""
    liftable: bool = False
    """Whether it can be ended again."""
    in_state: StateNames = ()
    """It can be used only while a case stands in one of these states."""

    def to_model(self, name: str) -> Permission:
        """Return it as a value."""
        return Permission(
            id=name,
            label=self.label.to_model(),
            holders=self.holders,
            condition=told(self.condition),
            arises=tuple(Arising(event=each.contract_event, times=each.times) for each in self.arises or ()),
            cost=told(self.cost),
            extent=told(self.extent),
            amount=self.amount.amount if self.amount else None,
            currency=self.amount.currency if self.amount else "EUR",
            liftable=self.liftable,
            in_states=self.in_state,
            source=self.source,
        )
