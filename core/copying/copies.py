"""Copies (雷同): the reports that repeat another, and what they repeat, side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from gouji.ahead import ahead
from gouji.collection import PLACE, Collection, place_of
from gouji.copying import candidates
from gouji.copying.candidates import Pair
from gouji.copying.comparing import Overlap
from gouji.copying.own_words import likeness
from gouji.document import Place

_Candidates = Callable[[Collection, int], Iterable[Pair]]
"""Finds the pairs of a year that may be alike."""
_AT_ONCE = 1000
"""Pairs whose texts are in memory at the same time."""


class Said(NamedTuple):
    """A sentence in a report (原句): its section, as printed, and its place in the file."""

    section: str | None
    text: str
    place: Place


class Source(NamedTuple):
    """A report in the ledger (报告): its file, and whose it is on which year."""

    path: str
    agency: str | None
    year: int | None


class Copy(NamedTuple):
    """A report that repeats another (雷同): how much of it in percent, in how many sentences, and the first of them.

    here, there: that sentence, and the one like it in the other report.
    more: how many further agencies' reports are the same text.
    """

    report: Source
    other: Source
    percent: int
    sentences: int
    here: Said
    there: Said
    more: int = 0


def copies_of_last_year(collection: Collection) -> Iterator[Copy]:
    """The reports that repeat their agency's report on the year before (与上年雷同), by path."""
    closest: dict[int, _Closest] = {}
    for file, other, percent in _alike("last year", collection, candidates.of_last_year, lambda both: both.of_first):
        _keep(closest, file, other, percent)
    yield from _described(collection, closest)


def copies_of_others(collection: Collection) -> Iterator[Copy]:
    """The reports that are the same text as another agency's (与其他机关雷同), each with the closest, by path."""
    closest: dict[int, _Closest] = {}
    groups = _Groups()
    for first, second, percent in _alike("others", collection, candidates.of_others, lambda both: both.of_both):
        groups.join(first, second)
        _keep(closest, first, second, percent)
        _keep(closest, second, first, percent)
    sizes = groups.sizes()
    yield from _described(collection, {file: best._replace(more=sizes[file] - 2) for file, best in closest.items()})


def repeated(collection: Collection, path: str, other: str) -> list[tuple[Said, Said]]:
    """The sentences of a report that another one has too (重复的句子), each beside the other's; in document order."""
    files = dict(collection.rows("SELECT path, file FROM files WHERE path IN (?, ?)", path, other))
    if len(files) < 2:
        return []
    told = _told(collection, files.values())
    return _side_by_side(told[files[path]], told[files[other]])


class _Closest(NamedTuple):
    """The report most like another one, and how many more are."""

    other: int
    percent: int
    more: int = 0


def _keep(closest: dict[int, _Closest], file: int, other: int, percent: int) -> None:
    """Note that two files are alike; of several that are so equally, the first stays."""
    if file not in closest or percent > closest[file].percent:
        closest[file] = _Closest(other, percent)


class _Groups:
    """Files that are alike, directly or through others (雷同的一批)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def join(self, first: int, second: int) -> None:
        """Note that two are alike."""
        self._above[self._head(first)] = self._head(second)

    def sizes(self) -> dict[int, int]:
        """How many there are in the group of each."""
        heads = {file: self._head(file) for file in list(self._above)}
        counts = Counter(heads.values())
        return {file: counts[head] for file, head in heads.items()}

    def _head(self, file: int) -> int:
        above = self._above.setdefault(file, file)
        while above != file:
            self._above[file] = file = self._above[above]  # halves the way for those who come later
            above = self._above[file]
        return file


_Told = dict[int, list[tuple[str, Said]]]
"""The compared sentences of files: the own words of each, and how it stands there."""


def _alike(
    whose: str, collection: Collection, candidates_of: _Candidates, measure: Callable[[Overlap], int]
) -> Iterator[tuple[int, int, int]]:
    """The pairs that are too much alike, with how much that is; what was compared before is not compared again.

    It goes year by year, which takes much less memory.
    """
    least = likeness().same_narrative
    for year in collection.years:
        question = f"copies of {whose} {year}"
        known = collection.answers(question)
        keys = {pair: f"{pair[0]} {pair[1]}" for pair in candidates_of(collection, year)}
        percents = {pair: known[key] for pair, key in keys.items() if key in known}
        unknown = [pair for pair in keys if pair not in percents]
        for some, own in ahead((some, _own(collection, chain.from_iterable(some))) for some in _some(unknown)):
            for first, second in some:
                percents[first, second] = measure(Overlap(own[first], own[second], least))
        collection.note(question, {key: percents[pair] for pair, key in keys.items()})
        yield from ((*pair, percents[pair]) for pair in keys if percents[pair] >= least)


def _described(collection: Collection, closest: Mapping[int, _Closest]) -> Iterator[Copy]:
    """What there is to say of files that are too much alike, by path."""
    listed = "SELECT file FROM files WHERE file IN (SELECT unnest(?)) ORDER BY path"
    files = [file for (file,) in collection.rows(listed, list(closest))]
    for some in _some((file, closest[file].other) for file in files):
        told = _told(collection, chain.from_iterable(some))
        sources = _sources(collection, chain.from_iterable(some))
        for file, other in some:
            pairs = _side_by_side(told[file], told[other])
            best = closest[file]
            yield Copy(sources[file], sources[other], best.percent, len(pairs), *pairs[0], best.more)


def _side_by_side(here: list[tuple[str, Said]], there: list[tuple[str, Said]]) -> list[tuple[Said, Said]]:
    common = Overlap([own for own, _said in here], [own for own, _said in there])
    return [(here[index][1], there[at][1]) for index, at in sorted(common.forth.items())]


def _own(collection: Collection, files: Iterable[int]) -> Mapping[int, list[str]]:
    """The own words of files, sentence by sentence."""
    query = """SELECT file, list(own ORDER BY number) FROM passages
               WHERE own IS NOT NULL AND file IN (SELECT unnest(?)) GROUP BY file"""
    return dict(collection.rows(query, list(set(files))))


def _told(collection: Collection, files: Iterable[int]) -> _Told:
    """The compared sentences of files, in document order."""
    query = f"""SELECT file, own, section, text, {", ".join(PLACE)} FROM passages
                WHERE own IS NOT NULL AND file IN (SELECT unnest(?)) ORDER BY file, number"""
    found: _Told = defaultdict(list)
    for file, own, section, text, *place in collection.rows(query, list(set(files))):
        found[file].append((own, Said(section, text, place_of(place))))
    return found


def _sources(collection: Collection, files: Iterable[int]) -> dict[int, Source]:
    query = "SELECT file, path, agency, year FROM files WHERE file IN (SELECT unnest(?))"
    return {file: Source(*rest) for file, *rest in collection.rows(query, list(set(files)))}


def _some(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The pairs in lots that memory can hold with their texts."""
    every = iter(pairs)
    while some := list(islice(every, _AT_ONCE)):
        yield some
