"""The chain of hashes over a stream of facts: each covers its fact and the one before. Owns what is hashed, and how.

The text hashed is canonical JSON (RFC 8785), so that anybody can verify a chain with other software.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec
import rfc8785

from escalator.engine.ports.values import Contract
from escalator.model.facts import Fact, Plain, Scope

_encoder: Final = msgspec.json.Encoder(order="sorted")
_in_order: Final = msgspec.json.Encoder(order="deterministic")


class _Hashed(msgspec.Struct):
    """What of a fact is hashed, in the order of the names; made faster than a dictionary is sorted."""

    at: str | None
    before: str
    by: str
    data: dict[str, Plain]
    event: str
    key: str | None
    on: str
    received: str | None
    recorded: str | None
    role: str | None
    seq: int
    stream: str


def canonical(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can say
    """Return a plain value as canonical JSON.

    msgspec is forty times faster and gives the same, but for the order of keys outside ASCII.
    """
    text = _encoder.encode(value)
    return text if text.isascii() else rfc8785.dumps(value)


def link(before: bytes, stream: str, fact: Fact, key: str | None) -> bytes:
    """Return the hash of a fact that follows on the hash `before`."""
    hashed = _Hashed(
        _moment(fact.at),
        before.hex(),
        fact.by,
        fact.data,
        fact.event,
        key,
        fact.on.isoformat(),
        _day(fact.received),
        _moment(fact.recorded),
        fact.role,
        fact.seq,
        stream,
    )
    text = _in_order.encode(hashed)
    return hashlib.sha256(text if text.isascii() else rfc8785.dumps(msgspec.to_builtins(hashed))).digest()


def of_text(text: str) -> str:
    """Return the SHA-256 of a text, such as that of a ladder, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def start_of_case(case: str, contract: str, digest: str, calendar: tuple[str, str], scope: Scope) -> bytes:
    """Return what the first fact of a case builds on: all that was settled when it was opened."""
    about = {
        "calendar": list(calendar),
        "case": case,
        "contract": contract,
        "ladder": digest,
        "scope": msgspec.to_builtins(scope),
    }
    return hashlib.sha256(canonical(about)).digest()


def start_of_contract(contract: Contract) -> bytes:
    """Return what the first fact of a contract builds on."""
    return hashlib.sha256(canonical({"contract": contract.id, "ladder": contract.digest})).digest()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    here = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return here.isoformat(timespec="microseconds")
