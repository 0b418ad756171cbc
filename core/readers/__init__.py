"""Readers (读取): each turns the bytes of one format into a document, and knows nothing of the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Document, Place

if TYPE_CHECKING:
    from datetime import datetime


class Unreadable(Exception):
    """The input cannot be read (X001); the message says why and what to do, in the user's language."""


class Comment(NamedTuple):
    """A comment for whoever opens the file (批注): its place in the file, and its paragraphs, the first a heading."""

    place: Place
    lines: tuple[str, ...]


class Reader(NamedTuple):
    """A reader for one format.

    suffixes: the endings of file names that it reads, with the dot, in lower case; these are also the files that a
        folder is searched for.
    read: bytes in, document out; raises :class:`Unreadable`. Import what the format needs inside it.
    recognises: whether bytes are of this format, told quickly. The content decides, and the ending only between
        several readers that recognise it. Without it, the ending decides.
    edit: the bytes with texts put in at places of the document that ``read`` makes of them, and nothing else changed; a
        change that cannot be made exactly is left out. None for a format that is not written.
    editable: for each change, whether ``edit`` would make it, told without making it, of the document that was read.
        Without it, every change can be made.
    annotate: the bytes with comments of this moment, and nothing else changed. None for a format that has no comments.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Document]
    recognises: Callable[[bytes], bool] | None = None
    edit: Callable[[bytes, Sequence[tuple[Place, str]]], bytes] | None = None
    annotate: Callable[[bytes, Sequence[Comment], datetime], bytes] | None = None
    editable: Callable[[bytes, Document, Sequence[tuple[Place, str]]], Sequence[bool]] | None = None
