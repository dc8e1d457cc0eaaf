"""A mail server in a process of its own that behaves badly, by chance but with a seed. It tests nothing itself.

It tells what it takes before it says so to the other side: a line for each, with the message's id and the moment.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.daemon.running import FileClock
from tests.faults.keepers import TIMEOUT
from tests.faults.servers import LOOPBACK
from tests.faults.ways import id_of

REFUSED = "gone@bedrijf.example"
"""An address that it refuses for good."""


@dataclass
class Unruly:
    """How it answers.

    Attributes:
        told: where it tells what it takes.
        faults: how many of a hundred answers are no good.
    """

    told: int
    clock: FileClock
    chance: random.Random
    faults: int

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, to: str, ___: list[str]) -> str:  # noqa: N802 - the server's name for it
        """Refuse for good, put off for now, or take a recipient."""
        if to == REFUSED:
            return "550 5.1.1 no such user"
        if self.chance.randrange(200) < self.faults:
            return "450 4.2.0 greylisted"
        envelope.rcpt_tos.append(to)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Hang up, fall silent, put off, take slowly, or take a mail."""
        fault = self.chance.randrange(200)
        if fault < self.faults:
            match fault % 4:
                case 0:
                    cast("asyncio.Transport", server.transport).abort()
                    return "421 4.3.2 gone"
                case 1:
                    await asyncio.Event().wait()
                case 2:
                    return "451 4.3.0 not now"
                case _:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(asyncio.Event().wait(), TIMEOUT / 4)
        mail = message_from_bytes(cast("bytes", envelope.content))
        line = [id_of(str(mail["message-id"])), self.clock.now().isoformat()]
        os.write(self.told, f"{json.dumps(line)}\n".encode())
        return "250 2.0.0 queued"


def serve(world: Unruly, listening: socket.socket) -> int:
    """Serve on a socket until killed."""
    loop = asyncio.new_event_loop()
    loop.run_until_complete(
        loop.create_server(lambda: SMTP(world, hostname="localhost", enable_SMTPUTF8=True, loop=loop), sock=listening)
    )
    loop.run_forever()
    return 0


def listen(port: int = 0) -> socket.socket:
    """Return a socket that listens, at a free port unless one is given."""
    return socket.create_server((LOOPBACK, port), reuse_port=False)
