"""Foreign formats (其他格式): files that no reader knows, and what their owner can do about it."""

from __future__ import annotations

from gouji.i18n import N_, _
from gouji.readers import Unreadable
from gouji.readers.signatures import is_ofd

_PICTURE = N_("这是图片，其中的文字读不出来：请改用报告的文本后再检查")
_OFFICE = N_("这是办公软件的文件，但不是文档也不是表格：请打开后另存为 .docx 再检查")
_OFD = N_("这是 OFD 版式文件，读不了：请改用 Word 原稿，或在阅读软件中另存为 PDF 后再检查")
_ARCHIVE = N_("这是压缩包：请解压后检查其中的文件")

_BEGINNINGS = (
    (b"PK\x03\x04", _ARCHIVE),
    (b"PK\x05\x06", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
)


def refuse(data: bytes) -> None:
    """Raise Unreadable, with what to do, if the bytes begin as a known format does that no reader is for."""
    if is_ofd(data):
        raise Unreadable(_(_OFD))
    beginning = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, advice in _BEGINNINGS:
        if beginning.startswith(signature.lower()):
            raise Unreadable(_(advice))
