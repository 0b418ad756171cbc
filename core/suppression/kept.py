"""Comments that are kept (存下的批注), for findings that are made later, when the document is no longer there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.document import Document, Grid, Place
from gouji.finding import Finding
from gouji.suppression.given import MOST, Suppression
from gouji.suppression.said import of_remark, units


class Kept(NamedTuple):
    """A comment that suppresses something (批注): where it stands in the file, and which places it is about.

    about: none if it is about the whole file.
    """

    said: Suppression
    place: Place
    about: tuple[Place, ...] = ()

    def covers(self, finding: Finding) -> bool:
        """Whether it is about the place of a finding, which is one in the file."""
        if not self.said._replace(lines=None).covers(finding, finding, None):
            return False
        return self.said.lines is None or any(_within(finding.place, each) for each in self.about)


class Comments(NamedTuple):
    """All comments of a file that suppress something (批注)."""

    kept: tuple[Kept, ...]


def comments(document: Document) -> Comments:
    """The comments of a document. What is wrong with others is said where it is checked."""
    return Comments(tuple(_comments(document)))


def _comments(document: Document) -> Iterator[Kept]:
    parts = units(document) if document.remarks else []
    for remark in document.remarks[:MOST]:
        said = of_remark(remark, parts)
        if isinstance(said, Suppression):
            place = remark.stands or document.in_file(remark.place)
            yield Kept(said, place, () if said.lines is None else tuple(_between(document, *said.lines)))


def _between(document: Document, first: int, last: int) -> Iterator[Place]:
    """The places in the file of all that begins between two lines of the document."""
    for block in document.blocks:
        places = [piece.place for row in block.rows for piece in row] if isinstance(block, Grid) else [block.place]
        yield from (document.in_file(place) for place in places if first <= place.line <= last)


def _within(place: Place, other: Place) -> bool:
    where = place.page, place.cell
    return where == (other.page, other.cell) and other[:2] <= place[:2] <= other[2:4]
