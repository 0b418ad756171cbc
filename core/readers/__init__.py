"""Readers (读取): each turns the bytes of one format into a document, and knows nothing of the form."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from gouji.document import Document, Place


class Unreadable(Exception):
    """The input cannot be read (X001); the message says why and what to do, in the user's language."""


class Reader(NamedTuple):
    """A reader for one format.

    suffixes: the endings of file names that it reads, with the dot, in lower case; these are also the files that a
        folder is searched for.
    read: bytes in, document out; raises :class:`Unreadable`. Import what the format needs inside it.
    recognises: whether bytes are of this format, told quickly. The content decides, and the ending only between
        several readers that recognise it. Without it, the ending decides.
    edit: the bytes with texts put in at places of the document that ``read`` makes of them, and nothing else changed; a
        change that cannot be made exactly is left out. None for a format that is not written.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Document]
    recognises: Callable[[bytes], bool] | None = None
    edit: Callable[[bytes, Sequence[tuple[Place, str]]], bytes] | None = None
