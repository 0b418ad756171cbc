"""Links (链接): where on a page one can click, and where that leads."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

_MOST = 1000
"""Links of one page."""
_LONGEST = 2000
"""Bytes of an address."""


class Clickable(NamedTuple):
    """A part of a page that leads somewhere (链接区域): the address, and its edges in the file's own coordinates."""

    target: str
    left: float
    bottom: float
    right: float
    top: float


def read_links(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[Clickable]:
    """The links of a page that lead out of the file."""
    position, link, area = ctypes.c_int(), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST):
        if not raw.FPDFLink_Enumerate(page, position, link):
            return
        target = _target(pdf, raw.FPDFLink_GetAction(link))
        if target and raw.FPDFLink_GetAnnotRect(link, area):
            yield Clickable(target, area.left, area.bottom, area.right, area.top)


def _target(pdf: pdfium.PdfDocument, action: object) -> str:
    """The address that an action opens; empty if it opens none."""
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    size = raw.FPDFAction_GetURIPath(pdf, action, None, 0)
    if size > _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(pdf, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
