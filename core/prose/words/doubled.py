"""Doubled words (重复的词): two to four characters that stand twice in a row."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from gouji.model import Report, reading
from gouji.prose.passages import Passage, passages
from gouji.prose.words.lexicon import lexicon

_LONGEST = 4
_IDEOGRAPHS = r"[\u4e00-\u9fff]+"


@reading
def doubled_words(report: Report) -> tuple[tuple[Passage, int, int], ...]:
    """The passages in which a word stands twice in a row, where it begins and how long it is, unless that is natural.

    >>> from gouji.testing import report
    >>> [(start, length) for _passage, start, length in doubled_words(report("拨付资金资金三万元。"))]
    [(2, 2)]
    """
    texts = passages(report)
    starts = list(accumulate((len(each.text) + 1 for each in texts), initial=0))
    whole = "\n".join([each.text for each in texts])
    words = lexicon(report.additions)
    found: list[tuple[Passage, int, int]] = []
    end = 0
    for start, length in sorted(_repetitions(whole)):
        middle, after = start + length, start + 2 * length
        word = whole[start:middle]
        if start < end or _is_no_word(word) or words.is_natural(word, whole, after):
            continue
        index = bisect_right(starts, start) - 1
        passage, at = texts[index], start - starts[index]
        if not _is_parted(passage, at + length):
            found.append((passage, at, length))
            end = after
    return tuple(found)


def _is_parted(passage: Passage, at: int) -> bool:
    """Whether there is a blank before a character: then a heading goes before, and its sentence follows."""
    return passage.kept is not None and passage.kept[at] != passage.kept[at - 1] + 1


def _is_no_word(word: str) -> bool:
    """Whether it is something else, or a form that lives on doubling (一个一个, 哈哈哈哈)."""
    return len(set(word)) == 1 or word[0] in "一每逐两第" or re.fullmatch(_IDEOGRAPHS, word) is None


def _repetitions(text: str) -> Iterator[tuple[int, int]]:
    """Where a text repeats two to four characters at once, and how many of them.

    The text is laid over itself, shifted by that many characters; where both agree, the difference of the two is zero.
    """
    units = text.encode("utf-16-le", "replace")
    if len(units) != 2 * len(text):  # characters of two units each would shift the rest
        units = re.sub("[^\0-\uffff]", "\ufffd", text).encode("utf-16-le", "replace")
    number = int.from_bytes(units, "little")
    for length in range(2, _LONGEST + 1):
        difference = (number ^ (number >> (16 * length))).to_bytes(len(units), "little")
        at = _agreement(difference, 0, length)
        while 0 <= at <= len(text) - 2 * length:
            following = _after_no_word(text, at, length)
            if following == at:
                yield at, length
                following += 1
            at = _agreement(difference, following, length)


def _agreement(difference: bytes, start: int, length: int) -> int:
    """From which character on so many are zero, the first one at or after ``start``; -1 if there is none."""
    zeros = b"\0" * (2 * length)
    at = difference.find(zeros, 2 * start)
    while at % 2 and at > 0:
        at = difference.find(zeros, at + 1)
    return at // 2 if at >= 0 else -1


def _after_no_word(text: str, at: int, length: int) -> int:
    """Where to go on if no word begins here: behind what is no ideograph, or at the end of a run of one character."""
    if not "\u4e00" <= text[at] <= "\u9fff":
        match = re.compile(_IDEOGRAPHS).search(text, at)
        return match.start() if match else len(text)
    if text[at] == text[at + 1]:
        run = re.compile(r"(.)\1*").match(text, at)
        return max(at + 1, (run.end() if run else 0) - length)
    return at
