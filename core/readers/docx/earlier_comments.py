"""Earlier comments (先前的批注): takes those out of a Word document that gouji itself put there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gouji.readers.archive import in_utf8
from gouji.readers.docx import names
from gouji.readers.docx.comment_parts import AUTHOR
from gouji.readers.docx.markup import Markup, in_encoding_of
from gouji.readers.docx.package import Package
from gouji.readers.docx.repacking import repacked

if TYPE_CHECKING:
    from lxml.etree import _Element

_THREADS = ("commentsExtended", "commentsIds")
"""The parts in which Word keeps who answers whom, by the paragraphs of comments."""


def without_earlier(data: bytes) -> bytes:
    """The file without gouji's own comments, but for those that somebody has answered.

    The same bytes if there are none. Raises ValueError if it cannot be told where they are.
    """
    package = Package(data)
    main = package.main()
    parts = {each.kind: each.target for each in package.references(main).values() if package.has(each.target)}
    if "comments" not in parts:
        return data
    comments = _Part(package, parts["comments"])
    threads = [_Part(package, parts[kind]) for kind in _THREADS if kind in parts]
    answered = {_value(each, "paraIdParent") for part in threads for each in part.elements} - {""}
    own = {
        each: {_value(paragraph, "paraId") for paragraph in each.iter(names.P)} - {""}
        for each in comments.elements
        if _value(each, "author") == AUTHOR
    }
    gone = {each: paragraphs for each, paragraphs in own.items() if not paragraphs & answered}
    if not gone:
        return data
    numbers = {each.get(names.ID, "") for each in gone}
    paragraphs = set().union(*gone.values())
    changed = {
        package.stored(main): _Part(package, main).without(lambda element: _is_mark(element, numbers)),
        package.stored(parts["comments"]): comments.without(gone.__contains__),
    }
    for part in threads:
        changed[part.stored] = part.without(lambda element: _value(element, "paraId") in paragraphs)
    return repacked(data, changed)


class _Part:
    """A part with its elements (部件)."""

    def __init__(self, package: Package, name: str) -> None:
        self.stored = package.stored(name)
        self._raw = package.raw(name)
        self._markup = Markup(in_utf8(self._raw))
        self.elements = list(package.root(name).iter("*"))
        if len(self.elements) != len(self._markup.spots):
            raise ValueError("the part has other elements than its text shows")

    def without(self, unwanted: Callable[[_Element], bool]) -> bytes:
        """The part without some of its elements, of which none is within another."""
        pairs = zip(self.elements, self._markup.spots, strict=True)
        splices = [(spot.start, spot.end, "") for element, spot in pairs if unwanted(element)]
        return in_encoding_of(self._raw, self._markup.spliced(splices))


def _is_mark(element: _Element, numbers: set[str]) -> bool:
    """Whether an element shows where one of these comments is; a run that holds nothing else goes as a whole."""
    if element.tag in (names.COMMENT_START, names.COMMENT_END):
        return element.get(names.ID) in numbers
    if element.tag == names.COMMENT_REFERENCE:
        return element.get(names.ID) in numbers and not _is_reference(element.getparent(), numbers)
    return _is_reference(element, numbers)


def _is_reference(element: _Element | None, numbers: set[str]) -> bool:
    """Whether an element is a run that holds nothing but references to these comments."""
    if element is None or element.tag != names.R:
        return False
    held = [each for each in element if each.tag != names.RPR]
    return bool(held) and all(each.tag == names.COMMENT_REFERENCE and each.get(names.ID) in numbers for each in held)


def _value(element: _Element, name: str) -> str:
    """An attribute by its name without namespace, of which these parts have several; empty if there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
