"""How big a file may be, and what is said of one that is too big or cannot be read. Owns these numbers and words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from escalator.model.errors import InputError
from escalator.model.files import why
from escalator.model.text import Text

MIB: Final = 1024 * 1024
TEXT: Final = 1024 * MIB
"""Bytes of a text: millions of rows."""
WORKBOOK: Final = 64 * MIB
"""Bytes of a workbook as it is stored."""
UNPACKED: Final = 1024 * MIB
"""Bytes of all that a workbook holds, unpacked."""
MEMBERS: Final = 2_000
"""Parts of a workbook."""
LINE: Final = 64 * 1024
"""Characters of a line."""
COLUMNS: Final = 256
CELLS: Final = 20_000_000
"""Cells between the first and the last of a sheet, empty ones too: that much memory is taken."""


def unreadable(name: str, nl: str, en: str) -> InputError:
    """Return the error for a file that cannot be used."""
    return InputError(Text(f"{name}: {nl}. Er is niets vastgelegd.", f"{name}: {en}. Nothing was recorded."))


def check_size(path: Path, most: int) -> int:
    """Return the size of a file.

    Raises:
        InputError: it is empty, too big, or no file.
    """
    try:
        size = path.stat().st_size
    except OSError as wrong:
        raise cannot(path, wrong) from None
    if not path.is_file() or not size:
        raise unreadable(path.name, "dit is geen bestand, of het is leeg", "this is no file, or it is empty")
    if size > most:
        raise unreadable(
            path.name,
            f"het bestand is groter dan {most // MIB} MiB",
            f"the file is bigger than {most // MIB} MiB",
        )
    return size


def cannot(path: Path, wrong: OSError) -> InputError:
    """Return the error for a file that the system does not give."""
    told = why(wrong)
    return unreadable(str(path), f"kan niet worden gelezen ({told.nl})", f"cannot be read ({told.en})")
