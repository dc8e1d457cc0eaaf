"""Evidence: a file is kept as it was, once, by its content; what it is not allowed to be is refused."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from escalator.engine.cases import evidence
from escalator.model.errors import InputError, UnknownName
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.desk import Desk


def archive(**members: bytes) -> bytes:
    """Return a zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


ACCEPTED = [
    (b"%PDF-1.7\n\x00\xff", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    ("Geachte heer,\r\n\tzoë".encode(), "text/plain"),
    ("\ufeffa;b\n".encode(), "text/plain"),
    (archive(word__document_xml=b"x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (archive(xl__workbook_xml=b"x"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/x-ole-storage"),
]


@pytest.mark.parametrize(("content", "kind"), ACCEPTED, ids=[kind for _, kind in ACCEPTED])
def test_a_file_is_what_its_content_says(content: bytes, kind: str) -> None:
    assert evidence.media_type(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x7fELF\x02",
        b"MZ\x90\x00",
        b"a\x00b",
        b"\x1b[31mred",
        b"\xff\xfe\x00",
        b"PK\x03\x04 torn",
        archive(anything=b"x"),
        archive(mimetype=b"text/html"),
        archive(mimetype=b"x" * 1000),
    ],
)
def test_what_is_nothing_we_keep_is_refused(desk: Desk, content: bytes) -> None:
    case = desk.open()
    with pytest.raises(InputError, match="Allowed: PDF"):
        desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, data={"note": "x"}, evidence=content)
    assert len(desk.engine.history(case)) == 1


def test_a_file_is_kept_as_it_was(desk: Desk, tmp_path: Path) -> None:
    case, path = desk.open(), tmp_path / "Brief (é).pdf"
    path.write_bytes(b"%PDF-1.7 letter")
    recorded = desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, evidence=path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert recorded.fact.data == {"file": digest, "note": "Brief (é).pdf"}
    kept, content = desk.engine.evidence(digest)
    assert (kept.name, kept.media_type, kept.size) == ("Brief (é).pdf", "application/pdf", 15)
    assert content == path.read_bytes()
    with pytest.raises(UnknownName):
        desk.engine.evidence("0" * 64)


def test_with_another_event_it_stands_in_a_fact_beside_it(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-02", CONTRACTOR, evidence=b"the plan", key="mail-1")
    again = desk.record(case, "sent", "2026-03-02", CONTRACTOR, evidence=b"the plan", key="mail-1")
    assert again.repeated
    _, sent, beside = (entry.fact for entry in desk.engine.history(case))
    assert (sent.event, sent.data) == ("sent", {})
    digest = hashlib.sha256(b"the plan").hexdigest()
    assert (beside.event, beside.role, beside.data) == (
        "evidence_added",
        CONTRACTOR,
        {"file": digest, "note": f"sent (2): {digest}"},
    )


def test_the_same_content_is_kept_once_and_refused_facts_keep_nothing(desk: Desk) -> None:
    case = desk.open()
    for _ in range(2):
        desk.record(case, "evidence_added", "2026-03-02", MANAGER, data={"note": "x"}, evidence=b"same")
    assert len(desk.engine.history(case)) == 3
    with pytest.raises(InputError):
        desk.record(case, "evidence_added", "2026-03-02", MANAGER, data={"note": "x"}, evidence=desk.contract)
    with pytest.raises(UnknownName):
        desk.record(case, "snet", "2026-03-02", evidence=b"other")
    with pytest.raises(UnknownName):
        desk.engine.evidence(hashlib.sha256(b"other").hexdigest())


def test_too_big_is_refused_before_it_is_read(desk: Desk, tmp_path: Path) -> None:
    case, path = desk.open(), tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-")
        file.truncate(evidence.MAX_SIZE + 1)
    for given in (path, b"a" * (evidence.MAX_SIZE + 1)):
        with pytest.raises(InputError, match=f"25 MiB at most, not {evidence.MAX_SIZE + 1} bytes"):
            desk.record(case, "sent", "2026-03-02", evidence=given)
    path.write_bytes(b"a" * evidence.MAX_SIZE)
    desk.record(case, "sent", "2026-03-02", evidence=path)
