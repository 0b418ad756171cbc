"""Foreign formats (其他格式): files that are no text, told by how they begin, and what their owner can do about it."""

from __future__ import annotations

from gouji.i18n import N_, _
from gouji.readers import Unreadable

_WORD = N_("这是 Word、WPS 或 Excel 文件，目前只能检查纯文本：请在编辑软件中另存为“纯文本（.txt）”后再检查")
_PDF = N_("这是 PDF 文件，目前只能检查纯文本：请先用 pdftotext -layout 转为文本（扫描件须先识别文字）后再检查")
_PAGE = N_("这是网页，目前只能检查纯文本：请在浏览器中打开，将报告全文复制到纯文本文件后再检查")
_PICTURE = N_("这是图片，其中的文字读不出来：请改用报告的文本后再检查")
_ARCHIVE = N_("这是压缩包：请解压后检查其中的文件")

_BEGINNINGS = (
    (b"PK\x03\x04", _WORD),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _WORD),
    (b"{\\rtf", _WORD),
    (b"%PDF-", _PDF),
    (b"<!doctype html", _PAGE),
    (b"<html", _PAGE),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
)


def refuse(data: bytes) -> None:
    """Raise Unreadable, with what to do, if the bytes begin as a known format does that is not text."""
    beginning = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, advice in _BEGINNINGS:
        if beginning.startswith(signature.lower()):
            raise Unreadable(_(advice))
