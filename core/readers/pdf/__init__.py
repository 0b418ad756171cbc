"""The reader for PDF: characters and lines at places on pages, back to paragraphs and tables.

A PDF says neither what is a table nor what is a line of text. Both are found again by where things stand: characters
on one level are a line, straight lines that cross are the ruling of a table, and the rest is paragraphs.
"""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from gouji.document import Document
from gouji.i18n import _
from gouji.readers import Unreadable
from gouji.readers.archive import damaged, encrypted, too_large
from gouji.readers.pdf.flow import Flow
from gouji.readers.pdf.furniture import without_furniture
from gouji.readers.pdf.pages import Page, read_page

_MOST_PAGES = 300
_MOST_CHARACTERS = 400_000
"""Of all pages together; the longest report of a ministry has some 50,000."""


def read(data: bytes) -> Document:
    """The document in a PDF. Raises Unreadable if it is damaged, needs a password or is too large."""
    try:
        with _open(data) as pdf:
            return Flow(without_furniture(_pages(pdf))).document()
    except pdfium.PdfiumError as error:
        raise damaged() from error


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise (encrypted() if error.err_code == raw.FPDF_ERR_PASSWORD else damaged()) from error


def _pages(pdf: pdfium.PdfDocument) -> list[Page]:
    count = len(pdf)
    if count == 0:
        raise damaged()
    if count > _MOST_PAGES:
        message = _("文件有 {count} 页，超过上限（{most} 页），没有检查：请只留年度报告本身的页")
        raise Unreadable(message.format(count=count, most=_MOST_PAGES))
    found, characters = [], 0
    for index in range(count):
        page = read_page(pdf, index)
        characters += page.characters
        if characters > _MOST_CHARACTERS:
            raise too_large()
        found.append(page)
    return found
