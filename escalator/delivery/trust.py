"""Which certificates are trusted: the system's, and those in a file of one's own. Owns nothing else."""

from __future__ import annotations

import ssl
from pathlib import Path

from escalator.model.errors import InputError
from escalator.model.text import Text


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """Return how the other side of a connection is verified; it always is.

    Raises:
        InputError: the file cannot be read, or holds no certificates.
    """
    try:
        context = ssl.create_default_context()
        if ca_file is not None:
            context.load_verify_locations(ca_file)
    except OSError as problem:
        why = problem.strerror or problem
        raise InputError(
            Text(f"{ca_file}: geen leesbare certificaten ({why}).", f"{ca_file}: no readable certificates ({why}).")
        ) from None
    return context
