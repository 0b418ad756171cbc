"""References to articles (条款项): 第二十条第（一）项, with what it points to."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gouji.prose.citing.syntax import tokens
from gouji.prose.counting.numerals import number

_NUMERALS = "〇零一二三四五六七八九十百0123456789"
_RUN = f"{_NUMERALS}第条款项之、,和及与至()"
_LONGEST_NUMERAL = 6
_LONGEST_RUN = 80


class Article(NamedTuple):
    """One article that a text refers to (条文), with the paragraph (款) and the item (项) if it names them.

    start, end: where its last part stands in the text that was read.
    """

    article: int
    paragraph: int | None
    item: int | None
    start: int
    end: int


def references(plain: str) -> Iterator[tuple[int, int, tuple[Article, ...]]]:
    """Each run of references in a passage, with where it begins and ends.

    >>> [(one.article, one.item) for _, _, run in references("条例第二十条第(一)(五)项、第36条的规定") for one in run]
    [(20, 1), (20, 5), (36, None)]
    """
    at, last = plain.find("条"), 0
    while at >= 0:
        start = _ordinal_start(plain, at)
        if start is not None and start >= last and plain[at + 1 : at + 2] not in {"例", "之"}:
            for end in dict.fromkeys((_run_end(plain, at + 1), at + 1)):
                run = articles(plain[start:end])
                if run:
                    yield start, end, tuple(one._replace(start=one.start + start, end=one.end + start) for one in run)
                    last = end
                    break
        at = plain.find("条", max(at + 1, last))


def _ordinal_start(plain: str, at: int) -> int | None:
    """Where 第二十 begins before an offset, None if no such number stands there."""
    start = at - 1
    while start >= 0 and at - start <= _LONGEST_NUMERAL and plain[start] in _NUMERALS:
        start -= 1
    return start if 0 <= start < at - 1 and plain[start] == "第" else None


def _run_end(plain: str, start: int) -> int:
    """Where the last 条, 款 or 项 of a run of references ends."""
    end = start
    for offset in range(start, min(start + _LONGEST_RUN, len(plain))):
        if plain[offset] not in _RUN:
            break
        if plain[offset] in "条款项":
            end = offset + 1
    return end


@lru_cache(4096)
def articles(text: str) -> tuple[Article, ...]:
    """The articles that a reference names, in half width; none if it is no reference.

    >>> articles("第二十九条第二款第(三)项")
    (Article(article=29, paragraph=2, item=3, start=0, end=13),)
    """
    if text.count("条") == 1 and text[0] == "第" and text[-1] == "条":  # most are as short as that
        value = number(text[1:-1])
        return (Article(value, None, None, 0, len(text)),) if isinstance(value, int) else ()
    return tuple(_read(tokens("reference", text) or ()))


def _read(found: tuple[tuple[str, str, int], ...]) -> Iterator[Article]:
    article, paragraph, start = 0, None, 0
    open_end: Article | None = None  # what a paragraph or an item may follow yet
    for unit, counts, begin, end in _parts(found):
        for count in counts:
            if unit == "项":
                open_end = None
                yield Article(article, paragraph, count, start, end)
                continue
            if open_end is not None and (unit == "条" or open_end.paragraph is not None):
                yield open_end
            if unit == "条":
                article, paragraph, start = count, None, begin
            else:
                paragraph = count
            open_end = Article(article, paragraph, None, start, end)
    if open_end is not None:
        yield open_end


def _parts(found: tuple[tuple[str, str, int], ...]) -> Iterator[tuple[str, list[int], int, int]]:
    """Each 第…条, 第…款 and 第…项: the unit, the numbers, and where it stands."""
    counts: list[int] = []
    begin: int | None = None
    for kind, part, offset in found:
        if begin is None and kind != "SEPARATOR":
            begin = offset
        if kind in {"NUMERAL", "NUMBER"}:
            value = number(part)
            counts += [value] if isinstance(value, int) else []
        elif kind == "UNIT":
            yield part, counts, begin or 0, offset + 1
            counts, begin = [], None
