"""Addresses of mail: who sends, and an address as mail servers want it. Refuses what could smuggle in a header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from functools import lru_cache
from typing import Final

import idna

from escalator.model.errors import InputError
from escalator.model.text import Text

_LOCAL: Final = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f]{1,64}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, its domain in ASCII.

    Attributes:
        name: of the person; empty where there is none.
        local: before the @; may hold letters outside ASCII.
        domain: after it, as DNS knows it.
    """

    name: str
    local: str
    domain: str

    @property
    def spec(self) -> str:
        """The address itself."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether a mail server must know SMTPUTF8 (RFC 6531) to take it."""
        return not self.local.isascii()

    def header(self) -> Address:
        """Return it for a header."""
        return Address(self.name, self.local, self.domain)


@lru_cache(maxsize=4096)
def mailbox(name: str, email: str) -> Mailbox:
    """Read an address; the same few are written to again and again.

    Raises:
        InputError: it is none, or name or address hold signs that do not belong in a header.
    """
    local, _, domain = email.rpartition("@")
    if not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise _unusable(email)
    if not name.isprintable():
        raise _unusable(name)
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise _unusable(email) from None
    return Mailbox(name.strip(), local, ascii_domain)


def _unusable(given: str) -> InputError:
    return InputError(
        Text(
            f"{given[:80]!r} is geen bruikbare naam of adres voor e-mail.",
            f"{given[:80]!r} is no usable name or address for mail.",
        )
    )


@dataclass(frozen=True, slots=True)
class Sender:
    """Who messages are from.

    Attributes:
        name, email: the From of every mail, and the organiser of every appointment.
        domain: of message ids and appointments. It must never change, or nobody recognises a repeat; the address's
            own where it is not given.

    Raises:
        InputError: an address or domain that is none.
    """

    name: str
    email: str
    domain: str = ""

    def __post_init__(self) -> None:
        mailbox(self.name, self.email)
        mailbox("", f"id@{self.id_domain}")  # raises where the domain is none

    @property
    def id_domain(self) -> str:
        """The domain of ids, in ASCII."""
        return mailbox("", f"id@{self.domain}" if self.domain else self.email).domain
