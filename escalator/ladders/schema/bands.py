"""Bands as a ladder file writes them. Owns how their stated bounds become a scale without gaps or overlaps."""

from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from pydantic import Field

from escalator.ladders.schema.elements import LabelText, Name, Names, Number, Strict, wrong
from escalator.model.bands import Band
from escalator.model.text import Text

Bound = tuple[Decimal, bool]
"""Where a band begins, and whether that value itself belongs to it."""


class Outcome(Strict):
    """One judgement: a name, and whether it is a miss."""

    name: Name
    """How a result names it: `sufficient`, `red`."""
    label: LabelText
    """What people read."""
    miss: bool = False
    """Whether the norm is missed with it."""
    colour: Name | None = None
    """The colour it is shown in, and that the event of a miss may carry."""

    def to_model(self, lower: Bound | None = None) -> Band:
        """Return it as a value that begins at `lower`."""
        value, included = lower or (None, True)
        return Band(
            name=self.name,
            label=self.label.to_model(),
            lower=value,
            includes_lower=included,
            miss=self.miss,
            colour=self.colour or "",
        )


class Stretch(Strict):
    """Where a band lies. Between two neighbours the bound is stated once; the lowest and highest are open."""

    from_: Number | None = Field(None, alias="from")
    """It begins here, this value included."""
    above: Number | None = None
    """It begins here, this value not included."""
    below: Number | None = None
    """It ends here, this value not included."""
    up_to: Number | None = None
    """It ends here, this value included."""

    @property
    def begins(self) -> tuple[Bound, ...]:
        """Where it says it begins."""
        return _stated((self.from_, True), (self.above, False))

    @property
    def next_begins(self) -> tuple[Bound, ...]:
        """Where the next one begins, by what it says of its own end."""
        return _stated((self.below, True), (self.up_to, False))


class BandSpec(Outcome, Stretch):
    """One band of a norm."""


class ScoreBand(Stretch):
    """One band of a scorecard."""

    name: Name
    """What it is called: `bonus`."""
    label: LabelText
    """What people read."""
    consequences: Names = ()
    """What follows, by name; nothing if left out."""

    def to_model(self, lower: Bound | None) -> Band:
        """Return it as a value that begins at `lower`."""
        value, included = lower or (None, True)
        label = self.label.to_model()
        return Band(name=self.name, label=label, lower=value, includes_lower=included, consequences=self.consequences)


SomeBand = TypeVar("SomeBand", BandSpec, ScoreBand)


def partition(bands: tuple[SomeBand, ...]) -> tuple[Band, ...]:
    """Return bands that together hold every value once.

    Args:
        bands: from low to high, at least two.

    Raises:
        PydanticCustomError: a bound is missing, stated twice differently, out of order, or at an open end.
    """
    if bands[0].begins or bands[-1].next_begins:
        raise wrong(
            Text(
                "De laagste band heeft geen ondergrens en de hoogste geen bovengrens; "
                "wat mogelijk is, staat bij scale.",
                "The lowest band has no lower bound and the highest no upper one; what is possible belongs in scale.",
            )
        )
    lowers: list[Bound] = [_between(one, two) for one, two in pairwise(bands)]
    order = [(value, not included) for value, included in lowers]
    if any(one >= two for one, two in pairwise(order)):
        raise wrong(Text("De banden lopen niet van laag naar hoog.", "The bands do not run from low to high."))
    unique([band.name for band in bands])
    return tuple(band.to_model(lower) for band, lower in zip(bands, (None, *lowers), strict=True))


def unique(names: list[str]) -> None:
    """Refuse a name that stands twice."""
    for at, name in enumerate(names):
        if name in names[:at]:
            raise wrong(Text(f"{name!r} staat er twee keer.", f"{name!r} stands here twice."))


def _between(one: SomeBand, two: SomeBand) -> Bound:
    stated = {*one.next_begins, *two.begins}
    if len(stated) != 1:
        raise wrong(
            Text(
                f"De grens tussen {one.name} en {two.name} moet één keer, of twee keer gelijk, vermeld zijn.",
                f"The bound between {one.name} and {two.name} must be stated once, or twice alike.",
            )
        )
    return stated.pop()


def _stated(*bounds: tuple[Decimal | None, bool]) -> tuple[Bound, ...]:
    return tuple((value, included) for value, included in bounds if value is not None)
