"""Citations (引用): the instruments that a report names, by title, number, or both, and the articles it refers to."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gouji.document import Place
from gouji.model import Report, reading
from gouji.prose.citing.articles import Article, references
from gouji.prose.citing.instruments import Instrument, Registry, instruments
from gouji.prose.citing.issue_numbers import IssueNumber, issue_numbers
from gouji.prose.citing.marks import quotations
from gouji.prose.citing.syntax import tokens
from gouji.prose.passages import Passage, passages


class Citation(NamedTuple):
    """One place where an instrument is cited (引用).

    start, end: where it stands in the passage, with the brackets that follow the title.
    title: as quoted, without its marks; None if only the number is given. short: whether it is a name such as 《条例》.
    number: the number beside it, None if there is none. numbers: how many stand there.
    title_at, number_at: where they begin and end in the passage.
    titled, numbered: the known instruments that have this title, and this number; none if it is not known.
    articles: the articles that are referred to behind it.
    """

    passage: Passage
    start: int
    end: int
    title: str | None = None
    title_at: tuple[int, int] = (0, 0)
    short: bool = False
    number: IssueNumber | None = None
    number_at: tuple[int, int] = (0, 0)
    numbers: int = 0
    titled: tuple[Instrument, ...] = ()
    numbered: tuple[Instrument, ...] = ()
    articles: tuple[Article, ...] = ()

    @property
    def title_place(self) -> Place:
        """The place of the title with its marks."""
        return self.passage.place(*self.title_at)

    @property
    def number_place(self) -> Place:
        """The place of the number."""
        return self.passage.place(*self.number_at)

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """What is cited, in every version that it may be; nothing if that is unknown, or title and number disagree."""
        if self.titled and self.number and self.number.key:
            return tuple(each for each in self.titled if each in self.numbered or not each.numbers)
        return self.numbered or self.titled


Span = tuple[int, int]
Numbered = tuple[int, int, IssueNumber]

_REGULATIONS = "政府信息公开条例"
_LONGEST_BRACKET = 120
_LONGEST_NAME = 30
_BEFORE_ARTICLE = ("", "的", "中", "中的", "规定的")
_BEFORE_WORD = "据照按循守和及与由以合实行对是为新本该：，。；、（）“”\"'(),;:"


@reading
def citations(report: Report) -> tuple[Citation, ...]:
    """Everything that the narrative cites, in document order.

    A short name stands for what the report itself defines it to be, 《条例》 else for the 政府信息公开条例.
    """
    registry = instruments(report.additions)
    found: list[Citation] = []
    shorts: dict[str, tuple[Instrument, ...]] = {}
    for passage in passages(report):
        cited, defined = _cited(passage, registry)
        found += cited
        for name, meaning in defined.items():
            shorts[name] = meaning if shorts.get(name, meaning) == meaning else ()
    shorts.setdefault("条例", registry.titled(_REGULATIONS))
    return tuple(_resolved(citation, shorts) for citation in found)


def _resolved(citation: Citation, shorts: Mapping[str, tuple[Instrument, ...]]) -> Citation:
    """The citation with its short name, if it has one, understood."""
    name = _short_name(citation.title or "")
    if name not in shorts or (citation.titled and not citation.short):
        return citation
    return citation._replace(titled=shorts[name], short=True)


def _short_name(text: str) -> str:
    return text.strip('《》“”"').lstrip("新本该")


def _cited(passage: Passage, registry: Registry) -> tuple[list[Citation], dict[str, tuple[Instrument, ...]]]:
    """The citations of one passage, and what the short names mean that it defines."""
    text, plain = passage.text, passage.plain
    quoted = quotations(text)
    numbers = [each for each in issue_numbers(text, plain) if not _within(each[0], quoted)]
    runs = {start: articles for start, _, articles in references(plain)}
    if not (quoted or numbers or runs):
        return [], {}
    definitions = _definitions(plain)
    spans = [(start, end) for start, end, _ in definitions]
    cited = _paired(passage, [each for each in quoted if not _within(each[0], spans)], numbers, registry)
    cited += [
        Citation(passage, start, start, titled=registry.titled(_REGULATIONS), title="条例", short=True)
        for start in runs
        if plain.endswith("条例", 0, start) and _is_the_regulations(plain, start - 2)
    ]
    cited.sort(key=lambda citation: citation.start)
    starts = [citation.start for citation in cited]
    meanings = {}
    for start, _, name in definitions:
        before = bisect_left(starts, start) - 1
        meanings[name] = _meaning(plain, start, cited[before] if before >= 0 else None, registry)
    return [_with_articles(citation, plain, runs) for citation in cited], meanings


def _within(at: int, spans: Sequence[Span]) -> bool:
    """Whether an offset lies in one of the spans, which are in order."""
    index = bisect_right(spans, (at, len(spans) and spans[-1][1])) - 1
    return index >= 0 and spans[index][0] <= at < spans[index][1]


def _definitions(plain: str) -> list[tuple[int, int, str]]:
    """Where a short name is defined, and the name."""
    found = []
    at = plain.find("称")
    while at >= 0:
        if plain[at - 1 : at] in {"简", "下", "统"}:
            start = at - 3 if plain.startswith("以下", max(at - 3, 0)) else at - 1
            limit = at + 1 + _LONGEST_NAME
            end = min((stop for mark in ",;。)" if (stop := plain.find(mark, at, limit)) >= 0), default=limit)
            name = _defined(plain[start:end])
            if name:
                found.append((start, end, _short_name(name)))
        at = plain.find("称", at + 1)
    return found


def _defined(text: str) -> str:
    """The short name that a definition gives, empty if it is none."""
    head, opened, rest = text.partition("《")
    if opened and head in {"以下简称", "简称", "下称"} and rest.find("》") == len(rest) - 1 and "《" not in rest:
        return rest[:-1]  # most are written like this
    parts = tokens("definition", text) or ()
    return "".join(part.strip("《》") for kind, part, _ in parts if kind not in {"SHORT", "QUOTE"})


def _meaning(plain: str, start: int, before: Citation | None, registry: Registry) -> tuple[Instrument, ...]:
    """What the short name that is defined at ``start`` stands for; nothing if that is not known."""
    if before is not None and before.start < start < before.end:
        return before.instruments
    if plain.endswith(_REGULATIONS, 0, start - 1):
        return registry.titled(_REGULATIONS)
    return ()


def _paired(
    passage: Passage, titles: Sequence[Span], numbers: Sequence[Numbered], registry: Registry
) -> list[Citation]:
    """Titles with the numbers beside them, and the numbers that stand alone."""
    starts = [start for start, _, _ in numbers]
    taken: set[int] = set()
    cited = []
    for start, end in titles:
        after, brackets = _brackets(passage.plain, end)
        inside = [each for a, b in brackets for each in numbers[bisect_left(starts, a) : bisect_left(starts, b)]]
        beside = inside[
            next((n for n, each in enumerate(inside) if _leads(passage.plain, end, each[0])), len(inside)) :
        ]
        before = bisect_left(starts, start) - 1
        if not inside and before >= 0 and passage.plain[numbers[before][1] : start] in {"", "("}:
            beside = [numbers[before]]  # 国办公开办函〔2021〕30号《…的通知》
        taken.update(number[0] for number in beside)
        cited.append(_titled(passage, (start, end), after, beside, registry))
    return cited + [_untitled(passage, number, registry) for number in numbers if number[0] not in taken]


def _titled(passage: Passage, at: Span, after: int, beside: Sequence[Numbered], registry: Registry) -> Citation:
    """The citation of a title, with the first of the numbers beside it."""
    title = passage.text[at[0] + 1 : at[1] - 1]
    found = Citation(passage, at[0], after, title=title, title_at=at, titled=registry.titled(title))
    if not beside:
        return found
    start, end, number = beside[0]
    return found._replace(
        start=min(at[0], start),
        number=number,
        number_at=(start, end),
        numbers=len(beside) + _goes_on(passage.plain, end),
        numbered=registry.by_number.get(number.key, ()),
    )


def _untitled(passage: Passage, numbered: Numbered, registry: Registry) -> Citation:
    start, end, number = numbered
    after, _ = _brackets(passage.plain, end)
    known = registry.by_number.get(number.key, ())
    return Citation(passage, start, after, number=number, number_at=(start, end), numbers=1, numbered=known)


def _goes_on(plain: str, end: int) -> bool:
    """Whether a further number follows of which only the last part is written: 国办发〔2017〕94号、97号."""
    further, sign, _ = plain[end + 1 : end + 8].partition("号")
    return bool(sign) and plain[end] in "、,和及" and further.isdigit()


def _leads(plain: str, title_end: int, number: int) -> bool:
    """Whether what stands in the brackets before a number leaves it the title's own: a date, a definition."""
    before = plain[plain.rfind("(", title_end, number) + 1 : number]
    return before[-1:] in ",;:" or all(character in "0123456789年月日" for character in before)


