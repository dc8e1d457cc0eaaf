"""A web server on loopback, for channels to talk to, in good health and otherwise. It tests nothing."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from tests.faults.servers import LOOPBACK


@dataclass
class Answer:
    """How a web server answers; with `code` 0 it does not, until the test is over."""

    code: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Post:
    """What a web server was sent."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The body as JSON."""
        return cast("dict[str, Any]", json.loads(self.body))


@dataclass
class WebServer:
    """A web server: what it was sent, and how it answers next; once that is used up it takes everything."""

    answers: list[Answer] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def web_server(*answers: Answer, tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[WebServer]:
    """Run a web server that gives these answers in turn; at a free port unless one is given."""
    world = WebServer(list(answers))

    class Receiving(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            world.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            world.posts.append(Post(dict(self.headers), body))
            answer = world.answers.pop(0) if world.answers else Answer()
            if not answer.code:
                world.over.wait()
                self.close_connection = True
                return
            self.send_response(answer.code)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            with suppress(ConnectionError):  # nobody need read all of it
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, port), Receiving)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    world.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield world
    finally:
        world.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a port at which nobody listens yet; nobody else is given it meanwhile."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, 0))
        yield held.getsockname()[1]
