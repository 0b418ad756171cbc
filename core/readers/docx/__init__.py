"""The reader for documents of Word and WPS (.docx): what a printed page of them shows, tables with their merged cells.

Changes that are being tracked count as accepted. Hidden text, comments, headers and footers, and tables of contents
are left out; footnotes and endnotes come last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.readers import signatures
from gouji.readers.archive import damaged, xml
from gouji.readers.docx import names
from gouji.readers.docx.content import Content, Features
from gouji.readers.docx.inline import Inline
from gouji.readers.docx.lists import Lists
from gouji.readers.docx.package import Package
from gouji.readers.docx.printing import Printer
from gouji.readers.docx.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gouji.document import Document
    from gouji.readers.docx.inline import Note
    from gouji.readers.docx.package import Reference

_HIDING = b"vanish"
_NUMBERING = b"numPr"
_TAKING_AWAY = (names.VANISH, names.SPEC_VANISH, names.DEL, names.MOVE_FROM)
"""What hides text, or the end of a paragraph, or has deleted it."""


def read(data: bytes) -> Document:
    """The document in a Word file. Raises Unreadable if it cannot be read."""
    package = Package(data)
    return printed(Part(package, package.main()))


def printed(part: Part) -> Document:
    """The document in a main part, with the notes that it refers to. Raises Unreadable if it has none."""
    body = next(part.root.iterchildren(names.BODY), None)
    if body is None:
        raise damaged()
    printer = Printer()
    printer.blocks(part.content.blocks(body))
    for kind in ("footnotes", "endnotes"):
        wanted = [note for note in printer.notes if note.kind == kind]
        if wanted:
            _print_notes(printer, part, kind, wanted)
    document = printer.draft.document()
    return document if document.blocks else _page_within(part, body) or document


class Part:
    """A part with text in it, and what is needed to read it (正文部件)."""

    def __init__(self, package: Package, name: str, main: Part | None = None, content: type[Content] = Content) -> None:
        """main: the part that this one belongs to and shares its styles with, if it is not the main one itself.

        content: what reads it.
        """
        self.package = package
        self.references = package.references(name)
        self.root = package.root(name)
        if main is None:
            self.styles, self.lists = _styles_and_lists(package, self.references)
        else:
            self.styles, self.lists = main.styles, main.lists
        self.content = self._reader(content)

    def _has(self, *tags: str) -> bool:
        """Whether any such element is there. If none is, lxml knows that at once: the parser has kept the names."""
        return next(self.root.iter(*tags), None) is not None

    def _reader(self, kind: type[Content]) -> Content:
        """What reads the part's content. The rarer things are looked for only if the part has any of them."""
        changed = self._has(*_TAKING_AWAY)
        numbers = bool(self.lists) and (self.styles.number or self._has(names.NUM_PR))
        inline = Inline(self.references, self.styles.hides if changed or self.styles.hide else None)
        return kind(inline, self.lists, self.styles, Features(numbers, changed))


def _styles_and_lists(package: Package, references: dict[str, Reference]) -> tuple[Styles, Lists]:
    """The styles and lists that the main part refers to, as far as they matter."""
    named = {each.kind: each.target for each in references.values() if not each.outside and package.has(each.target)}
    styles, lists = (package.bytes_of(named[kind]) if kind in named else b"" for kind in ("styles", "numbering"))
    matters = (lists and _NUMBERING in styles) or _HIDING in styles
    found = Styles(xml(styles) if matters else None)
    return found, Lists(xml(lists) if lists else None, found)


def _print_notes(printer: Printer, main: Part, kind: str, wanted: list[Note]) -> None:
    """Print the notes that the text refers to behind all else."""
    name = next((each.target for each in main.references.values() if each.kind == kind), "")
    if not main.package.has(name):
        return
    part = Part(main.package, name, main)
    elements = {each.get(names.ID): each for each in part.root}
    for note in wanted:
        if note.key in elements:
            printer.note(note, part.content.blocks(elements[note.key]))


def _page_within(part: Part, body: _Element) -> Document | None:
    """The web page that a file holds in place of text: so do programs of web sites that offer a page as a document."""
    for chunk in body.iterchildren(names.ALT_CHUNK):
        reference = part.references.get(chunk.get(names.LINK_ID, ""))
        if reference is None or reference.outside or not part.package.has(reference.target):
            continue
        data = part.package.raw(reference.target)
        if signatures.is_mhtml(data):
            from gouji.readers import mhtml

            return mhtml.read(data)
        if signatures.is_html(data):
            from gouji.readers import html

            return html.read(data)
    return None
