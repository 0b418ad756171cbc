"""Repacking (重新打包): an archive with some of its parts changed or added, and every other byte as it was."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

# As the ZIP format has them: a header before each part, an entry for each in the directory, and an end behind that.
_HEADER = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_HEADER_MARK, _ENTRY_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_SIZES_FOLLOW = 0x8
"""The flag that a part's sizes stand behind it; those of a part that is written anew are in its header."""
_UTF_8 = 0x800
_VERSION = 20
_LARGEST = 0xFFFF_FFFE
_EARLIEST = 0x21
"""The first of January 1980, the earliest day that the format knows; nothing else would come out the same each time."""


class _Packed(NamedTuple):
    """A part as it is packed (压缩后的部件): the way, its checksum, its sizes packed and not, its bytes."""

    method: int
    checksum: int
    packed: int
    unpacked: int
    data: bytes


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with these parts by the names that it has for them; those that it does not have are added.

    Raises ValueError for an archive that is laid out in a way that cannot be kept.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            offsets = [info.header_offset for info in archive.infolist()]
            changed = {
                archive.getinfo(name).header_offset: part for name, part in parts.items() if name in archive.NameToInfo
            }
            added = {name: part for name, part in parts.items() if name not in archive.NameToInfo}
            start = archive.start_dir
    except BadZipFile as error:
        raise ValueError("not an archive") from error
    entries, end = _directory(data, start, len(offsets))
    if [_ENTRY.unpack_from(entry)[-1] for entry in entries] != offsets:
        raise ValueError("the archive begins within another file")
    moved: dict[int, int] = {}
    written: dict[int, _Packed] = {}
    pieces: list[bytes] = [data[: min(offsets, default=start)]]
    length = len(pieces[0])
    for offset, following in _stretches(offsets, start):
        moved[offset] = length
        piece = data[offset:following]
        if offset in changed:
            written[offset] = _packed(changed[offset], _HEADER.unpack_from(piece)[3])
            piece = _header_of(piece, written[offset]) + written[offset].data
        pieces.append(piece)
        length += len(piece)
    directory = [
        _entry_of(entry, moved[offset], written.get(offset)) for entry, offset in zip(entries, offsets, strict=True)
    ]
    for name, part in added.items():
        header, entry = _new(name, _packed(part, ZIP_DEFLATED), length)
        directory.append(entry)
        pieces.append(header)
        length += len(header)
    return b"".join([*pieces, *directory, _end_of(end, len(directory), sum(map(len, directory)), length)])


def _directory(data: bytes, start: int, count: int) -> tuple[list[bytes], bytes]:
    """The entries of the directory, and the end behind them."""
    entries = []
    for _number in range(count):
        fields = _fields(_ENTRY, data, start, _ENTRY_MARK)
        following = start + _ENTRY.size + sum(fields[10:13])
        entries.append(data[start:following])
        start = following
    _fields(_END, data, start, _END_MARK)
    return entries, data[start:]


def _fields(shape: struct.Struct, data: bytes, at: int, mark: bytes) -> tuple[int, ...]:
    if data[at : at + 4] != mark or len(data) < at + shape.size:
        raise ValueError("the archive has more in it than parts and their directory")
    return shape.unpack_from(data, at)


def _stretches(offsets: list[int], end: int) -> list[tuple[int, int]]:
    """Where each part begins, and where the next one does."""
    ordered = sorted(set(offsets))
    return list(zip(ordered, [*ordered[1:], end], strict=True))


def _packed(part: bytes, method: int) -> _Packed:
    """A part packed in the way in which it was, as far as the common programs know it."""
    method = ZIP_STORED if method == ZIP_STORED else ZIP_DEFLATED
    data = part
    if method == ZIP_DEFLATED:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        data = packer.compress(part) + packer.flush()
    return _Packed(method, zlib.crc32(part), len(data), len(part), data)


def _header_of(piece: bytes, part: _Packed) -> bytes:
    """The header of a part that is written anew; its name, date and further fields stay."""
    mark, version, flags, _method, time, day, *_sizes, name, further = _fields(_HEADER, piece, 0, _HEADER_MARK)
    header = _HEADER.pack(mark, version, flags & ~_SIZES_FOLLOW, part.method, time, day, *part[1:4], name, further)
    return header + piece[_HEADER.size : _HEADER.size + name + further]


def _entry_of(entry: bytes, offset: int, part: _Packed | None) -> bytes:
    """The entry of a part that has moved, and has perhaps been written anew."""
    fields = list(_ENTRY.unpack_from(entry))
    if part is not None:
        fields[3] &= ~_SIZES_FOLLOW
        fields[4], fields[7:10] = part.method, part[1:4]
    fields[-1] = offset
    if max(fields[-1], fields[8], fields[9]) > _LARGEST:
        raise ValueError("the archive is too large")
    return _ENTRY.pack(*fields) + entry[_ENTRY.size :]


def _new(name: str, part: _Packed, offset: int) -> tuple[bytes, bytes]:
    """The header with the data, and the entry, of a part that is added."""
    spelt = name.encode()
    common = (_VERSION, 0 if name.isascii() else _UTF_8, part.method, 0, _EARLIEST, *part[1:4], len(spelt), 0)
    header = _HEADER.pack(_HEADER_MARK, *common) + spelt + part.data
    return header, _ENTRY.pack(_ENTRY_MARK, _VERSION, *common, 0, 0, 0, 0, offset) + spelt


def _end_of(end: bytes, count: int, size: int, start: int) -> bytes:
    mark, disk, directory_disk, _count, _all, _size, _start, comment = _END.unpack_from(end)
    return _END.pack(mark, disk, directory_disk, count, count, size, start, comment) + end[_END.size :]
