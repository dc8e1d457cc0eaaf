"""One result among many: recorded like any other, but written with the others, and undone alone where it cannot be."""

from __future__ import annotations

from escalator.engine.results import measuring
from escalator.engine.results.book import JUDGED, Book
from escalator.engine.results.following import Acting, Judged
from escalator.engine.results.given import Given, Measured
from escalator.engine.results.keeping import again
from escalator.engine.results.measured import result_of
from escalator.engine.results.measuring import MeasuredAlready
from escalator.model.errors import EscalatorError
from escalator.model.norms import Then


def record_row(book: Book, given: Given, acting: Acting, key: str, *, there: bool) -> Measured | None:
    """Record a result; None for one that was there already, with the same content.

    What only waits to be kept stays in the book; who calls this writes it.

    Args:
        book: the contract.
        given: the result.
        acting: who records it.
        key: what makes recording it repeatable.
        there: whether it is known to have been recorded under that key.

    Raises:
        UnknownName, InputError, Refusal: as `measure`; nothing of it is written, and the others stand.
    """
    if there or _known(book, given, key):
        return None
    try:
        judged = measuring.judge(book, given, acting)
    except MeasuredAlready as already:
        if given.corrects is None and _same(book, given, already):
            return None
        raise
    if given.corrects is None and not _acts(book, judged):
        return measuring.record_judged(book, [given], [judged], acting, [key])[0]
    return _apart(book, given, judged, acting, key)


def _apart(book: Book, given: Given, judged: Judged, acting: Acting, key: str) -> Measured:
    """Record a result that a case has a say in, as a part of the transaction that can fail alone."""
    book.flush()
    contract = book.contract
    try:
        with book.context.store.writing():
            found = measuring.record_judged(book, [given], [judged], acting, [key])
            book.flush()
    except EscalatorError:
        book.undo(contract)
        raise
    return found[0]


def _acts(book: Book, judged: Judged) -> bool:
    """Return whether a case may change."""
    then = judged.seen.consequence.then
    if judged.seen.outcome not in JUDGED or then not in (Then.OPEN, Then.FEED):
        return False
    result = judged.result
    return judged.missed or next(book.covering(judged.kpi, result.region, result.on), None) is not None


def _known(book: Book, given: Given, key: str) -> bool:
    """Return whether a result was recorded under a key of its own.

    Raises:
        InputError: the key was used for something else.
    """
    if key.startswith("import:"):
        return False
    earlier = book.by_key(key)
    if earlier is None:
        return False
    again(book, given, earlier)
    return True


def _same(book: Book, given: Given, already: MeasuredAlready) -> bool:
    """Return whether the result that counts says exactly the same."""
    book.flush()
    stored = book.tx.facts.at(book.contract.stream, already.line.seq)
    if stored is None:
        return False
    note = stored.fact.data.get("note", "")
    return result_of(stored.fact, book.contract.start) == already.result and note == given.note
