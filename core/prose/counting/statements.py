"""Statements (复述): the ways in which sentences restate cells of the tables, as rulesets give them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from gouji.entries import Fault, Path, Shape, checked, one_of, text, texts, truth
from gouji.i18n import _
from gouji.model import Additions
from gouji.prose.counting.vocabulary import FILLER, UNSURE, Vocabulary, vocabulary
from gouji.readymade import ready_made
from gouji.rule import Entry
from gouji.ruleset import EDITIONS, edition, load
from gouji.usage import unknown

Cells = tuple[tuple[str, str, str, int], ...]
"""A sum of cells: table, row and field of each, and how often it counts."""

KINDS = {"statements": "equals", "rates": "part", "absences": "zero"}
"""The sections of a ruleset that hold statements, and the key under which each names its cells."""

_DENIALS = ("none", "everything")
_TEXTS = ("key", "basis", "wrong", "right")
_CHOICES = {"topic": ("request", "review", "litigation"), "section": ("overview", "applications", "review")}


class Statement(NamedTuple):
    """One thing that a sentence may say of the tables (复述).

    kind: ``statements`` (a number that stands in cells), ``rates`` (a percentage of cells), ``absences`` (none at all).
    topic: what the sentence must be about, None if the words themselves say it. section: the only one it stands in.
    equals: each expression that it may be, with its cells; for a rate the parts. whole: what the parts are parts of.
    rate: whether a breach is one of rates.
    """

    kind: str
    key: str
    topic: str | None
    section: str | None
    equals: tuple[tuple[str, Cells], ...]
    whole: tuple[tuple[str, Cells], ...]
    basis: str
    rate: bool


class Partition(NamedTuple):
    """What a whole falls into (构成): the senses that each part may have, and those that may be counted too."""

    parts: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...]


class Book(NamedTuple):
    """All statements over one edition of the form: by kind and senses the ways to understand these.

    denials, subjects: words without which no clause says that there is none, and of what.
    topics: words that show what a sentence is about, with that. places: words that end the name of where something
    was published.
    """

    words: Vocabulary
    denials: tuple[str, ...]
    subjects: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    said: Mapping[tuple[str, tuple[str, ...]], tuple[Statement, ...]]
    partitions: tuple[Partition, ...]

    def understood(self, kind: str, senses: tuple[str, ...]) -> tuple[Statement, ...]:
        """The statements of a kind that these senses make."""
        return self.said.get((kind, senses), ())


@ready_made(*((key,) for key in EDITIONS))
def _bundled(key: str) -> Book:
    data = load("statements")
    fillers = data["fillers"]
    senses = {FILLER: fillers["words"], UNSURE: fillers["unsure"], **data["senses"]}
    partitions = (
        Partition(tuple(tuple(part.split(" | ")) for part in entry["parts"]), tuple(entry.get("optional", ())))
        for entry in data["partitions"]
    )
    topics = tuple((word, topic) for topic, words in data["topics"].items() for word in words)
    return Book(
        vocabulary(senses, fillers["narrow"]),
        _shortest(word for sense in _DENIALS for word in data["senses"][sense]),
        _shortest(word for sense in _subjects(data["absences"]) for word in data["senses"][sense]),
        topics,
        tuple(fillers["places"]),
        _said(data, "statements.toml", key),
        tuple(partitions),
    )


def _subjects(absences: Iterable[Mapping[str, Any]]) -> set[str]:
    """What absences may be of: the last thing that each says besides the denial."""
    said = (says.split() for entry in absences for says in entry["says"])
    return {[sense for sense in senses if sense not in _DENIALS][-1] for senses in said if len(senses) > 1}


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words that contain none of the others."""
    every = set(words)
    return tuple(sorted(word for word in every if not any(other in word for other in every - {word})))


