"""Mentions (数据所在): each figure of the narrative in its sentence, with what the words beside it say."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from gouji.model import Report, reading
from gouji.prose.counting.figures import COUNT, Figure, figures
from gouji.prose.counting.statements import Book, book
from gouji.prose.counting.vocabulary import UNSURE
from gouji.prose.dating.filer import filer
from gouji.prose.dating.years import settled
from gouji.prose.passages import Passage, found_at, passages

_STOPS = frozenset(",;:。()!?")
_SENTENCE_ENDS = "。!?"
_READ = frozenset(COUNT) | {"%", "件次", "元"}
_NOUNS = frozenset(
    (
        "request",
        "by_request",
        "review",
        "litigation",
        "rules",
        "normative",
        "natural_person",
        "legal_person",
        "direct",
        "after_review",
    )
)
_DOCUMENTS = ("rules", "normative")
_LONGEST_BRACKETS = 80
_SUBJECTS = ("request", "review", "litigation")
_AREAS = "省市县区州旗盟镇乡"
_ATTRIBUTE = ("by_request",)
_OWN = "本机关"
_WIDER = ("全省", "全市", "全区", "全县", "全旗")
_EMPHASIS = {UNSURE, "everything"}


class Mention(NamedTuple):
    """A figure in its sentence (一处数据).

    sentence: where its sentence begins in the passage. depth: how many brackets of the sentence it stands in.
    head: where the words before it begin, after the last mark or figure.
    senses: what these words say, or those after it if these say nothing; None if a word is not known.
    unsure: whether the words name a body that may be a part of the report's. narrow: whether the sentence is about less
    than the report is.
    """

    passage: Passage
    figure: Figure
    sentence: int
    depth: int
    head: int
    senses: tuple[str, ...] | None
    unsure: bool
    narrow: bool

    @property
    def before(self) -> str:
        """The words before the figure."""
        return self.passage.plain[self.head : self.figure.start]


@reading
def mentions(report: Report) -> tuple[Mention, ...]:
    """The figures of a report on whose form there are tables, in document order."""
    if report.edition is None:
        return ()
    reader = _Reader(
        book(report.additions, report.edition.key),
        settled(report)[0],
        report.agency or "",
        department=filer(report).kind == "department",
    )
    return tuple(found for passage in passages(report) for found in _in_passage(passage, reader))


def _in_passage(passage: Passage, reader: "_Reader") -> Iterator[Mention]:
    text = passage.plain
    found = list(figures(text))
    if not found:
        return
    sentences = [0, *(at + 1 for at in found_at(text, _SENTENCE_ENDS))]
    verbs: tuple[str, ...] = ()
    earlier, depth, narrow, last = 0, 0, False, -1
    for figure, after in zip(found, [*found[1:], None], strict=True):
        sentence = sentences[bisect_right(sentences, figure.start) - 1]
        if sentence != last:
            earlier, depth, narrow, verbs, last = sentence, 0, False, (), sentence
        since = text[earlier : figure.start]
        stop = _before_brackets(text, figure.start, sentence)
        head = _head(text, max(min(earlier, stop), sentence), stop)
        senses: tuple[str, ...] | None = None
        if figure.unit in _READ:
            end = _tail_end(text, figure.end, after.start if after else len(text))
            senses = _with_verbs(reader.senses(text[head:stop], text[figure.end : end]), verbs)
            verbs = senses[:-1] if senses and senses[-1] in _DOCUMENTS else ()
        depth += since.count("(") - since.count(")")
        narrow = narrow or reader.is_narrow(text[earlier:head], text[head : figure.start])
        said = None if senses is None else tuple(sense for sense in senses if sense not in _EMPHASIS)
        unsure = senses is not None and UNSURE in senses
        yield Mention(passage, figure, sentence, depth, head, said, unsure, narrow)
        earlier = figure.end
        # 依申请公开12件 beside 主动公开 is about documents, and so is what follows.
        narrow = (narrow and reader.is_subject(since)) or senses == _ATTRIBUTE


def _before_brackets(text: str, end: int, sentence: int) -> int:
    """The end of the words before a figure: 作其他处理(含撤回申请)341件 says 作其他处理."""
    if text[end - 1 : end] != ")":
        return end
    opening = text.rfind("(", max(sentence, end - _LONGEST_BRACKETS), end)
    return opening if opening > sentence else end


def _head(text: str, first: int, stop: int) -> int:
    """Where the words before a figure begin: behind the last mark."""
    while stop > first and text[stop - 1] not in _STOPS:
        stop -= 1
    return stop


def _tail_end(text: str, start: int, limit: int) -> int:
    """Where the words behind a figure end: before the next mark."""
    while start < limit and text[start] not in _STOPS and text[start] != "、":
        start += 1
    return start


class _Reader:
    """Reads the words beside figures, for one report."""

    def __init__(self, statements: Book, year: int | None, agency: str, *, department: bool) -> None:
        self._statements = statements
        self._year = year
        self._names = tuple(_names(agency))
        self._wide = _WIDER if department else ()
        self._subjects = tuple(word for word, topic in statements.topics if topic in _SUBJECTS)

    def senses(self, head: str, tail: str) -> tuple[str, ...] | None:
        """What stands before a figure, or after it if that says nothing of itself."""
        senses = self._before_and_behind(head.lstrip("、"), tail)
        if senses is not None and any(area in head for area in self._wide):
            return (*senses, UNSURE)  # a department of the county does not report for all of it
        return senses

    def _before_and_behind(self, head: str, tail: str) -> tuple[str, ...] | None:
        senses = self._said(head)
        if senses is None:
            senses = self._said(self._without_place(head))
        if senses is None or not _NOUNS.isdisjoint(senses):
            return senses
        behind = self._said(tail)  # 收到35件提案 is not 收到35件
        if behind is None:
            return None
        said = any(sense not in _EMPHASIS for sense in senses)
        return (*senses, *(sense for sense in behind if sense in _NOUNS)) if said else (*senses, *behind)

    def is_narrow(self, text: str, head: str) -> bool:
        """Whether the words up to a figure are about less than the report is; the years in its head have senses."""
        words = self._statements.words
        return words.is_narrow(text, self._year) or any(word in head for word in words.narrow)

    def is_subject(self, text: str) -> bool:
        """Whether a text speaks of requests or cases, so that what follows is about the same ones."""
        return any(word in text for word in self._subjects)

    def _said(self, text: str) -> tuple[str, ...] | None:
        for name in self._names:
            if name in text:
                text = text.replace(name, _OWN)
                break
        return self._statements.words.senses(text, self._year)

    def _without_place(self, head: str) -> str:
        """The words without where something was published: 在市政府网站专栏公开规章 is 公开规章."""
        if "在" not in head and "通过" not in head and "依托" not in head:
            return head
        places = self._statements.places
        end = max(head.rfind(place) + len(place) if place in head else 0 for place in places)
        return head[end:].removeprefix("上").removeprefix("内")


def _names(agency: str) -> Iterator[str]:
    """What a report may call its agency, the longest first: 清棠县交通运输局, 县交通运输局, 交通运输局."""
    name = agency.removesuffix("人民政府")  # of which 人民政府 itself remains, which may be less than the area
    yield from (
        name[start:]
        for start in range(len(name) - 2)
        if start == 0 or name[start] in _AREAS or name[start - 1] in _AREAS
    )


def _with_verbs(senses: tuple[str, ...] | None, verbs: tuple[str, ...]) -> tuple[str, ...] | None:
    """The verb that an enumeration says only once: 制定规章1件、规范性文件3件."""
    return (*verbs, *senses) if senses and len(senses) == 1 and senses[0] in _DOCUMENTS else senses
