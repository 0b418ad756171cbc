"""The encoding of a page (网页编码): what its bytes show counts for more than what the page says of itself."""

from __future__ import annotations

import re

from gouji.readers import decoding
from gouji.readers.decoding import Decoded

_FAR = 8192
_DECLARED = re.compile(
    rb"(?i)<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{1,100}encoding\s*=\s*[\"']([\w.:-]+)"
)
_TRADITIONAL = frozenset({"big5", "big5-hkscs", "big5hkscs", "x-x-big5", "csbig5"})


def decoded(data: bytes, charset: str = "") -> str:
    """The text of a page, its lines parted by line feeds alone. Raises Unreadable for what is empty or no text.

    Nothing but UTF-8 passes for UTF-8, and pages say gb2312 for all of GB18030, or from a template for anything: so
    the page's own word (or ``charset``, from the part of a message that holds it) counts only for Big5, which nothing
    tells from GB18030.
    """
    text = as_it_stands(data, charset).text
    if "\0" in text:
        text = text.replace("\0", " ")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def as_it_stands(data: bytes, charset: str = "") -> Decoded:
    """The text of a page with all that it has at the ends of lines, and its encoding. Raises Unreadable as well."""
    said = charset.lower() or _declared(data[:_FAR])
    return (_traditional(data) if said in _TRADITIONAL else None) or decoding.decoded(data)


def _declared(head: bytes) -> str:
    """The encoding that the page itself names, empty if it names none."""
    match = _DECLARED.search(head)
    return next(name for name in match.groups() if name).decode("ascii", "ignore").lower() if match else ""


def _traditional(data: bytes) -> Decoded | None:
    """The text if it is Big5 and cannot be UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return Decoded(data.decode("big5hkscs"), "big5hkscs")
        except UnicodeDecodeError:
            return None
    return None
