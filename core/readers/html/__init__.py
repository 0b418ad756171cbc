"""The reader for web pages (网页): government pages as published, saved or exported, with all that stands around."""

from __future__ import annotations

from gouji.document import Document
from gouji.readers.archive import check_nodes
from gouji.readers.html.drafting import document
from gouji.readers.html.encoding import decoded
from gouji.readers.html.page import page_of


def read(data: bytes, charset: str = "") -> Document:
    """The document in a page; ``charset`` is what is said of its encoding outside it.

    Raises Unreadable if the bytes are no text, or more than the limits allow.
    """
    check_nodes(data)
    source = decoded(data, charset)
    return document(page_of(source), source)
