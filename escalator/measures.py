"""What a daemon tells of itself: figures for Prometheus, and a sign of life."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from escalator.engine.rounds import Round
from escalator.engine.telling.outbox import ClockStatus

_log = structlog.get_logger("escalator.daemon")


class Measures:
    """Figures of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._round = Histogram("escalator_round_seconds", "How long a round took", registry=registry)
        self._last = Gauge("escalator_last_round_timestamp_seconds", "When a round last went well", registry=registry)
        self._next = Gauge("escalator_next_wakeup_timestamp_seconds", "When the next one is due", registry=registry)
        self._backlog = Gauge("escalator_backlog", "Messages due and not sent", registry=registry)
        self._oldest = Gauge("escalator_oldest_unsent_seconds", "How late the oldest of them is", registry=registry)
        self._aside = Gauge("escalator_put_aside", "What could not be done, and waits", registry=registry)
        self._ended = Counter("escalator_messages", "Messages by how they ended", ["outcome"], registry=registry)
        self._failed = Counter("escalator_failures", "What could not be done", registry=registry)
        self._broken = Counter("escalator_rounds_broken_off", "Rounds that did not end well", registry=registry)

    def timed(self) -> AbstractContextManager[object]:
        """Measure how long something takes."""
        return self._round.time()

    def note(self, done: Round, status: ClockStatus) -> None:
        """Take over what a round did, and how things stand after it."""
        self._last.set(status.now.timestamp())
        self._next.set(done.next_at.timestamp() if done.next_at else 0)
        self._backlog.set(status.backlog)
        self._oldest.set((status.now - status.oldest_unsent).total_seconds() if status.oldest_unsent else 0)
        self._aside.set(len(status.put_aside))
        self._failed.inc(len(done.failed))
        for outcome in ("sent", "refused", "retried", "withdrawn"):
            self._ended.labels(outcome).inc(getattr(done, outcome))

    def broken_off(self) -> None:
        """Take over that a round was broken off."""
        self._broken.inc()

    def serve(self, port: int | None) -> Callable[[], None]:
        """Serve the figures on this machine's own address; return what ends that."""
        if port is None:
            return lambda: None
        server, thread = start_http_server(port, addr="127.0.0.1", registry=self.registry)
        _log.info("metrics", port=server.server_port)

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return end


def ping(url: str) -> None:
    """Give a sign of life; whoever waits for it notices when it fails to come."""
    try:
        httpx.get(url, timeout=5.0, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as wrong:
        _log.warning("heartbeat", problem=type(wrong).__name__)
