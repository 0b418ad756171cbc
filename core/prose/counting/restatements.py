"""Restatements (文表对应): what the narrative says of cells of the tables, bound to these and compared with them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gouji.document import Place
from gouji.model import Number, Report, reading
from gouji.prose.counting.figures import COUNT, Figure
from gouji.prose.counting.mentions import Mention, mentions
from gouji.prose.counting.statements import Book, Cells, Statement, book
from gouji.prose.counting.vocabulary import UNSURE
from gouji.prose.dating.filer import filer
from gouji.prose.dating.years import settled
from gouji.prose.passages import Passage, found_at, passages

_CLAUSE_ENDS = ",;。()!?"
_LONGEST_ALONE = 14
"""A line of one of the sections two to four that says no more than that there is none."""
_TOPICS = {"litigation": "litigation", "review": "review", "request": "request", "by_request": "request"}
"""What a sense of the words around a figure shows the sentence to be about, the surest first."""
_REQUEST = ("request", "by_request")
_LEAVE_OUT = (_REQUEST, (*_REQUEST, "receive"), (*_REQUEST, "receive", "cause"), (*_REQUEST, "review", "litigation"))
"""What a sentence may say besides the statement: what it is about, and that this was received."""


class Restatement(NamedTuple):
    """A stretch of the narrative that says what stands in cells of the tables (一处复述).

    text, place: as printed. figure: None for a statement that there is none. statement: what it says.
    values: each expression that it may be, with what the tables make of it. holds: the expression that it agrees with;
    None if it agrees with none of them.
    """

    text: str
    place: Place
    figure: Figure | None
    statement: Statement
    values: tuple[tuple[str, Number], ...]
    holds: str | None


@reading
def restatements(report: Report) -> tuple[Restatement, ...]:
    """What the narrative restates, in document order, as far as the tables can be read.

    What may be about less than the report is there only if it agrees: it shows nothing if it does not, unless it is the
    only number of its kind in a government's report.
    """
    if report.edition is None:
        return ()
    statements = book(report.additions, report.edition.key)
    counts: list[tuple[Mention, Restatement]] = []
    doubtful: list[tuple[Mention, Restatement]] = []
    for mention in mentions(report):
        found = _of_figure(report, mention, statements)
        if found is not None:
            (counts if found.holds or _is_sure(mention) else doubtful).append((mention, found))
    keys = [found.statement.key for _mention, found in [*counts, *doubtful]]
    # Where a government's report tells of one number only, 区政府收到 is what the whole of it received.
    government = filer(report).kind == "government"
    alone = (
        found
        for mention, found in doubtful
        if government and not mention.narrow and "其中" not in mention.before and keys.count(found.statement.key) == 1
    )
    denials = (found for passage in passages(report) for found in _denials(report, passage, statements))
    return tuple(sorted([*(found for _, found in counts), *alone, *denials], key=lambda found: found.place[:2]))


def _is_sure(mention: Mention) -> bool:
    """Whether a figure is known to be about all that the report is about."""
    return not mention.unsure and not mention.narrow


def _of_figure(report: Report, mention: Mention, statements: Book) -> Restatement | None:
    """What a figure restates; None if it is nothing, or nothing that can be compared."""
    figure, senses = mention.figure, mention.senses
    if senses is None or (figure.unit != "%" and figure.unit not in COUNT) or figure.low is figure.high is None:
        return None
    kind = "rates" if figure.unit == "%" else "statements"
    statement = _about(mention, statements, _candidates(kind, senses, statements))
    if statement is None:
        return None
    values = _values(report, statement.equals)
    wholes = tuple(whole for whole in _values(report, statement.whole) if whole[1])  # nothing is no share of nothing
    if not values or (statement.whole and not wholes):
        return None
    return _bound(mention, statement, values, wholes)


def _candidates(kind: str, senses: tuple[str, ...], statements: Book) -> Iterator[Statement]:
    """The statements that these senses make, if need be without what only repeats what the sentence is about."""
    yield from statements.understood(kind, senses)
    for left_out in _LEAVE_OUT:
        yield from statements.understood(kind, tuple(sense for sense in senses if sense not in left_out))


def _bound(
    mention: Mention,
    statement: Statement,
    values: tuple[tuple[str, Number], ...],
    wholes: tuple[tuple[str, Number], ...],
) -> Restatement:
    figure, passage = mention.figure, mention.passage
    if statement.whole:
        shares = tuple((f"{part} / {whole}", n, of) for part, n in values for whole, of in wholes)
        holds = next((text for text, part, whole in shares if _is_share(figure, part, whole)), None)
        values = tuple((text, _percentage(part, whole)) for text, part, whole in shares)
    else:
        holds = next((text for text, value in values if figure.admits(value)), None)
    text = passage.text[mention.head : figure.end].lstrip("、")
    return Restatement(text, passage.place(figure.start, figure.end), figure, statement, values, holds)


def _about(mention: Mention, statements: Book, candidates: Iterable[Statement]) -> Statement | None:
    """The statement that fits what the sentence is about."""
    for statement in candidates:
        if statement.section is not None and statement.section != mention.passage.section:
            continue
        passage, senses = mention.passage, mention.senses or ()
        if statement.topic is None or _topic(passage, mention.figure.start, senses, statements) == statement.topic:
            return statement if _is_about_openness(statement, mention) else None
    return None


def _is_about_openness(statement: Statement, mention: Mention) -> bool:
    """Whether cases are those about open government: others are told of in the same words."""
    text, figure = mention.passage.plain, mention.figure
    if statement.topic not in ("review", "litigation") or mention.passage.section == "review":
        return True
    if "公开" in text[mention.sentence : figure.start]:
        return True
    end = text.find("。", figure.end)
    later = "公开" in text[figure.end : end if end >= 0 else len(text)]  # 复议案件120件，其中涉及政府信息公开2件
    return not later and "receive" not in (mention.senses or ())


def _topic(passage: Passage, at: int, senses: tuple[str, ...], statements: Book) -> str | None:
    """What words with these senses are about, which end there: themselves, or what was spoken of before them."""
    for sense, topic in _TOPICS.items():
        if sense in senses:
            return topic
    spoken_of = _spoken_of(passage.plain, statements.topics)
    before = bisect_left(spoken_of, (at, ""))
    if before:
        return spoken_of[before - 1][1]
    return {"applications": "request", "review": "review"}.get(passage.section or "")


@lru_cache(8)
def _spoken_of(text: str, topics: tuple[tuple[str, str], ...]) -> list[tuple[int, str]]:
    """Where a text speaks of which topic, in order; a weak word speaks of requests, but not after something foreign."""
    found = sorted((at, topic) for word, topic in topics if word in text for at in found_at(text, (word,)))
    topic = ""
    for index, (at, said) in enumerate(found):
        topic = said if said != "weak" else "foreign" if topic == "foreign" else "request"
        found[index] = at, topic
    return found


def _values(report: Report, expressions: Iterable[tuple[str, Cells]]) -> tuple[tuple[str, Number], ...]:
    """What the tables make of each expression; nothing at all if a cell cannot be read."""
    found: list[tuple[str, Number]] = []
    for text, cells in expressions:
        total: Number = 0
        for table, row, field, factor in cells:
            value = report.table(table).value(row, field)
            if value is None:
                return ()
            total += value * factor
        found.append((text, total))
    return tuple(found)


def _is_share(figure: Figure, part: Number, whole: Number) -> bool:
    """Whether a percentage is that of the part, exactly, rounded or cut off at its last printed digit."""
    exponent = Decimal(figure.value).as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    exact = Decimal(part) * 100 / Decimal(whole)
    if figure.exact:
        return abs(exact - Decimal(figure.value)) < step and (figure.value != 100 or part == whole)
    return figure.admits(exact)


def _percentage(part: Number, whole: Number) -> Number:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"))


def _denials(report: Report, passage: Passage, statements: Book) -> Iterator[Restatement]:
    """The clauses that say that there is none, or that all is done."""
    text, words, year = passage.plain, statements.words, settled(report)[0]
    if passage.section in ("review", "applications") and len(text) <= _LONGEST_ALONE:
        senses = words.senses(text.rstrip("。."), year)
        if senses:
            yield from _denial(report, passage, (0, len(text.rstrip("。."))), senses, statements)
        return
    if not _says(text, statements):
        return
    narrow = False
    for start, end in pairwise([-1, *found_at(text, _CLAUSE_ENDS), len(text)]):
        clause = text[start + 1 : end]
        narrow = narrow and text[start] != "。"
        if not narrow and _says(clause, statements):
            senses = words.senses(clause.replace(":", ""), year)
            if senses and UNSURE not in senses:
                yield from _denial(report, passage, (start + 1, end), senses, statements)
        narrow = narrow or words.is_narrow(clause, year)


def _says(text: str, statements: Book) -> bool:
    """Whether a text has words without which it denies nothing that a statement is about."""
    return any(word in text for word in statements.denials) and any(word in text for word in statements.subjects)


def _denial(
    report: Report, passage: Passage, span: tuple[int, int], senses: tuple[str, ...], statements: Book
) -> Iterator[Restatement]:
    for statement in _candidates("absences", senses, statements):
        if statement.section not in (None, passage.section):
            continue
        if statement.topic == "request" and _topic(passage, span[1], senses, statements) != "request":
            continue
        values = _values(report, statement.equals)
        if values:
            sound = all(value == 0 for _, value in values)
            text, place = passage.text[slice(*span)], passage.place(*span)
            yield Restatement(text, place, None, statement, values, "0" if sound else None)
            return
