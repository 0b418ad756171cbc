"""The parts for comments (批注部件): the comments themselves, and what tells that the document has any."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from gouji.readers.archive import in_utf8
from gouji.readers.docx import names
from gouji.readers.docx.markup import Markup, in_encoding_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gouji.readers.docx.package import Package

AUTHOR = "gouji 勾稽"
INITIALS = "勾稽"
_KIND = "comments"
_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LISTING = "http://schemas.openxmlformats.org/package/2006/relationships"
_USUAL = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"),
)
_STRICT = (
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ("http://purl.oclc.org/ooxml/officeDocument/relationships/comments"),
)
# A report's body text is large, widely spaced and indented; comments are not to look like that.
_PARAGRAPH = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)
_FONT = '<w:rPr>{bold}<w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
_ORIGIN = "<w:r><w:annotationRef/></w:r>"


class CommentParts:
    """The comments of a document, those that it has and those that are added."""

    def __init__(self, package: Package, main: str, raw: bytes) -> None:
        """main: the name of the main part. raw: its bytes."""
        self._package = package
        self._main = main
        self._space, self._reference = _STRICT if _STRICT[0].encode() in in_utf8(raw) else _USUAL
        references = package.references(main)
        named = (each.target for each in references.values() if each.kind == _KIND and package.has(each.target))
        self._name = next(named, "")
        self._keys = frozenset(references)
        self._root = package.root(self._name) if self._name else None
        self._next = max(_numbers(self._root), default=-1) + 1
        self._added: list[str] = []

    def space_in(self, element: _Element) -> str:
        """The declaration that what is put into an element needs for its prefix; empty if the element has it."""
        declared = element.nsmap.get("w") == _USUAL[0]  # the strict variant is read as the usual one
        return "" if declared else f' xmlns:w="{self._space}"'

    def add(self, lines: Sequence[str], when: datetime) -> int:
        """Add a comment of these paragraphs, the first of them in bold. Gives its number."""
        number, self._next = self._next, self._next + 1
        space = self.space_in(self._root) if self._root is not None else ""
        date = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        paragraphs = "".join(
            f"<w:p>{_PARAGRAPH}{'' if index else _ORIGIN}<w:r>{_FONT.format(bold='' if index else '<w:b/>')}"
            f'<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for index, line in enumerate(lines)
        )
        self._added.append(
            f'<w:comment{space} w:id="{number}" w:author="{AUTHOR}" w:date="{date}" w:initials="{INITIALS}">'
            f"{paragraphs}</w:comment>"
        )
        return number

    def changed(self) -> dict[str, bytes]:
        """The parts that change and those that are new, by the names that the archive has or gets for them.

        Raises ValueError if one of them is not what it should be.
        """
        comments = "".join(self._added)
        if self._name:
            return self._with(self._name, comments)
        folder, _, file = self._main.rpartition("/")
        taken = (f"{_KIND}{number or ''}.xml" for number in range(len(self._keys) + 100))
        name = next(each for each in taken if not self._package.has(posixpath.join(folder, each)))
        keys = (f"rIdGouji{number}" for number in range(len(self._keys) + 1))
        key = next(each for each in keys if each not in self._keys)
        link = f'<{{}}Relationship Id="{key}" Type="{self._reference}" Target="{name}"/>'
        path = posixpath.join(folder, name)
        part = f'{_DECLARATION}<w:comments xmlns:w="{self._space}">{comments}</w:comments>'
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        return {
            path: part.encode(),
            **self._with(_TYPES, f'<{{}}Override PartName="/{path}" ContentType="{_TYPE}"/>'),
            **(self._with(listing, link) if self._package.has(listing) else {listing: _listing(link.format(""))}),
        }

    def _with(self, name: str, further: str) -> dict[str, bytes]:
        """A part with further elements at its end; ``{}`` in them stands for the prefix of its root element."""
        if not self._package.has(name):
            raise ValueError(f"there is no {name}")
        raw = self._package.raw(name)
        markup = Markup(in_utf8(raw))
        root = markup.name(0).decode()
        prefix = root.rpartition(":")[0]
        further = further.replace("<{}", f"<{prefix}:" if prefix else "<")
        spot = markup.spots[0]
        splice = (spot.inner_end, spot.inner_end, further)
        if markup.is_empty(0):
            splice = (spot.inner - 2, spot.inner, f">{further}</{root}>")
        return {self._package.stored(name): in_encoding_of(raw, markup.spliced([splice]))}


def _numbers(root: _Element | None) -> list[int]:
    """The numbers of the comments that there are."""
    keys = [element.get(names.ID, "") for element in root] if root is not None else []
    return [int(key) for key in keys if key.isdecimal() and len(key) < 10]


def _listing(link: str) -> bytes:
    return f'{_DECLARATION}<Relationships xmlns="{_LISTING}">{link}</Relationships>'.encode()
