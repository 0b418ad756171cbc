"""Inline content (段内内容): the words of a paragraph as printed, out of the runs, fields and wrappers they come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.docx import names
from gouji.readers.docx.symbols import symbol

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from gouji.readers.docx.package import Reference

_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"', re.IGNORECASE)
_DIRECTORY = re.compile(r"\s*PAGEREF\s+_Toc", re.IGNORECASE)
_DIRECTORY_ANCHOR = "_Toc"
_LONGEST_INSTRUCTION = 4096
_CLOSINGS = frozenset((names.FLD_CHAR, names.INSTR_TEXT))


class Link(NamedTuple):
    """A link (链接): the stretch of the text that it stands on, and where it leads."""

    start: int
    end: int
    target: str


class Note(NamedTuple):
    """A reference to a footnote or endnote (脚注、尾注): the kind of part that holds it, and its key there."""

    kind: str
    key: str


class Words:
    """The content of a paragraph while it is being read (段落内容)."""

    __slots__ = ("boxes", "directory", "fields", "instructing", "length", "links", "notes", "parts", "pictures")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.links: list[Link] = []
        self.notes: list[Note] = []
        self.boxes: list[_Element] = []
        self.pictures = 0
        self.fields: list[_Field] = []
        self.instructing = 0
        self.directory = False
        """Whether it is an entry of a table of contents (目录), which is no text of the report."""

    def add(self, text: str) -> None:
        """Add text, unless it is part of a field's instruction, which nobody sees."""
        if not self.instructing:
            self.parts.append(text)
            self.length += len(text)


class _Field:
    """A field (域) that has begun: its instruction, and where its result starts, None until it does."""

    __slots__ = ("instruction", "start")

    def __init__(self) -> None:
        self.instruction = ""
        self.start: int | None = None


def plain_text(paragraph: _Element) -> str | None:
    """The text of a paragraph that holds nothing but runs of text; None for any other. Most are such ones."""
    parts = []
    for child in paragraph:
        tag = child.tag
        if tag == names.R:
            for each in child:
                tag = each.tag
                if tag == names.T:
                    parts.append(_printed(each))
                elif tag != names.RPR:
                    return None
        elif tag != names.PPR:
            return None
    return parts[0] if len(parts) == 1 else "".join(parts)


def chosen(alternate: _Element) -> _Element:
    """Of several ways to say the same thing, for newer and older programs, the first one that says anything."""
    ways = alternate.iterchildren(names.CHOICE, names.FALLBACK)
    return next((way for way in ways if len(way)), alternate)


