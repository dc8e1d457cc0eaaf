"""What a shell may fill in: names from ladders and from the database.

It never fails and never makes anything: where there is no answer it is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from escalator.cli.session import session_of
from escalator.model.errors import EscalatorError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from escalator.engine.engine import Engine

Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]
Names = Callable[["Engine", click.Context], Iterable[str]]


def ladders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Complete the name of a ladder."""
    from escalator.ladders import library

    return _starting(library.names(), incomplete)


def _starting(names: Iterable[str], incomplete: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _from_database(names: Names) -> Complete:
    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        try:
            with session_of(ctx).engine() as engine:
                return _starting(names(engine, ctx), incomplete)
        except (EscalatorError, OSError):
            return []

    return complete


def _given(ctx: click.Context, name: str) -> str:
    """Return an argument that was typed before; click leaves it unread where an option still lacks its value."""
    places = [each.name for each in ctx.command.params if isinstance(each, click.Argument)]
    unread = dict(zip(places, ctx.args, strict=False))
    return str(ctx.params.get(name) or unread.get(name) or "")


def _allowed(engine: Engine, ctx: click.Context) -> Iterable[str]:
    return engine.stand(_given(ctx, "case")).allowed


def _roles(engine: Engine, ctx: click.Context) -> Iterable[str]:
    contract = _given(ctx, "contract") or engine.case(_given(ctx, "case")).case.contract
    return (role.id for role in engine.ladder_of(contract).roles.values())


def _rights(engine: Engine, ctx: click.Context) -> Iterable[str]:
    return (right.name for right in engine.stand(_given(ctx, "case")).rights)


def _deadlines(engine: Engine, ctx: click.Context) -> Iterable[str]:
    return (deadline.id for deadline in engine.stand(_given(ctx, "case")).deadlines)


def _facts(engine: Engine, ctx: click.Context) -> Iterable[str]:
    return (entry.fact.id for entry in engine.history(_given(ctx, "case")))


contracts = _from_database(lambda engine, _: (each.id for each in engine.contracts()))
cases = _from_database(lambda engine, _: (each.id for each in engine.cases()))
events = _from_database(_allowed)
roles = _from_database(_roles)
rights = _from_database(_rights)
deadlines = _from_database(_deadlines)
facts = _from_database(_facts)
tracks = _from_database(lambda engine, ctx: engine.ladder_of(_given(ctx, "contract")).tracks)
regions = _from_database(lambda engine, ctx: engine.ladder_of(_given(ctx, "contract")).regions)
parameters = _from_database(lambda engine, ctx: engine.ladder_of(_given(ctx, "contract")).parameters)
kpis = _from_database(lambda engine, ctx: engine.ladder_of(_given(ctx, "contract")).kpis)
