"""Archives (压缩包格式) and the XML in them, read within the limits: what they say of their sizes is not believed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from gouji.i18n import _
from gouji.readers import Unreadable
from gouji.readers.limits import limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENCRYPTED = 0x1
_PACKED = (ZIP_STORED, ZIP_DEFLATED)
"""How office programs pack. Of other ways :mod:`zipfile` unpacks a whole piece at once, whatever comes of it."""
_LIST = "META-INF/manifest.xml"
_PIECE = 1 << 20
_NODE = 640
"""About what one element of a tree or cell takes up in memory, with what a reader makes of it, in bytes."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DAMAGED = (
    BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, OverflowError, ValueError, KeyError, RuntimeError,
)  # fmt: skip
"""What :mod:`zipfile` raises for archives that are cut off, damaged or packed in ways that it does not know."""


class Archive:
    """The parts of an archive by name; all that is read of it counts against the limit of unpacked bytes."""

    def __init__(self, data: bytes) -> None:
        """Open it. Raises Unreadable if it is damaged."""
        try:
            self._zip = ZipFile(BytesIO(data))
        except _DAMAGED as error:
            raise damaged() from error
        self.names = frozenset(self._zip.namelist())
        self._left = limits().unpacked

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable if it is not there, damaged, encrypted or over the limit."""
        return b"".join(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        """What a part unpacks to, piece by piece, each counted against the limit."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & _ENCRYPTED:
                raise encrypted()
            if info.compress_type not in _PACKED:
                raise damaged()
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise too_large()
                    yield piece
        except _DAMAGED as error:
            raise damaged() from error

    def check_size(self) -> None:
        """Raise Unreadable if all parts together unpack to more than the limit, for a program that does not ask."""
        for name in self.names:
            for _piece in self._pieces(name):
                pass  # it has been counted

    def check_password(self) -> None:
        """Raise Unreadable for an OpenDocument file with a password, of which its list of parts tells."""
        if _LIST in self.names and b":encryption-data" in self.read(_LIST):
            raise encrypted()


def in_utf8(data: bytes) -> bytes:
    """XML in UTF-8, whatever its declaration goes on saying: UTF-16 is the only other encoding that its parts have."""
    return data.decode("utf-16", "replace").encode() if data.startswith(_UTF_16) else data


def xml(data: bytes) -> _Element:
    """The root element of XML. Raises Unreadable if it is not well formed, has a document type, or is too large."""
    from lxml import etree

    data = in_utf8(data)
    check_nodes(data)
    if b"<!DOCTYPE" in data:
        raise damaged()
    # In an encoding of its own choice, XML could have other tags than those that were just counted.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error


def check_nodes(data: bytes) -> None:
    """Raise Unreadable if a tree made of this markup would take more memory than the limit."""
    check_count(data.count(b"<") + data.count(b"="))


def check_count(count: int) -> None:
    """Raise Unreadable if so many elements, cells or lines would take more memory than the limit."""
    if count * _NODE > limits().memory:
        raise too_large()


def damaged() -> Unreadable:
    """What to raise for a file that is cut off or damaged."""
    return Unreadable(_("文件已损坏或不完整，读不出来：请重新取得原件，或在编辑软件中打开后另存"))


def encrypted() -> Unreadable:
    """What to raise for a file that needs a password."""
    return Unreadable(_("文件已加密，读不出来：请取消密码后再检查"))


def too_large() -> Unreadable:
    """What to raise for a file whose content is over a limit."""
    message = _(
        "文件内容展开后超过上限（{unpacked} 字节，内存 {memory} 字节），没有检查；"
        "确需检查时请用 --max-unpacked 或 --max-memory 提高上限"
    )
    return Unreadable(message.format(unpacked=f"{limits().unpacked:,}", memory=f"{limits().memory:,}"))
