"""The reader for PDF: characters and lines at places on pages, back to paragraphs and tables.

A PDF says neither what is a table nor what is a line of text. Both are found again by where things stand: characters
on one level are a line, straight lines that cross are the ruling of a table, and the rest is paragraphs.
"""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from gouji.document import Document
from gouji.readers.archive import damaged, encrypted
from gouji.readers.pdf.flow import Flow
from gouji.readers.pdf.furniture import without_furniture
from gouji.readers.pdf.limits import MOST_CHARACTERS, MOST_PAGES, too_crowded, too_many_pages
from gouji.readers.pdf.pages import Page, read_page


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
    if count > MOST_PAGES:
        raise too_many_pages(count)
    found: list[Page] = []
    characters = 0
    for index in range(count):
        page = read_page(pdf, index)
        characters += page.characters
        if characters > MOST_CHARACTERS:
            raise too_crowded()
        found.append(page)
    return found
