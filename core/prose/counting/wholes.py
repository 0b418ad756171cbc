"""Parts and wholes (总分): sentences that say how many there are, and what they are made up of."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from gouji.model import Number, Report, reading
from gouji.prose.counting.figures import COUNT
from gouji.prose.counting.mentions import Mention, mentions
from gouji.prose.counting.statements import Partition, book
from gouji.prose.passages import Passage, found_at

_OPENERS = (",包括", ",包含", "(包括", "(包含", "(含", "(分别为", "(分别是")
_MARKED = ("其中", "包括", "包含", "含", "分别")
_LONGEST_NOUN = 6
_BREAKS = ",;:。)、"
_UNCLOSED = ("等", "例如", "主要")
_COMPARED = ("比", "较", "增长", "增加", "减少", "下降", "提高", "上升", "同期", "最", "平均", "每")
_TURNS = ("另", "此外", "同时", "还", "此前", "截至")
_SUMMED = ("合计", "共计", "总计", "共")
_FARTHEST = 60
"""How many figures away a part may stand from its whole."""
_FEWEST_NAMED, _FEWEST_BRACKETED = 4, 3
_SILENT = {"request", "by_request", "receive", "finish", "done", "pending"}


class Whole(NamedTuple):
    """A whole and its parts as a sentence gives them (总数与分项).

    whole: the figure of the whole. parts: those of the parts, in order. sums: what the parts may come to.
    exhaustive: whether the list is known to be complete, so that it must add up; if not, it may only not exceed.
    """

    whole: Mention
    parts: tuple[Mention, ...]
    sums: tuple[Number, ...]
    exhaustive: bool

    @property
    def sound(self) -> bool:
        """Whether the parts may make up the whole."""
        whole = self.whole.figure.value
        return whole in self.sums or (not self.exhaustive and min(self.sums) < whole)

    @property
    def stretch(self) -> tuple[Passage, int, int]:
        """The passage, and where in it the whole and its parts stand."""
        found = [self.whole.figure, *(part.figure for part in self.parts)]
        return self.whole.passage, min(each.start for each in found), max(each.end for each in found)


@reading
def wholes(report: Report) -> tuple[Whole, ...]:
    """The wholes of the narrative whose parts stand beside them, in document order, all in exact numbers."""
    if report.edition is None:
        return ()
    partitions = book(report.additions, report.edition.key).partitions
    by_passage = (list(group) for _, group in groupby(mentions(report), key=lambda mention: id(mention.passage)))
    return tuple(found for group in by_passage if len(group) > 2 for found in _in_passage(group, partitions))


def _in_passage(found: list[Mention], partitions: Sequence[Partition]) -> Iterator[Whole]:
    text = found[0].passage.plain
    starts = [mention.figure.start for mention in found]
    openers = [at + 1 for at in found_at(text, _OPENERS)]
    markers = [at for at in sorted([*found_at(text, ["其中"]), *openers]) if _introduces(text, at, starts)]
    for marker, following in pairwise([*markers, len(text)]):
        first = bisect_left(starts, marker)
        parts = list(_listed(found, first, following))
        for whole, alone in _wholes(found, first, marker, parts):
            yield from _judged(whole, parts, alone, partitions)
    for index, whole in enumerate(found):
        if _opens(text, whole.figure.end):
            yield from _bracketed(found, index, partitions)
        if whole.before.lstrip("、") in _SUMMED:
            yield from _summed(found, index)


def _opens(text: str, end: int) -> bool:
    """Whether brackets without 其中 follow a figure, or the noun behind it."""
    opening = text.find("(", end, end + _LONGEST_NOUN + 1)
    if opening < 0:
        return False
    between = text[end:opening]
    return not any(mark in between for mark in _BREAKS) and not text.startswith(_MARKED, opening + 1)


def _introduces(text: str, marker: int, starts: Sequence[int]) -> bool:
    """Whether figures follow a marker before its brackets close."""
    index = bisect_left(starts, marker)
    if index == len(starts):
        return False
    first = starts[index]
    return text.count("(", marker, first) >= text.count(")", marker, first)


def _listed(found: Sequence[Mention], first: int, following: int) -> Iterator[Mention]:
    """The parts behind 其中: to the end of the sentence, of the brackets, or to where another list begins."""
    beginning = found[first]
    for index in range(first, len(found)):
        part = found[index]
        ends = part.sentence != beginning.sentence or part.depth < beginning.depth
        begins_another = index + 1 < len(found) and part.figure.end <= following < found[index + 1].figure.start
        if ends or begins_another or any(word in part.before for word in _TURNS) or _is_sum(part):
            return
        if part.depth == beginning.depth:
            yield part


def _wholes(
    found: Sequence[Mention], first: int, marker: int, parts: Sequence[Mention]
) -> Iterator[tuple[Mention, bool]]:
    """For each unit of the parts the last figure before 其中, and whether it is the only one in its sentence."""
    if not first or not parts:
        return
    text, last = parts[0].passage.plain, found[first - 1]
    begins = parts[0].sentence == marker
    if (last.sentence != parts[0].sentence and not begins) or (begins and "。" in text[last.figure.end : marker - 1]):
        return
    depth = parts[0].depth - (text[marker - 1] == "(")
    earlier = list(takewhile(lambda each: each.sentence == last.sentence, _backwards(found, first)))
    for unit in dict.fromkeys(_unit(part) for part in parts):
        same = [each for each in earlier if each.depth == depth and _unit(each) == unit]
        if same and same[0].figure.exact and not _is_compared(same[0]):
            yield same[0], len(same) == 1


def _backwards(found: Sequence[Mention], end: int) -> Iterator[Mention]:
    """The mentions before the one with this number, the last first, as far as a list may reach back."""
    return (found[index] for index in range(end - 1, max(end - 1 - _FARTHEST, -1), -1))


def _bracketed(found: Sequence[Mention], index: int, partitions: Sequence[Partition]) -> Iterator[Whole]:
    """The parts in the brackets that follow a whole."""
    whole = found[index]
    later = (found[number] for number in range(index + 1, min(index + 1 + _FARTHEST, len(found))))
    inside = takewhile(lambda part: part.depth > whole.depth and part.sentence == whole.sentence, later)
    parts = [part for part in inside if part.depth == whole.depth + 1]
    text = whole.passage.plain
    if whole.figure.exact and parts and ")" not in text[whole.figure.end : parts[0].figure.start]:
        closing = text.find(")", parts[0].figure.end)
        parts = [part for part in parts if closing < 0 or part.figure.end <= closing]
        yield from _judged(whole, parts, True, partitions, bracketed=True)


def _judged(
    whole: Mention, parts: Sequence[Mention], alone: bool, partitions: Sequence[Partition], *, bracketed: bool = False
) -> Iterator[Whole]:
    same = [part for part in parts if _unit(part) == _unit(whole)]
    if len(same) < 2 or not all(part.figure.exact for part in same):
        return
    senses = [_sense(part) for part in same]
    known = {sense: part for sense, part in zip(reversed(senses), reversed(same), strict=True) if sense is not None}
    for partition in partitions:
        needed = [part for names in partition.parts for part in _called(names, known)]
        further = [part for name in partition.optional for part in _called((name,), known)]
        closed = len(needed) == len(partition.parts)
        if closed or (len(needed) > 1 and len(needed) + len(further) == len(same)):
            total = _sum(needed)
            sums = (total, *(total + _sum(further[: count + 1]) for count in range(len(further))))
            yield Whole(whole, tuple(sorted([*needed, *further], key=lambda part: part.figure.start)), sums, closed)
    if alone and not known and not any(_is_compared(part) for part in same):
        yield from _named(whole, same, bracketed)


def _called(names: Iterable[str], known: Mapping[str, Mention]) -> list[Mention]:
    """The part that has one of these names, if there is one."""
    return [known[name] for name in names if name in known][:1]


def _named(whole: Mention, parts: Sequence[Mention], bracketed: bool) -> Iterator[Whole]:
    """A list of parts that have only names: regions, agencies, kinds."""
    total, value = _sum(parts), whole.figure.value
    running: Number = 0
    for count, part in enumerate(parts, 1):  # a list may go on with another division of the same whole
        running += part.figure.value
        if running == value and count > 1:
            yield Whole(whole, tuple(parts[:count]), (running,), True)
            return
    listed = whole.passage.plain[parts[0].head : parts[-1].figure.end + 2]
    if any(word in listed for word in _UNCLOSED) or not all(part.before.strip("、") for part in parts):
        return
    missing, least = value - total, min(part.figure.value for part in parts)
    complete = bracketed and len(parts) >= _FEWEST_BRACKETED
    nearly = len(parts) >= _FEWEST_NAMED and 2 * missing < least  # what is left would be a very small part
    yield Whole(whole, tuple(parts), (total,), complete or nearly)


def _summed(found: Sequence[Mention], index: int) -> Iterator[Whole]:
    """The figures before 合计 in its sentence."""
    whole = found[index]
    alike = takewhile(
        lambda each: (
            (each.sentence, _unit(each), each.depth) == (whole.sentence, _unit(whole), whole.depth)
            and not _is_sum(each)
        ),
        _backwards(found, index),
    )
    parts = list(alike)[::-1]
    exact = whole.figure.exact and all(part.figure.exact and not _is_compared(part) for part in parts)
    if len(parts) >= 2 and exact and "其中" not in whole.passage.plain[whole.sentence : whole.figure.start]:
        yield Whole(whole, tuple(parts), (_sum(parts),), True)


def _sense(part: Mention) -> str | None:
    """What a part is called, if that is known from the statements."""
    return " ".join(sense for sense in part.senses or () if sense not in _SILENT) or None


def _unit(mention: Mention) -> str:
    return COUNT if mention.figure.unit in COUNT else mention.figure.unit


def _is_sum(part: Mention) -> bool:
    """Whether a figure sums up those before it: 共计30期, 三项合计1320条."""
    text, end = part.passage.plain, part.figure.end
    return part.before.lstrip("、") in _SUMMED or text.startswith(_SUMMED[:3], end)


def _is_compared(part: Mention) -> bool:
    return any(word in part.before for word in _COMPARED)


def _sum(parts: Iterable[Mention]) -> Number:
    total: Number = 0
    for part in parts:
        total += part.figure.value
    return total