def _brackets(plain: str, at: int) -> tuple[int, list[Span]]:
    """The one or two brackets right behind a title or a number, and where they end."""
    for word in ("的通知", "通知", "”", '"'):
        if plain.startswith(word, at) and plain.startswith("(", at + len(word)):
            at += len(word)
    found: list[Span] = []
    while plain.startswith("(", at) and len(found) < 2:
        end = plain.find(")", at, at + _LONGEST_BRACKET) + 1
        while end and plain.count("(", at, end) > plain.count(")", at, end):
            end = plain.find(")", end, at + _LONGEST_BRACKET) + 1
        if not end:
            break
        found.append((at, end))
        at = end
    return at, found


def _is_the_regulations(plain: str, at: int) -> bool:
    """Whether 条例 at this offset, without marks, is that on open government information, or its short name."""
    return plain.endswith("信息公开", 0, at) or at == 0 or plain[at - 1] in _BEFORE_WORD


def _with_articles(citation: Citation, plain: str, runs: Mapping[int, tuple[Article, ...]]) -> Citation:
    """The citation with the articles that follow it at once."""
    for start in range(citation.end, citation.end + 4):
        if start in runs and plain[citation.end : start] in _BEFORE_ARTICLE:
            return citation._replace(articles=runs[start])
    return citation
