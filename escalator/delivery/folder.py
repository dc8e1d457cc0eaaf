"""Messages as files: a folder of .eml files, for where there is no mail server, and to show what would go out.

A file has its whole content or does not exist, and its name follows from the message: a message handed over again is
recognised, and the file that was there stays as it was.
"""

from __future__ import annotations

import hashlib
import os
import re
from email.generator import BytesGenerator
from io import BytesIO
from pathlib import Path
from typing import Final

from escalator.delivery.addresses import Sender
from escalator.delivery.mail import mail_of
from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain
from escalator.engine.ports.messages import Message
from escalator.model.errors import InputError

_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")


class Folder:
    """A folder that messages are written to.

    Args:
        path: of the folder; made when it is first needed.
        sender: the From of every message.
    """

    def __init__(self, path: Path, sender: Sender) -> None:
        self._path = path
        self._sender = sender

    def deliver(self, message: Message) -> Outcome:
        """Write a message to its file, and on to the disk. A full or read-only disk can be mended: try again."""
        try:
            content = _written(message, self._sender)
        except InputError as problem:
            return Refused(str(problem))
        name = file_name(message)
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            if (self._path / name).exists():
                return Delivered(name, repeated=True)
            _put(self._path, name, content)
        except OSError as problem:
            return TryAgain(f"{self._path}: {problem.strerror or problem}")
        return Delivered(name)

    def close(self) -> None:
        """Nothing is held between messages."""


def file_name(message: Message) -> str:
    """Return the name of a message's file: its Message-ID, or a digest of it where that cannot be a name."""
    name = message.message_id.strip("<>")
    if not _SAFE.fullmatch(name):
        name = hashlib.sha256(name.encode()).hexdigest()
    return f"{name}.eml"


def _written(message: Message, sender: Sender) -> bytes:
    mail = mail_of(message, sender)
    buffer = BytesIO()
    BytesGenerator(buffer, policy=mail.policy).flatten(mail)
    return buffer.getvalue()


def _put(folder: Path, name: str, content: bytes) -> None:
    """Write beside, force to disk, then rename, and force the folder: after a crash there is all of it or nothing."""
    beside = folder / f".{name}.part"
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(folder / name)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