@cache
def book(additions: Additions, key: str) -> Book:
    """The bundled statements over the edition with this key, and those that local rulesets add.

    Raises :class:`~gouji.ruleset.RulesetError` for an entry that cannot be used.
    """
    found = _bundled(key)
    said = dict(found.said)
    for kind in KINDS:
        for file, entries in additions.entries(kind):
            for place, more in _said({kind: entries}, file, key).items():
                said[place] = (*more, *said.get(place, ()))  # an office knows better what its words mean
    local = {place: statements for place, statements in said.items() if statements is not found.said.get(place)}
    subjects = {sense for (kind, senses) in local if kind == "absences" for sense in senses if sense not in _DENIALS}
    return found._replace(said=said, subjects=(*found.subjects, *found.words.of(subjects)))


def _said(data: Mapping[str, Any], file: str, key: str) -> dict[tuple[str, tuple[str, ...]], tuple[Statement, ...]]:
    said: dict[tuple[str, tuple[str, ...]], tuple[Statement, ...]] = {}
    for kind in KINDS:
        for entry in checked(file, kind, data.get(kind, []), _shape(kind)):
            statement = _statement(entry, kind, key)
            if statement.equals:
                for says in entry["says"]:
                    place = kind, tuple(says.split())
                    said[place] = (*said.get(place, ()), statement)
    return said


def _statement(entry: Mapping[str, Any], kind: str, key: str) -> Statement:
    return Statement(
        kind=kind,
        key=entry["key"],
        topic=entry.get("topic"),
        section=entry.get("section"),
        equals=tuple(_expressions(entry[KINDS[kind]], key)),
        whole=tuple(_expressions(entry.get("whole", ()), key)),
        basis=entry["basis"],
        rate=kind == "rates" or entry.get("rate", False),
    )


def _expressions(expressions: Sequence[str], key: str) -> Iterator[tuple[str, Cells]]:
    """The expressions that the edition has all cells for."""
    from gouji.relations.expansion import linear
    from gouji.relations.language import RelationError

    for expression in expressions:
        try:
            terms = linear(expression, edition(key)).terms
        except RelationError:
            continue
        yield expression, tuple((cell.table, cell.row, cell.field, int(factor)) for cell, factor in terms)


def _cells(value: Any, at: Path) -> Iterator[Fault]:
    """Each must be an expression that some edition has all cells for."""
    from gouji.relations.expansion import linear
    from gouji.relations.language import RelationError

    faults = list(texts(value, at))
    yield from faults
    for index, expression in enumerate(() if faults else value):
        failures = []
        for key in EDITIONS:
            try:
                linear(expression, edition(key))
            except RelationError as error:
                failures.append(error)
        if len(failures) == len(EDITIONS):
            last = failures[-1]
            yield Fault((*at, index), last.message, character=last.offset(expression), length=last.length)


def _senses(value: Any, at: Path) -> Iterator[Fault]:
    """Each must be a row of known senses."""
    faults = list(texts(value, at))
    yield from faults
    known = load("statements")["senses"].keys()
    for index, says in enumerate(() if faults else value):
        for sense in says.split():
            if sense not in known:
                sentence = _("没有“{name}”这个词义").format(name=sense)
                reason = str(unknown(sentence, sense, known))
                yield Fault((*at, index), reason, character=says.index(sense), length=len(sense))


@cache
def _shape(kind: str) -> Shape:
    """What an entry of this kind may hold."""
    cells = KINDS[kind]
    keys = {
        **dict.fromkeys(_TEXTS, text),
        **{name: one_of(words) for name, words in _CHOICES.items()},
        "says": _senses,
        cells: _cells,
        "whole": _cells,
        "rate": truth,
    }
    return Shape(keys, ("key", "says", cells, "basis", *(["whole"] if kind == "rates" else [])))


def entries(*kinds: str, rate: bool | None = None) -> Iterator[Entry]:
    """The bundled statements of these kinds (``partitions`` is one too), with their examples.

    rate: only those that are about rates, or only those that are not.
    """
    data = load("statements")
    for kind in kinds:
        for entry in data[kind]:
            if "wrong" in entry and rate in (None, kind == "rates" or entry.get("rate", False)):
                yield Entry(entry["key"], entry.get("basis", ""), entry["wrong"], entry["right"])