class Inline:
    """Reads what stands in paragraphs, in the state that accepted changes leave (修订全部接受后的状态)."""

    def __init__(self, references: dict[str, Reference], hides: Callable[[_Element], bool] | None) -> None:
        """references: what the part refers to. hides: whether a run's properties hide it; None if none ever do."""
        self.hides = hides
        self._references = references
        self._readers: dict[object, Callable[[_Element, Words], None]] = {
            names.T: _text,
            names.MATH_TEXT: _text,
            names.R: self._run,
            names.TAB: _blank,
            names.PTAB: _blank,
            names.BR: _break,
            names.CR: _break,
            names.NO_BREAK_HYPHEN: _hyphen,
            names.SYM: _symbol,
            names.FLD_CHAR: self._field,
            names.INSTR_TEXT: _instruction,
            names.FLD_SIMPLE: self._simple_field,
            names.HYPERLINK: self._hyperlink,
            names.FOOTNOTE_REFERENCE: _footnote,
            names.ENDNOTE_REFERENCE: _endnote,
            names.TEXT_BOX: _box,
            names.BLIP: _picture,
            names.IMAGE_DATA: _picture,
            names.TEXT_PATH: _word_art,
            names.GRAPHIC_DATA: self._graphic,
            names.ALTERNATE: self._alternate,
            names.PPR: _nothing,
            names.RPR: _nothing,
            names.SDT_PR: _nothing,
            names.DEL: _nothing,
            names.MOVE_FROM: _nothing,
            names.RUBY_TEXT: _nothing,
        }

    def read(self, parent: _Element, words: Words) -> None:
        """Add what a paragraph, or any wrapper inside one, holds."""
        readers = self._readers
        for child in parent:
            reader = readers.get(child.tag)
            if reader is not None:
                reader(child, words)
            elif len(child):
                self.read(child, words)

    def _run(self, run: _Element, words: Words) -> None:
        if self.hides is not None and any(map(self.hides, run.iterchildren(names.RPR))):
            for child in run:  # a field that ends in hidden text ends all the same
                if child.tag in _CLOSINGS:
                    self._readers[child.tag](child, words)
            return
        for child in run:
            tag = child.tag
            if tag == names.T:
                words.add(_printed(child))
            elif tag != names.RPR:
                reader = self._readers.get(tag)
                if reader is not None:
                    reader(child, words)
                elif len(child):
                    self.read(child, words)

    def _alternate(self, element: _Element, words: Words) -> None:
        self.read(chosen(element), words)

    def _graphic(self, element: _Element, words: Words) -> None:
        """A picture, a shape with a text box, or something that is drawn as neither, such as a chart."""
        if element.get("uri", "").rpartition("/")[2] in ("chart", "chartex", "diagram"):
            words.pictures += 1
        else:
            self.read(element, words)

    def _hyperlink(self, element: _Element, words: Words) -> None:
        start = words.length
        self.read(element, words)
        reference = self._references.get(element.get(names.LINK_ID, ""))
        if reference is not None and reference.outside:
            _link(words, start, reference.target)
        elif element.get(names.ANCHOR, "").startswith(_DIRECTORY_ANCHOR):
            words.directory = True

    def _simple_field(self, element: _Element, words: Words) -> None:
        start = words.length
        self.read(element, words)
        _ended(words, element.get(names.INSTR, ""), start)

    def _field(self, element: _Element, words: Words) -> None:
        """The beginning of a field, of its result, or its end."""
        what = element.get(names.FLD_CHAR_TYPE)
        if what == "begin":
            words.fields.append(_Field())
            words.instructing += 1
        elif words.fields and what in ("separate", "end"):
            field = words.fields[-1]
            if field.start is None:
                words.instructing -= 1
                field.start = words.length
            if what == "end":
                words.fields.pop()
                _ended(words, field.instruction, field.start)


def _printed(element: _Element) -> str:
    """The text of an element as printed: line breaks have elements of their own, blanks at either end are marked."""
    text: str | None = element.text
    if not text:
        return ""
    if (text[0].isspace() or text[-1].isspace()) and element.get(names.SPACE) != "preserve":
        text = text.strip(" \t\n\r")
    return text.replace("\n", " ") if "\n" in text else text


def _text(element: _Element, words: Words) -> None:
    words.add(_printed(element))


def _blank(element: _Element, words: Words) -> None:
    words.add(" ")


def _break(element: _Element, words: Words) -> None:
    words.add("\n")


def _hyphen(element: _Element, words: Words) -> None:
    words.add("-")


def _symbol(element: _Element, words: Words) -> None:
    words.add(symbol(element.get(names.CHAR, ""), element.get(names.FONT, "")))


def _instruction(element: _Element, words: Words) -> None:
    if words.fields and len(words.fields[-1].instruction) < _LONGEST_INSTRUCTION:
        words.fields[-1].instruction += element.text or ""


def _footnote(element: _Element, words: Words) -> None:
    words.notes.append(Note("footnotes", element.get(names.ID, "")))


def _endnote(element: _Element, words: Words) -> None:
    words.notes.append(Note("endnotes", element.get(names.ID, "")))


def _box(element: _Element, words: Words) -> None:
    words.boxes.append(element)


def _picture(element: _Element, words: Words) -> None:
    words.pictures += 1


def _word_art(element: _Element, words: Words) -> None:
    words.add(element.get("string", ""))


def _nothing(element: _Element, words: Words) -> None:
    """What is not printed."""


def _ended(words: Words, instruction: str, start: int) -> None:
    """A field has ended whose result started there."""
    if match := _LINK.match(instruction):
        _link(words, start, match[1])
    elif _DIRECTORY.match(instruction):
        words.directory = True


def _link(words: Words, start: int, target: str) -> None:
    if words.length > start:
        words.links.append(Link(start, words.length, target))
