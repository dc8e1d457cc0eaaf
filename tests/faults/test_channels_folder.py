"""A folder that is away, read-only or full, and one that works: files whole or not there, and never twice."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP, SMTPUTF8
from pathlib import Path

import pytest

from escalator.delivery.folder import Folder, file_name
from escalator.engine.ports.channel import Delivered, Refused, TryAgain
from escalator.engine.ports.messages import Message
from tests.letters import NUMBER, SENDER, digest, message

NAME = f"{NUMBER}@gemeente.example.eml"


@pytest.fixture(scope="module")
def mail() -> Message:
    return message(*digest())


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse to write more than so many bytes to a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_file_is_the_mail(tmp_path: Path, mail: Message) -> None:
    assert Folder(tmp_path / "a" / "b", SENDER).deliver(mail) == Delivered(NAME)
    [file] = (tmp_path / "a" / "b").iterdir()
    assert file.name == NAME
    read = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert read["message-id"] == mail.message_id
    assert read["subject"] == mail.subject
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == mail.text.splitlines()
    assert len(list(read.iter_attachments())) == len(mail.attachments)


def test_the_same_message_always_gives_the_same_bytes(tmp_path: Path, mail: Message) -> None:
    for name in ("one", "two"):
        Folder(tmp_path / name, SENDER).deliver(mail)
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()


def test_a_repeat_leaves_the_file_as_it_was(tmp_path: Path, mail: Message) -> None:
    folder = Folder(tmp_path, SENDER)
    assert folder.deliver(mail) == Delivered(NAME)
    before = (tmp_path / NAME).read_bytes()
    assert folder.deliver(replace(mail, subject="other")) == Delivered(NAME, repeated=True)
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == before


def test_what_a_crash_left_behind_is_in_nobodys_way(tmp_path: Path, mail: Message) -> None:
    (tmp_path / f".{NAME}.part").write_bytes(b"half a mes")
    assert Folder(tmp_path, SENDER).deliver(mail) == Delivered(NAME)
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


def test_a_file_that_cannot_be_written_whole_is_not_there(tmp_path: Path, mail: Message) -> None:
    folder = Folder(tmp_path, SENDER)
    with no_file_larger_than(1000):
        outcome = folder.deliver(mail)
    assert outcome == TryAgain(f"{tmp_path}: File too large")
    assert list(tmp_path.iterdir()) == []
    assert folder.deliver(mail) == Delivered(NAME)


def test_a_full_disk_is_tried_again(tmp_path: Path, mail: Message) -> None:
    (tmp_path / f".{NAME}.part").symlink_to("/dev/full")
    folder = Folder(tmp_path, SENDER)
    assert folder.deliver(mail) == TryAgain(f"{tmp_path}: No space left on device")
    assert list(tmp_path.iterdir()) == []
    assert folder.deliver(mail) == Delivered(NAME)


def test_a_place_where_nobody_may_write_is_tried_again(mail: Message) -> None:
    outcome = Folder(Path("/proc/nowhere"), SENDER).deliver(mail)
    assert isinstance(outcome, TryAgain)
    assert outcome.why.startswith("/proc/nowhere: ")


def test_an_address_that_would_begin_another_header_is_refused(tmp_path: Path, mail: Message) -> None:
    spoilt = replace(mail, recipient=replace(mail.recipient, email="anna@x.example\r\nBcc: all@x.example"))
    assert isinstance(Folder(tmp_path, SENDER).deliver(spoilt), Refused)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("message_id", ["", "<>", "<a>", "a@x", "<a b@x>", "<a@x>\r\nBcc: all@x", "<é@x>"])
def test_what_is_no_message_id_is_refused(tmp_path: Path, mail: Message, message_id: str) -> None:
    assert isinstance(Folder(tmp_path, SENDER).deliver(replace(mail, message_id=message_id)), Refused)


def test_an_address_outside_ascii_is_kept(tmp_path: Path, mail: Message) -> None:
    Folder(tmp_path, SENDER).deliver(replace(mail, recipient=replace(mail.recipient, email="andré@x.example")))
    assert (
        message_from_bytes((tmp_path / NAME).read_bytes(), policy=SMTPUTF8)["to"] == "Anna de Vries <andré@x.example>"
    )


@pytest.mark.parametrize("message_id", ["<../../etc/passwd@x>", "<.hidden@x>", "<" + "a" * 300 + "@x>", "<a/b@x>"])
def test_a_name_leads_nowhere_else(tmp_path: Path, mail: Message, message_id: str) -> None:
    spoilt = replace(mail, message_id=message_id)
    name = file_name(spoilt)
    assert len(name) == 68
    assert name.removesuffix(".eml").isalnum()
    assert Folder(tmp_path, SENDER).deliver(spoilt) == Delivered(name)
    assert [file.name for file in tmp_path.iterdir()] == [name]
