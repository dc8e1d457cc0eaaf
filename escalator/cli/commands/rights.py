"""`escalator right …`: exercising a right that has arisen, and lifting it again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from escalator.cli import completion, options
from escalator.cli.acting import ladder_of, record_fact, tell
from escalator.cli.kinds import NUMBER
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.model.errors import UnknownName
from escalator.model.facts import Common
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.engine import Engine

right = family("right", Text("Rechten uitoefenen en opheffen.", "Exercise and lift rights."))
_RIGHT = Text("Het recht.", "The right.")


@right.run("exercise", Text("Oefen een recht uit dat is ontstaan.", "Exercise a right that has arisen."))
@options.case_argument
@argument("right", _RIGHT, shell_complete=completion.rights)
@option("--grounds", told=Text("De gronden.", "The grounds."), metavar="TEXT")
@option("--extent", told=Text("De omvang.", "The extent."), metavar="TEXT")
@option("--amount", type=NUMBER, told=Text("Het bedrag.", "The amount."))
@options.said
@options.as_json
@pass_session
def exercise(
    session: Session,
    /,
    case: str,
    right: str,
    *,
    grounds: str | None,
    extent: str | None,
    amount: Decimal | None,
    said: Said,
    as_json: bool,
) -> None:
    """Record that a right was exercised."""
    data = {"right": right, "grounds": grounds, "extent": extent, "amount": amount}
    with session.engine() as engine:
        said = _held(engine, case, right, said)
        tell(engine, record_fact(engine, case, Common.RIGHT_EXERCISED, said, data), as_json=as_json)


@right.run("lift", Text("Hef een uitgeoefend recht op.", "Lift a right that was exercised."))
@options.case_argument
@argument("right", _RIGHT, shell_complete=completion.rights)
@options.said
@options.as_json
@pass_session
def lift(session: Session, /, case: str, right: str, *, said: Said, as_json: bool) -> None:
    """Record that a right was lifted."""
    with session.engine() as engine:
        said = _held(engine, case, right, said)
        tell(engine, record_fact(engine, case, Common.RIGHT_LIFTED, said, {"right": right}), as_json=as_json)


def _held(engine: Engine, case: str, name: str, said: Said) -> Said:
    """Return what was said of the fact, acted by the right's holder where it has but one and none was named.

    Raises:
        UnknownName: there is no such right.
    """
    rights = ladder_of(engine, engine.case(case).case).rights
    if name not in rights:
        raise UnknownName(Text("recht", "right"), name, rights)
    holders = rights[name].holders
    return replace(said, role=holders[0]) if said.role is None and len(holders) == 1 else said
