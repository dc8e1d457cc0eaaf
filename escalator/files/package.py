"""A workbook as the archive it is, unpacked piece by piece and never further than allowed. Owns what it may hold.

Nothing that an archive says of itself is believed: each part is unpacked here first, and counted.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from escalator.files.limits import MEMBERS, MIB, UNPACKED, cannot, unreadable
from escalator.model.errors import InputError

_LOCAL: Final = struct.Struct("<4s22xHH")
_PIECE: Final = 256 * 1024
_SMALL: Final = 16 * MIB
_ENCRYPTED: Final = 0x1
_DOCTYPE: Final = b"<!DOCTYPE"


class Package:
    """A workbook's archive, checked as a whole when it is opened.

    Args:
        path: the file.

    Raises:
        InputError: it is no archive, or holds too much.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, RuntimeError, ValueError) as wrong:
            raise self.broken(str(wrong)) from None
        except OSError as wrong:
            raise cannot(path, wrong) from None
        self.members = {each.filename: each for each in members if not each.is_dir()}
        if len(members) > MEMBERS or len(self.members) < len([each for each in members if not each.is_dir()]):
            raise self.broken("parts")
        self._left = UNPACKED
        for name in self.members:
            self._weigh(name)

    def broken(self, why: str) -> InputError:
        """Return the error for a workbook that is not one."""
        return unreadable(
            self.path.name, f"dit is geen goed Excel-bestand ({why})", f"this is no sound Excel file ({why})"
        )

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part, unpacked.

        Raises:
            InputError: there is none, or it is damaged.
        """
        member = self.members.get(name)
        if member is None:
            raise self.broken(name)
        if member.flag_bits & _ENCRYPTED or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.broken(f"{name}: 0x{member.flag_bits:x}")
        try:
            yield from self._unpacked(member)
        except (zlib.error, struct.error, OSError) as wrong:
            raise self.broken(f"{name}: {wrong}") from None

    def xml(self, name: str) -> ET.Element:
        """Return a small part as XML.

        Raises:
            InputError: there is none, or it is no XML without a document type.
        """
        content, size = b"", 0
        for piece in self.pieces(name):
            content, size = content + piece, size + len(piece)
            if size > _SMALL:
                raise self.broken(name)
        if _DOCTYPE in content:
            raise self.broken(f"{name}: DOCTYPE")
        try:
            return ET.fromstring(content)  # noqa: S314 - it declares no entities, and is small
        except ET.ParseError as wrong:
            raise self.broken(f"{name}: {wrong}") from None

    def _unpacked(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(member.header_offset)
            mark, names, extra = _LOCAL.unpack(file.read(_LOCAL.size))
            if mark != b"PK\x03\x04":
                raise self.broken(member.filename)
            file.seek(names + extra, 1)
            left = member.compress_size
            stored = member.compress_type == zipfile.ZIP_STORED
            unpack = zlib.decompressobj(-zlib.MAX_WBITS)
            while left > 0 and (packed := file.read(min(left, _PIECE))):
                left -= len(packed)
                if stored:
                    yield packed
                    continue
                while packed:
                    yield unpack.decompress(packed, _PIECE)
                    packed = unpack.unconsumed_tail
            if not stored:
                yield unpack.flush(_PIECE)

    def _weigh(self, name: str) -> None:
        """Refuse a part that is bigger than it says, or with which the whole is too big."""
        size = 0
        for piece in self.pieces(name):
            size += len(piece)
            self._left -= len(piece)
            if self._left < 0:
                raise unreadable(
                    self.path.name,
                    f"uitgepakt is dit meer dan {UNPACKED // MIB} MiB",
                    f"unpacked this is more than {UNPACKED // MIB} MiB",
                )
        if size != self.members[name].file_size:
            raise self.broken(name)
