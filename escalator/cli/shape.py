"""Commands, options and arguments whose help is in two languages. Owns how help is shown; knows no command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

from escalator.cli.language import VARIABLE, say
from escalator.cli.session import Session
from escalator.model.text import LANGUAGES, Text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Run = TypeVar("Run", bound=Callable[..., None])


class Attributes(TypedDict, total=False):
    """What an option or argument may have, of all that click knows."""

    callback: Callable[[click.Context, click.Parameter, Any], object]
    default: object
    envvar: str | None
    expose_value: bool
    is_eager: bool
    metavar: str
    nargs: int
    required: bool
    shell_complete: Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]
    type: click.ParamType[Any]


class OptionAttributes(Attributes, total=False):
    """What only an option may have."""

    hidden: bool
    is_flag: bool
    multiple: bool
    show_envvar: bool


class CommandAttributes(TypedDict, total=False):
    """What click gives a command when it makes one."""

    callback: Callable[..., Any] | None
    params: list[click.Parameter] | None
    help: str | None
    context_settings: dict[str, Any] | None


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, names: Sequence[str], *, told: Text, **attributes: Unpack[OptionAttributes]) -> None:
        super().__init__(names, **attributes)
        self.told = told

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Show it in the language of the command."""
        self.help = say(self.told)
        return super().get_help_record(ctx)


class Argument(click.Argument):
    """A positional argument with its help in both languages."""

    def __init__(self, names: Sequence[str], *, told: Text, **attributes: Unpack[Attributes]) -> None:
        super().__init__(names, **attributes)
        self.told = told
        self.help = told.nl

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Show it in the language of the command."""
        self.help = say(self.told)
        return super().get_help_record(ctx)


class Spoken(click.Command):
    """What a command shows in the language of the run, though click words it once."""

    told: Text

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show what it is for."""
        self.help = say(self.told)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the beginning of what it is for."""
        self.help = say(self.told)
        return super().get_short_help_str(limit)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that asks for help."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = gettext("Show this message and exit.")
        return found


class Command(Spoken):
    """A command with its help in both languages, which takes the options that every command takes."""

    def __init__(self, name: str | None, *, told: Text, **attributes: Unpack[CommandAttributes]) -> None:
        super().__init__(name, **attributes)
        self.told = told
        self.params += everywhere(hidden=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is loaded when it is used: the module that has it, its name there, and what it does."""

    module: str
    name: str
    told: Text

    def load(self) -> click.Command:
        """Load the command."""
        found = getattr(import_module(f"escalator.cli.commands.{self.module}"), self.name)
        if not isinstance(found, click.Command):
            raise TypeError(self.name)
        return found


class Group(Spoken, click.Group):
    """Commands under headings, each loaded when it is used."""

    def __init__(
        self,
        name: str | None,
        *,
        told: Text,
        entries: Mapping[Text, Mapping[str, Entry]],
        **attributes: Unpack[CommandAttributes],
    ) -> None:
        super().__init__(name, **attributes)
        self.told = told
        self.headed = entries
        self.entries = {name: entry for under in entries.values() for name, entry in under.items()}
        self.params += everywhere(hidden=False)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they were given."""
        del ctx
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        entry = self.entries.get(cmd_name)
        return entry.load() if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for, and suggest the nearest where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as problem:
            raise click.NoSuchCommand(problem.command_name, possibilities=self.entries, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the commands under their headings, without loading one."""
        del ctx
        for heading, under in self.headed.items():
            with formatter.section(say(heading)):
                formatter.write_dl([(name, say(entry.told)) for name, entry in under.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Complete a command, without loading one."""
        from click.shell_completion import CompletionItem

        named = [
            CompletionItem(name, help=say(entry.told))
            for name, entry in self.entries.items()
            if name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)


class Family(Spoken, click.Group):
    """Commands that share a first word and a module, such as `contract add` and `contract list`.

    Attributes:
        usual: the command that is meant where none is named; empty where one must be.
    """

    def __init__(
        self, name: str | None, *, told: Text, usual: str = "", **attributes: Unpack[CommandAttributes]
    ) -> None:
        super().__init__(name, **attributes)
        self.told = told
        self.usual = usual

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, with the usual command put in where none is named."""
        unnamed = not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names)
        return super().parse_args(ctx, [self.usual, *args] if self.usual and unnamed else args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they were given."""
        del ctx
        return list(self.commands)

    def run(self, name: str, told: Text) -> Callable[[Run], Command]:
        """Make the decorated function a command of this family."""

        def added(function: Run) -> Command:
            made = command(name, told)(function)
            self.add_command(made)
            return made

        return added


def family(name: str, told: Text, usual: str = "") -> Family:
    """Return a family of commands, still empty; `usual` is the one that is meant where none is named."""
    return Family(name, told=told, usual=usual)


def command(name: str, told: Text) -> Callable[[Run], Command]:
    """Make the decorated function a command."""
    return click.command(name, cls=Command, told=told)


def option(*names: str, told: Text, **attributes: Unpack[OptionAttributes]) -> Callable[[Run], Run]:
    """Give the decorated function an option."""
    return click.option(*names, cls=Option, told=told, **attributes)


def argument(name: str, told: Text, **attributes: Unpack[Attributes]) -> Callable[[Run], Run]:
    """Give the decorated function a positional argument."""
    return click.argument(name, cls=Argument, told=told, **attributes)


def everywhere(*, hidden: bool) -> list[click.Parameter]:
    """Return the options that every command takes.

    They are shown, and read from the environment, where the program itself takes them; a command takes them too, so
    that they may stand anywhere.
    """
    database = Option(
        ["--database"],
        told=Text("Database: pad van een SQLite-bestand, of een URL.", "Database: path of an SQLite file, or a URL."),
        metavar="URL",
        envvar=None if hidden else "ESCALATOR_DATABASE_URL",
        show_envvar=not hidden,
        expose_value=False,
        callback=_choose_database,
        hidden=hidden,
    )
    language = Option(
        ["--lang"],
        told=Text("Taal.", "Language."),
        type=click.Choice(LANGUAGES),
        envvar=None if hidden else VARIABLE,
        show_envvar=not hidden,
        expose_value=False,
        hidden=hidden,
    )
    return [database, language]


def _choose_database(ctx: click.Context, _option: click.Parameter, database: str | None) -> None:
    if database is not None:
        ctx.ensure_object(Session).database = database
