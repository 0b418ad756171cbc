"""Packages (文档包): the parts of a Word document, and which of them refer to which."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.archive import Archive, damaged, in_utf8, xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = "word/document.xml"


class Reference(NamedTuple):
    """What a part refers to (引用): a part of the package by its name, or any address outside it."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a Word document. Nothing outside of it is ever opened."""

    def __init__(self, data: bytes) -> None:
        """Open it. Raises Unreadable if it is damaged."""
        self._archive = Archive(data)
        self._names = {name.replace("\\", "/").lower(): name for name in self._archive.names}

    def main(self) -> str:
        """The name of the part with the text; mostly word/document.xml. Raises Unreadable if there is none."""
        named = (each.target for each in self.references("").values() if each.kind == "officeDocument")
        for name in (*named, _USUAL):
            if self.has(name):
                return name
        raise damaged()

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._names

    def raw(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable if it cannot be read."""
        return self._archive.read(self.stored(name))

    def stored(self, name: str) -> str:
        """The name of a part as the archive spells it."""
        return self._names[name.lower()]

    def bytes_of(self, name: str) -> bytes:
        """A part as UTF-8, its namespaces those of the usual variant. Raises Unreadable if it cannot be read."""
        data = in_utf8(self.raw(name))
        if b"http://purl.oclc.org/ooxml/" in data:
            data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
        return data

    def root(self, name: str) -> _Element:
        """The root element of a part. Raises Unreadable if it cannot be read."""
        return xml(self.bytes_of(name))

    def references(self, part: str) -> dict[str, Reference]:
        """What a part refers to, by the keys that it uses; those of the package itself for an empty name."""
        folder, _, name = part.rpartition("/")
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listing):
            return {}
        found = {}
        for element in self.root(listing):
            outside = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Reference(kind, target if outside else _resolved(folder, target), outside)
        return found


def _resolved(folder: str, target: str) -> str:
    """The name of the part that a target stands for; one that leads out of the package is no part's name."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
