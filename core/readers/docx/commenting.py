"""Comments (批注): puts them into a Word document at the cells and words that they are about.

They are put into the bytes of the parts, as everything else that is changed (see :mod:`gouji.readers.docx.markup`): a
library that writes the document anew loses or reorders what it does not know, tracked changes and fields not least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gouji.i18n import _
from gouji.readers import Comment, Unreadable
from gouji.readers.docx import names, read
from gouji.readers.docx.anchors import Anchor, Anchors, Point
from gouji.readers.docx.comment_parts import CommentParts
from gouji.readers.docx.earlier_comments import without_earlier
from gouji.readers.docx.markup import in_encoding_of
from gouji.readers.docx.repacking import repacked
from gouji.readers.docx.tracing import Trace
from gouji.readers.editing import Splice, differs_only_at

if TYPE_CHECKING:
    from gouji.document import Document


def annotate(data: bytes, comments: Sequence[Comment], when: datetime) -> bytes:
    """The file with comments at places of it, which replace those that gouji put there before.

    Raises Unreadable if it cannot be read, or cannot take them.
    """
    document = read(data)
    for exactly in (True, False):  # where words cannot be marked, paragraphs can
        try:
            annotated = without_earlier(data)
            if comments:
                annotated = _Annotated(annotated, document, exactly=exactly).with_comments(comments, when)
        except ValueError:
            continue
        if annotated == data:
            return data
        if differs_only_at((), document, read(annotated)):
            return annotated
    raise Unreadable(_("批注加不进这个文件：请在 Word 或 WPS 中打开，另存为 .docx 后再试"))


class _Mark(NamedTuple):
    """What is put at a point (标记): the end of a comment, the whole of one, or its beginning, in this order."""

    point: Point
    order: int
    xml: str


class _Annotated:
    """A document on its way to having comments."""

    def __init__(self, data: bytes, document: Document, *, exactly: bool) -> None:
        """exactly: whether to mark words within their runs. Raises ValueError if the document cannot be traced."""
        self._data = data
        self._trace = Trace(data, document)
        self._markup = self._trace.markup
        self._anchors = Anchors(self._trace, document, exactly=exactly)

    def with_comments(self, comments: Sequence[Comment], when: datetime) -> bytes:
        """The file with the comments. Raises ValueError if one of its parts is not what it should be."""
        trace = self._trace
        parts = CommentParts(trace.package, trace.name, trace.raw)
        space = parts.space_in(trace.elements[0])
        marks: list[_Mark] = []
        for comment in comments:
            anchor = self._anchors.of(comment.place)
            aside = [] if anchor.exact else [_("（所指的文字在脚注、尾注或文本框里，批注加在它所属的段落上。）")]
            number = parts.add([*comment.lines, *aside], when)
            marks += _marks(anchor, number, space)
        main = in_encoding_of(trace.raw, self._markup.spliced(self._splices(marks)))
        return repacked(self._data, {trace.package.stored(trace.name): main, **parts.changed()})

    def _splices(self, marks: list[_Mark]) -> list[Splice]:
        found: dict[Splice, None] = {}
        ordered = sorted(marks, key=lambda mark: (mark.point.offset, mark.order))
        for point, group in groupby(ordered, key=lambda mark: mark.point):
            for splice in self._at(point, "".join(mark.xml for mark in group)):
                found[splice] = None
        return sorted(found, key=lambda splice: splice[:2])

    def _at(self, point: Point, xml: str) -> Iterator[Splice]:
        """What to put at a point; one within a text parts its run in two."""
        offset, number = point
        if number is None:
            yield Splice(offset, offset, xml)
            return
        name = self._markup.name(number).decode()
        if self._trace.elements[number].tag == names.P:
            yield Splice(offset, self._markup.spots[number].end, f">{xml}</{name}>")
            return
        run = self._trace.elements[number].getparent()
        assert run is not None  # the text of a run is within it
        around = self._markup.name(self._trace.number(run)).decode()
        font = "".join(self._markup.of(self._trace.number(each)).decode() for each in run.iterchildren(names.RPR))
        keep = ' xml:space="preserve"'
        if b"xml:space" not in self._markup.opening(number):
            behind_name = self._markup.spots[number].start + 1 + len(name.encode())
            yield Splice(behind_name, behind_name, keep)
        yield Splice(offset, offset, f"</{name}></{around}>{xml}<{around}>{font}<{name}{keep}>")


def _marks(anchor: Anchor, number: int, space: str) -> list[_Mark]:
    """The marks of a comment in the text. space: a declaration of the prefix, if it needs one."""
    start = f'<w:commentRangeStart{space} w:id="{number}"/>'
    reference = f'<w:r{space}><w:rPr><w:sz w:val="16"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
    end = f'<w:commentRangeEnd{space} w:id="{number}"/>{reference}'
    if anchor.start == anchor.end:
        return [_Mark(anchor.start, 1, start + end)]
    return [_Mark(anchor.end, 0, end), _Mark(anchor.start, 2, start)]
