"""Importing results from a table: each row is recorded like any result. Owns what becomes of rows that cannot be.

All or nothing, unless the good rows are asked for. A row that was recorded before, by the same file or with the same
content, changes nothing, and is counted as such.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Final

from escalator.engine.context import Context, contract_named
from escalator.engine.ports.store import StoreProblem, Transaction
from escalator.engine.results.batching import record_row
from escalator.engine.results.book import Book
from escalator.engine.results.following import Acting
from escalator.engine.results.given import Did, Measured
from escalator.engine.sheets.columns import Column, columns_of
from escalator.engine.sheets.rows import Defaults, read
from escalator.engine.sheets.sheet import Row, Table
from escalator.model.errors import EscalatorError
from escalator.model.text import Text

BATCH: Final = 1_000
KEPT: Final = 1_000
"""So many problems, and so many rows that led to something, are kept to be shown."""
Progress = Callable[[int, int | None], None]
"""Told how many rows are done, and how many there are, about, where that is known."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not recorded, by its number, and why."""

    row: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a table.

    Attributes:
        rows: how many there are; `recorded` how many were recorded, `repeated` how many were there already.
        did: how many of those recorded opened a case, fed one, were proposed, or only kept.
        problems: the first rows that cannot be recorded; `problem_count` is how many there are.
        acted: the first rows that led to something.
        dry_run: whether nothing was written, whatever these numbers say.
    """

    rows: int
    recorded: int
    repeated: int
    did: dict[Did, int]
    problems: tuple[RowProblem, ...]
    problem_count: int
    acted: tuple[tuple[int, Measured], ...]
    dry_run: bool


class _NothingWrittenError(Exception):
    """Undoes the transaction of a dry run, or of a table with problems."""


@dataclass(slots=True)
class _Tally:
    """What has become of the rows so far."""

    rows: int = 0
    recorded: int = 0
    repeated: int = 0
    did: dict[Did, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    problem_count: int = 0
    acted: list[tuple[int, Measured]] = field(default_factory=list)

    def problem(self, row: int, text: Text) -> None:
        self.problem_count += 1
        if len(self.problems) < KEPT:
            self.problems.append(RowProblem(row, text))

    def measured(self, row: int, found: Measured | None) -> None:
        if found is None:
            self.repeated += 1
            return
        self.recorded += 1
        self.did[found.did] = self.did.get(found.did, 0) + 1
        if found.did is not Did.KEPT and len(self.acted) < KEPT:
            self.acted.append((row, found))


def import_results(
    context: Context,
    table: Table,
    *,
    contract: str | None = None,
    on: date | None = None,
    partial: bool = False,
    dry_run: bool = False,
    role: str | None = None,
    by: str = "",
    progress: Progress | None = None,
) -> Imported:
    """Record the results of a table.

    Args:
        context: the engine.
        table: from `escalator.files.open_table`.
        contract: whose results they are, where no column says so.
        on: day they were reported, where no column says so.
        partial: whether the good rows are recorded where others cannot be; else nothing is.
        dry_run: whether everything is judged and nothing written.
        role: as `measure`, where no column says so.
        by: who records them, where no column says so.
        progress: told after every thousand rows how far it is.

    Raises:
        InputError: a column is missing or unknown, or the file cannot be read.
        UnknownName: there is no such contract.
        StoreProblem: the database cannot take it; with `partial`, the batches before stay.
    """
    given = [column for column, value in ((Column.CONTRACT, contract), (Column.ON, on)) if value is not None]
    columns = columns_of(table.headings, given)
    defaults = Defaults(contract, on, role, by)
    if contract is not None:
        with context.store.reading() as tx:
            contract_named(tx, contract)
    working = replace(context, subscribers=[]) if dry_run else context
    run = _Run(working, _start_of_keys(table, defaults), columns, defaults, _Tally())
    batches = _batches(table.rows)
    try:
        if partial and not dry_run:
            for batch in batches:
                with working.store.writing() as tx:
                    run.record(tx, batch)
                _tell(progress, run.tally, table)
        else:
            with working.store.writing() as tx:
                for batch in batches:
                    run.record(tx, batch)
                    _tell(progress, run.tally, table)
                run.check(dry_run=dry_run)
    except _NothingWrittenError:
        pass
    return run.outcome(dry_run=dry_run, nothing=not partial and run.tally.problem_count > 0)


@dataclass(slots=True)
class _Run:
    """An import on its way."""

    context: Context
    keys: str
    columns: Sequence[Column | None]
    defaults: Defaults
    tally: _Tally
    books: dict[str, tuple[Book, frozenset[str]]] = field(default_factory=dict)
    tx: Transaction | None = None

    def record(self, tx: Transaction, batch: Sequence[Row]) -> None:
        """Record some rows; books last as long as their transaction."""
        if tx is not self.tx:
            self.books.clear()
            self.tx = tx
        touched: dict[str, Book] = {}
        for row in batch:
            self.tally.rows += 1
            try:
                self.tally.measured(row.number, self._row(tx, row, touched))
            except StoreProblem:
                raise
            except EscalatorError as problem:
                self.tally.problem(row.number, problem.text)
        for book in touched.values():
            book.flush()

    def _row(self, tx: Transaction, row: Row, touched: dict[str, Book]) -> Measured | None:
        line = read(row, self.columns, self.defaults)
        book, there = self._book(tx, line.contract)
        touched[line.contract] = book
        key = line.key or f"{self.keys}{row.number}"
        return record_row(book, line.given, Acting(line.role, line.by), key, there=key in there)

    def _book(self, tx: Transaction, contract: str) -> tuple[Book, frozenset[str]]:
        found = self.books.get(contract)
        if found is None:
            named = contract_named(tx, contract, lock=True)
            there = frozenset(tx.facts.keys(named.stream, self.keys))
            found = self.books[contract] = (Book(self.context, tx, named), there)
        return found

    def check(self, *, dry_run: bool) -> None:
        """Have the transaction undone where nothing is to be written."""
        if dry_run or self.tally.problem_count:
            raise _NothingWrittenError

    def outcome(self, *, dry_run: bool, nothing: bool) -> Imported:
        """Return what became of the table."""
        tally = self.tally
        return Imported(
            rows=tally.rows,
            recorded=0 if nothing else tally.recorded,
            repeated=tally.repeated,
            did={} if nothing else tally.did,
            problems=tuple(tally.problems),
            problem_count=tally.problem_count,
            acted=() if nothing else tuple(tally.acted),
            dry_run=dry_run,
        )


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield the rows, so many at a time."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def _start_of_keys(table: Table, defaults: Defaults) -> str:
    """Return what the keys of a table's rows begin with: the same for the same file with the same defaults."""
    about = f"{table.digest} {defaults.contract or ''} {defaults.on or ''}"
    return f"import:{hashlib.sha256(about.encode()).hexdigest()[:32]}:"


def _tell(progress: Progress | None, tally: _Tally, table: Table) -> None:
    if progress is not None:
        progress(tally.rows, table.total)
