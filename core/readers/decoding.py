"""Bytes to text (解码): the encodings that reports come in, told from the bytes alone."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from gouji.i18n import _
from gouji.readers import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_MOST_CONTROLS = 0.02
"""The largest share of control characters in anything that people would call text."""
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


class Decoded(NamedTuple):
    """The text of a file, the encoding in which it stands there, and the byte order mark before it (解码结果)."""

    text: str
    encoding: str
    mark: bytes = b""

    def encoded(self, text: str, errors: str = "strict") -> bytes:
        """Another text in the same encoding, with the same mark."""
        return self.mark + text.encode(self.encoding, errors)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, UTF-32 or GB18030 (with it GBK and GB2312), without a byte order mark.

    A few damaged bytes become U+FFFD; a last character of which a part is missing is left out.
    Raises Unreadable for what is empty or no text.
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """The text as :func:`decode` gives it, with its encoding. Raises Unreadable for what is empty or no text."""
    known = _decode(data)
    text = known.text.removesuffix("\ufffd")
    if not text.strip("\0\ufeff \t\r\n\f\u3000\xa0"):
        raise Unreadable(_("文件是空的，没有可检查的内容"))
    sample = text[: _SAMPLE * 4]
    if len(_CONTROLS.findall(sample)) + sample.count("\ufffd") > max(8, len(sample) * _MOST_CONTROLS):
        message = _(
            "文件不是文本（或编码无法识别），也不是能读的其他格式："
            "请在编辑软件中打开，另存为 .docx 或 UTF-8 编码的纯文本后再检查"
        )
        raise Unreadable(message)
    return known._replace(text=text)


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding, mark)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return Decoded(data.decode(unmarked, "replace"), unmarked)
    try:
        return Decoded(data.decode("gb18030"), "gb18030")
    except UnicodeDecodeError:
        candidates = [Decoded(data.decode(name, "replace"), name) for name in ("utf-8", "gb18030")]
        return min(candidates, key=lambda each: each.text.count("\ufffd") / len(each.text))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its line breaks and digits show as zero bytes, all at even or all at odd places."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 8 < len(sample) // 2 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
