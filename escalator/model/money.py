"""Amounts of money, as a ladder file writes them: `EUR 500.00`. Owns their form; reckons with none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from escalator.model.errors import InputError
from escalator.model.text import Text

MONEY: Final = r"^[A-Z]{3} (0|[1-9][0-9]{0,11})\.[0-9]{2}$"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, by the currency's three letters (ISO 4217)."""

    currency: str
    amount: Decimal

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read an amount.

        Raises:
            InputError: it is none.
        """
        if not re.fullmatch(MONEY, text, re.ASCII) or text.endswith("\n"):
            raise InputError(
                Text(f"{text!r} is geen bedrag; schrijf 'EUR 500.00'.", f"{text!r} is no amount; write 'EUR 500.00'.")
            )
        currency, _, amount = text.partition(" ")
        return cls(currency, Decimal(amount))

    @property
    def told(self) -> Text:
        """The amount as people read it: `EUR 500,00`, `EUR 500.00`."""
        shown = f"{self.currency} {self.amount:.2f}"
        return Text(shown.replace(".", ","), shown)
