"""Why the system does not give a file, in both languages. Owns the words; opens nothing."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from escalator.model.text import Text

_WHY: Final[Mapping[int, Text]] = {
    errno.ENOENT: Text("bestaat niet", "does not exist"),
    errno.EACCES: Text("geen toegang", "no access"),
    errno.EPERM: Text("geen toegang", "no access"),
    errno.EROFS: Text("de schijf is alleen-lezen", "the disk is read-only"),
    errno.ENOSPC: Text("de schijf is vol", "the disk is full"),
    errno.EISDIR: Text("is een map", "is a folder"),
    errno.ENOTDIR: Text("is geen map", "is no folder"),
    errno.EEXIST: Text("bestaat al", "exists already"),
    errno.ELOOP: Text("verwijst naar zichzelf", "links to itself"),
    errno.ENAMETOOLONG: Text("de naam is te lang", "the name is too long"),
}


def why(problem: OSError) -> Text:
    """Return why the system refuses; what it says itself where there are no better words."""
    told = str(problem.strerror or problem)
    return _WHY.get(problem.errno or 0) or Text(told, told)
