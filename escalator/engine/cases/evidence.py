"""Evidence: files that facts rest on, kept by the SHA-256 of their content. Owns which files are accepted.

A file is what its content says it is, whatever its name: by its first bytes, or for office documents by what their
archive holds. Anything else is refused, and so is what is too big.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Final

from escalator.engine.context import Context
from escalator.engine.ports.records import Evidence
from escalator.engine.ports.store import Transaction
from escalator.model.errors import InputError, UnknownName
from escalator.model.files import why
from escalator.model.text import Text

MAX_SIZE: Final = 25 * 1024 * 1024
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_STARTS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # Word, Excel and Outlook before 2007; .msg
)
_MEMBERS: Final = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
)
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_TEXT_CONTROLS: Final = frozenset("\t\n\r\f")
_ALLOWED: Final = "PDF, PNG, JPEG, TIFF, Word, Excel, PowerPoint, OpenDocument, Outlook, UTF-8"


def media_type(content: bytes) -> str | None:
    """Return what a file is, or None where that is nothing we accept."""
    found = next((kind for start, kind in _STARTS if content.startswith(start)), None)
    if found is None and content.startswith(b"PK\x03\x04"):
        return _archive_type(content)
    return found or ("text/plain" if _is_text(content) else None)


def _archive_type(content: bytes) -> str | None:
    """Look at what an archive lists, without unpacking more than one short member."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:  # noqa: PLR2004 - a media type is short
                named = archive.read("mimetype").decode("ascii", "replace")
                return named if named.startswith(_OPEN_DOCUMENT) else None
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        return None
    return next((kind for member, kind in _MEMBERS if member in names), None)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text) and not any(sign < " " and sign not in _TEXT_CONTROLS for sign in text)


def read(given: Path | str | bytes) -> tuple[str, bytes]:
    """Return a file's name and content; bytes have no name.

    Raises:
        InputError: it cannot be read, or is too big.
    """
    if isinstance(given, bytes):
        return "", _bounded(given, len(given))
    path = Path(given)
    try:
        with path.open("rb") as file:
            return path.name, _bounded(file.read(MAX_SIZE + 1), path.stat().st_size)
    except OSError as wrong:
        told = why(wrong)
        raise InputError(
            Text(f"{path} kan niet worden gelezen: {told.nl}.", f"{path} cannot be read: {told.en}.")
        ) from None


def _bounded(content: bytes, size: int) -> bytes:
    if len(content) > MAX_SIZE:
        most = MAX_SIZE // 1024 // 1024
        raise InputError(
            Text(
                f"Een bewijsstuk is hoogstens {most} MiB, niet {size} bytes.",
                f"A piece of evidence is {most} MiB at most, not {size} bytes.",
            )
        )
    return content


def keep(context: Context, tx: Transaction, given: Path | str | bytes) -> Evidence:
    """Keep a file, within a transaction; the same content is kept once.

    Raises:
        InputError: it cannot be read, is empty, too big, or of a kind that is not accepted.
    """
    name, content = read(given)
    kind = media_type(content)
    if kind is None:
        raise InputError(
            Text(
                f"{name or 'Dit bewijsstuk'} is van een soort die niet wordt bewaard. Toegestaan: {_ALLOWED}.",
                f"{name or 'This evidence'} is of a kind that is not kept. Allowed: {_ALLOWED}.",
            )
        )
    kept = Evidence(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=kind,
        name=name,
        stored_at=context.clock.now(),
    )
    tx.facts.add_evidence(kept, content)
    return kept


def evidence(context: Context, sha256: str) -> tuple[Evidence, bytes]:
    """Return a file by the SHA-256 of its content.

    Raises:
        UnknownName: there is none.
    """
    with context.store.reading() as tx:
        found = tx.facts.evidence(sha256)
    if found is None:
        raise UnknownName(Text("bewijsstuk", "piece of evidence"), sha256, ())
    return found
