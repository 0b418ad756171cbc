"""Passages (段落): the narrative as running text, whatever lines a page or a converter broke it into."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gouji.document import Paragraph, Place
from gouji.model import Report, reading

_ENDS = "。；！？：;!?:"
_INNER = "，。；,"
"""What stands in sentences, however short the line is, and in no signature or heading."""
_CLOSINGS = "”’」』"
_LONGEST_QUOTED = 120
_MARGIN = 1
"""How much further in a line may begin that goes on with the one before."""
_SHORTEST_FULL_LINE = 16
_FARTHEST_PAGE_NUMBER = 3
_BEGINS = r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、]|[.．](?!\d))|附件|附：|第[一二三四五六七八九十]+[章节]"
_PAGE_NUMBER = r"\s*[-—–－]?\s*\d{1,3}\s*[-—–－]?\s*"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WIDTHS = tuple(zip("，：；（）％！？．", ",:;()%!?.", strict=True))
_FULL_WIDTH = "[\uff01-\uff5e]"
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Passage(NamedTuple):
    """A paragraph of the narrative as running text (正文段落).

    text: as printed, without white space and without what is not seen. plain: the same, character by character, with
    digits, Latin letters and punctuation in half width (but 。 and 、 as they are). section: the key of the section
    that it stands in, None before the first one and in one that the form does not have.
    """

    text: str
    plain: str
    section: str | None
    paragraph: Paragraph
    kept: tuple[int, ...] | None
    """Where each character of ``text`` stands in the paragraph; None if each stands where it did."""

    def place(self, start: int, end: int) -> Place:
        """The place of ``text[start:end]``."""
        if self.kept is None:
            return self.paragraph.place_of(start, end)
        last = self.kept[end - 1] + 1 if end > start else self.kept[start] if start < len(self.kept) else 0
        return self.paragraph.place_of(self.kept[start] if start < len(self.kept) else last, last)


def lowered(text: str) -> str:
    """The text in lower case, character by character: a letter that would become two stays as it is."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def found_at(text: str, words: Iterable[str]) -> list[int]:
    """Where any of these words or marks begins in a text, in order.

    >>> found_at("收到3件。答复3件。", "。!")
    [4, 9]
    """
    places = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.append(at)
            at = text.find(word, at + 1)
    return sorted(places)


def is_quoted(text: str, at: int) -> bool:
    """Whether a place in a text lies within the title of a document, which is cited as it is.

    >>> is_quoted("按《关于其它事项的通知》办理", 4), is_quoted("按《通知》办理其它事项", 8)
    (True, False)
    """
    before = text[max(0, at - _LONGEST_QUOTED) : at].rpartition("\n")[2]
    return before.rfind("《") > before.rfind("》")


@reading
def passages(report: Report) -> tuple[Passage, ...]:
    """The narrative in document order: what stands before the first section, and the text of each section."""
    parts = [(None, report.preamble), *((section.key, section.paragraphs) for section in report.sections)]
    return tuple(passage(paragraph, key) for key, lines in parts for paragraph in _joined(lines))


def passage(paragraph: Paragraph, section: str | None = None) -> Passage:
    """A paragraph as running text.

    >>> from gouji.document import Paragraph
    >>> found = passage(Paragraph("收到申请 ３ 件", ((0, 7, 1),)))
    >>> found.text, found.plain, found.place(4, 6)[:4]
    ('收到申请３件', '收到申请3件', (7, 6, 7, 9))
    """
    text, kept = paragraph.text, None
    bare = "".join(text.split())
    if any(mark in bare for mark in _UNSEEN):
        bare = "".join(character for character in bare if character not in _UNSEEN)
    if bare != text:
        kept = tuple(at for at, character in enumerate(text) if not character.isspace() and character not in _UNSEEN)
    return Passage(bare, half_width(bare), section, paragraph, kept)


def half_width(text: str) -> str:
    """The text with digits, letters and punctuation in half width, character by character; 。 and 、 stay."""
    if text.isascii():
        return text
    for wide, half in _WIDTHS:
        text = text.replace(wide, half)
    return text.translate(_NARROW) if re.search(_FULL_WIDTH, text) else text


def _joined(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs with those put together that a page only broke into lines."""
    together: list[Paragraph] = []
    last: Paragraph | None = None
    for line in lines:
        if last is None or not goes_on(last, line):
            if together:
                yield _whole(together)
            together, last = [line], line
        elif is_page_number(line):
            last = last._replace(starts=line.starts)  # the sentence goes on below it
        else:
            together.append(line)
            last = line
    if together:
        yield _whole(together)


def is_page_number(line: Paragraph) -> bool:
    """Whether a line holds nothing but the number of a page (页码)."""
    return re.fullmatch(_PAGE_NUMBER, line.text) is not None


def goes_on(before: Paragraph, line: Paragraph) -> bool:
    """Whether a line carries on the sentence of the one before: that one is full, and ends in the middle of it."""
    bare = before.text.rstrip().rstrip(_CLOSINGS)
    if not bare or bare[-1] in _ENDS or not (len(bare) >= _SHORTEST_FULL_LINE or any(mark in bare for mark in _INNER)):
        return False
    apart = line.line - before.starts[-1][1]
    if is_page_number(line):
        return apart <= _FARTHEST_PAGE_NUMBER
    indented = line.starts[0][2] > before.starts[-1][2] + _MARGIN
    return apart <= 1 and not indented and not re.match(_BEGINS, line.text)


def _whole(lines: list[Paragraph]) -> Paragraph:
    """The paragraph that these lines make up."""
    if len(lines) == 1:
        return lines[0]
    starts, length = [], 0
    for line in lines:
        starts += [(offset + length, number, column) for offset, number, column in line.starts]
        length += len(line.text)
    return Paragraph("".join(line.text for line in lines), tuple(starts))
