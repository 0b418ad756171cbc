"""The reader for web pages saved in one file (MHTML, 单一网页文件), as browsers, Word and WPS save them.

Places are lines of the page as it is once decoded: in the file itself it is written in quoted-printable or Base64,
where nobody could find anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.document import Document
from gouji.readers import html
from gouji.readers.archive import damaged

if TYPE_CHECKING:
    from email.message import Message

_PAGES = ("text/html", "application/xhtml+xml")


def read(data: bytes) -> Document:
    """The document in the page that the file is about. Raises Unreadable if there is none, or it cannot be read."""
    from email import message_from_bytes

    try:
        message = message_from_bytes(data)
        page = _page(message)
    except RecursionError as error:  # messages within messages without end
        raise damaged() from error
    content = None if page is None else page.get_payload(decode=True)
    if page is None or not isinstance(content, bytes):
        raise damaged()
    return html.read(content, page.get_content_charset(""))


def _page(message: Message) -> Message | None:
    """The part that holds the page: the one that the file names as its beginning, else the first page in it."""
    start = str(message.get_param("start", "")).strip("<> ")
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    named = (part for part in pages if start and str(part.get("Content-ID", "")).strip("<> ") == start)
    return next(named, pages[0] if pages else None)
