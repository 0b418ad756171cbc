"""What a comment says (注释).

It is written as ``<!-- gouji: ignore A101, N601 until 2027-03-31: 上级统一口径 -->``, or with ``ignore-file``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from gouji.document import Document, Grid, Remark
from gouji.i18n import _
from gouji.suppression.given import MOST_WORDS, Suppression
from gouji.usage import nearest

_COMMENT = re.compile(r"gouji\s*[:：]\s*(?P<verb>[^\s:：,，、]*)\s*(?P<rest>.*)", re.DOTALL)
_UNTIL = re.compile(r"(?P<words>.*?)\s*\buntil\b\s*(?P<day>.*)", re.DOTALL)
_BETWEEN = re.compile(r"[\s,，、;；]+")
_IN_PARAGRAPH = "ignore"
_IN_FILE = "ignore-file"


Unit = tuple[int, int]
"""A paragraph, or a row of a table (段落或表格行): its first and its last line in the document."""


class Fault(NamedTuple):
    """Something written down as a suppression that is none (例外有误), in words."""

    message: str


def of_remark(remark: Remark, parts: Sequence[Unit]) -> Suppression | Fault:
    """What a comment says.

    It is about the paragraph or the row of a table in which it stands, or before which, or about the whole file.
    parts: those of the document.

    >>> from gouji.document import Place
    >>> of_remark(Remark("gouji: ignore-file L902 until 2027-03-31：原文如此", Place(1, 1, 1, 1)), ())[:4]
    (('L902',), '', '原文如此', '2027-03-31')
    >>> of_remark(Remark("gouji: ingore A101", Place(1, 1, 1, 1)), ())
    Fault(message='注释里不能写 ingore，是否想写 ignore？')
    """
    comment = _COMMENT.match(remark.text)
    verb, rest = (comment["verb"], comment["rest"]) if comment else ("", "")
    if verb not in (_IN_PARAGRAPH, _IN_FILE):
        return Fault(_misspelt(verb))
    said, _colon, reason = rest.replace("：", ":").partition(":")
    until = _UNTIL.fullmatch(said)
    words = tuple(dict.fromkeys(filter(None, _BETWEEN.split(until["words"] if until else said))))
    if not words:
        return Fault(_("注释没有说明是哪些规则，应写作如 gouji: {verb} A101").format(verb=verb))
    if len(words) > MOST_WORDS:
        return Fault(_("一条例外最多写{count}条规则：请改写类别或代码的开头").format(count=MOST_WORDS))
    try:
        day = iso_day(until["day"].strip()) if until else None
    except ValueError:
        return Fault(_("注释里 until 之后应是如 2027-03-31 的日期，理由写在冒号之后"))
    lines = _unit(parts, remark.place.line) if verb == _IN_PARAGRAPH else None
    if verb == _IN_PARAGRAPH and lines is None:
        return Fault(_("注释后面没有段落或表格，不知道它说的是哪里；说的是整份文件时请写 {verb}").format(verb=_IN_FILE))
    return Suppression(words, reason=reason.strip(), until=day, lines=lines)


def iso_day(text: str) -> str:
    """A date as 2027-03-31. Raises ValueError for what is none."""
    from datetime import date

    return date.fromisoformat(text).isoformat()


def _misspelt(verb: str) -> str:
    near = nearest(verb, (_IN_PARAGRAPH, _IN_FILE))
    if near is not None:
        return _("注释里不能写 {verb}，是否想写 {near}？").format(verb=verb, near=near)
    return _("看不懂这条注释，应写作如 gouji: ignore A101: 理由，或 gouji: ignore-file A101: 理由")


def _unit(parts: Sequence[Unit], line: int) -> Unit | None:
    """The part in which a line stands, else the next one."""
    index = bisect_left(parts, line, key=lambda part: part[1])
    return parts[index] if index < len(parts) else None


def units(document: Document) -> list[Unit]:
    """The paragraphs and the rows of a document."""
    found: list[Unit] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = [[piece.place for piece in row] for row in block.rows if row]
            found += [(min(place.line for place in row), max(place.end_line for place in row)) for row in rows]
        else:
            found.append((block.line, block.starts[-1][1]))
    return sorted(found, key=lambda part: part[1])
