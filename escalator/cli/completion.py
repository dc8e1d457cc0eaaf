"""What a shell may fill in: names from ladders and from the database. Never fails: without an answer it is silent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from escalator.model.errors import EscalatorError

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def starting(names: Iterable[str], incomplete: str) -> list[CompletionItem[str]]:
    """Return the names that start as typed."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def ladders(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Complete the name of a ladder."""
    from escalator.ladders import library

    try:
        return starting(library.names(), incomplete)
    except EscalatorError:
        return []
