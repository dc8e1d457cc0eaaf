"""Rows of facts and evidence, to and from values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from escalator.engine.ports.records import Evidence
from escalator.engine.ports.values import StoredFact
from escalator.model.facts import Fact, Plain
from escalator.storage.session import Session
from escalator.storage.statement import Row

_encoder = msgspec.json.Encoder(order="sorted")
_LAST = chr(0x10FFFF)


class FactRows:
    """Streams of facts in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, stream: str, facts: Sequence[StoredFact]) -> None:
        """Add facts at the end of a stream of a case; the case's own row is updated by `Cases.update`."""
        self._session.write_many("fact_add", [_values(stream, each) for each in facts])

    def append_to_contract(self, contract: str, facts: Sequence[StoredFact]) -> None:
        """Add facts at the end of a contract's stream, and move its head."""
        self.append(f"contract:{contract}", facts)
        self._session.write("contract_append", id=contract, facts=facts[-1].fact.seq, head=facts[-1].hash)

    def load(self, stream: str) -> list[StoredFact]:
        """Return all facts of a stream, in the order recorded."""
        return [_fact(row) for row in self._session.rows("facts", stream=stream)]

    def load_several(self, streams: Sequence[str]) -> dict[str, list[StoredFact]]:
        """Return all facts of each of some streams, in the order recorded."""
        found: dict[str, list[StoredFact]] = {stream: [] for stream in streams}
        for row in self._session.rows("facts_several", streams=streams):
            found[row[0]].append(_fact(row))
        return found

    def of_event(self, stream: str, event: str) -> list[StoredFact]:
        """Return the facts of one event."""
        return [_fact(row) for row in self._session.rows("facts_of", stream=stream, event=event)]

    def agreed(self, contract: str) -> list[StoredFact]:
        """Return the facts of a contract's stream that are no results, in the order recorded."""
        return [_fact(row) for row in self._session.rows("facts_agreed", stream=f"contract:{contract}")]

    def at(self, stream: str, seq: int) -> StoredFact | None:
        """Return the fact with that number."""
        row = self._session.row("fact", stream=stream, seq=seq)
        return _fact(row) if row else None

    def keys(self, stream: str, start: str) -> list[str]:
        """Return the keys that facts of a stream were recorded with, of those that begin with `start`."""
        rows = self._session.rows("fact_keys", stream=stream, first=start, after=f"{start}{_LAST}")
        return [str(row[0]) for row in rows]

    def by_key(self, stream: str, key: str) -> StoredFact | None:
        """Return the fact that was recorded with that key."""
        row = self._session.row("fact_by_key", stream=stream, key=key)
        return _fact(row) if row else None

    def add_evidence(self, evidence: Evidence, content: bytes) -> None:
        """Keep a file, unless it is there already."""
        if self._session.row("evidence_known", sha256=evidence.sha256) is None:
            self._session.write(
                "evidence_add",
                sha256=evidence.sha256,
                size=evidence.size,
                media_type=evidence.media_type,
                name=evidence.name,
                stored_at=evidence.stored_at,
                content=content,
            )

    def evidence(self, sha256: str) -> tuple[Evidence, bytes] | None:
        """Return a file."""
        row = self._session.row("evidence", sha256=sha256)
        if row is None:
            return None
        digest, size, media_type, name, stored_at, content = row
        return Evidence(sha256=digest, size=size, media_type=media_type, name=name, stored_at=stored_at), bytes(content)


def _values(stream: str, stored: StoredFact) -> dict[str, Any]:
    fact = stored.fact
    return {
        "stream": stream,
        "seq": fact.seq,
        "event": fact.event,
        "on": fact.on,
        "role": fact.role,
        "by": fact.by,
        "data": _encoder.encode(fact.data).decode(),
        "at": fact.at,
        "received": fact.received,
        "recorded": fact.recorded,
        "key": stored.key,
        "hash": stored.hash,
    }


def _fact(row: Row) -> StoredFact:
    _stream, seq, event, on, role, by, data, at, received, recorded, key, digest = row
    plain: dict[str, Plain] = msgspec.json.decode(data)
    fact = Fact(
        id=str(seq),
        seq=seq,
        event=event,
        on=on,
        role=role,
        by=by,
        data=plain,
        at=at,
        received=received,
        recorded=recorded,
    )
    return StoredFact(fact, key, bytes(digest))
