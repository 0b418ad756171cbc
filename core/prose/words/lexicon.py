"""The lexicon (词库): the words that rules look for, and one search for all of them, however many an office adds.

The bundled words stand in ``rulesets/lexicon.toml``, which also says what each key of a ``[[terms]]`` entry means;
local rulesets add entries of the same form.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.entries import Fault, Path, Shape, checked, one_of, text, texts
from gouji.i18n import _
from gouji.model import Additions, Report, reading
from gouji.prose.fulltext import full_text
from gouji.prose.passages import found_at, half_width
from gouji.readymade import ready_made
from gouji.rule import Entry
from gouji.ruleset import load

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

SOUGHT = ("spam", "suspect", "wording", "double", "furniture")
"""The kinds of words that are looked for in every report."""
KINDS = (*SOUGHT, "official", "crackdown", "lure", "natural")
"""All kinds; what the others are for is said in ``rulesets/lexicon.toml``."""

_LISTS = ("words", "followed_by", "led_by", "unless")
_TEXTS = ("instead", "why", "basis", "wrong", "right")
_SENTENCE = "。；;\n"
_FARTHEST_LEAD = 60


class Term(NamedTuple):
    """An entry of the lexicon (词条); see ``rulesets/lexicon.toml`` for what its keys mean.

    Its words are as they are looked for: in lower case and half width, without blanks.
    """

    kind: str
    words: tuple[str, ...]
    instead: str = ""
    followed_by: tuple[str, ...] = ()
    led_by: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    why: str = ""
    basis: str = ""
    wrong: str = ""
    right: str = ""


class Hit(NamedTuple):
    """A word of the lexicon where it stands (命中): ``text[start:end]`` of the report's full text."""

    term: Term
    word: str
    start: int
    end: int


class Lexicon:
    """Entries, ready to be looked for (词库)."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Take the entries."""
        self._words: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self._natural: dict[str, tuple[str, ...]] = {}
        self._patterns: list[str] = []
        self._owners: list[tuple[Term, str]] = []
        for term in terms:
            self._words[term.kind] += term.words
            if term.kind == "natural":
                self._natural |= dict.fromkeys(term.words, term.followed_by)
            elif term.kind in SOUGHT:
                endings = tuple(_endings(term.followed_by)) or ("",)
                self._patterns += [word + ending for word in term.words for ending in endings]
                self._owners += [(term, word) for word in term.words for _ending in endings]
        self._automaton: AhoCorasick | None = None
        self._first = True

    def words(self, kind: str) -> Sequence[str]:
        """The words of one kind, in lower case and half width."""
        return self._words[kind]

    def is_natural(self, word: str, text: str, end: int) -> bool:
        """Whether a word may stand twice in a text, the second time up to ``end``."""
        following = self._natural.get(word)
        return following is not None and (not following or text.startswith(following, end))

    def find(self, text: str) -> Iterator[Hit]:
        """The words that stand in a text of lower case and half width, where they are not right after all."""
        for pattern, start in self._places(text):
            term, word = self._owners[pattern]
            hit = Hit(term, word, start, start + len(word))
            if _is_whole(hit, text) and not _is_right(hit, text) and _is_led(hit, text):
                yield hit

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Which patterns begin where. The automaton is worth its making only from the second text on."""
        if self._automaton is None and self._first:
            self._first = False
            beginnings = set(map(str.__add__, text, text[1:]))
            for number, pattern in enumerate(self._patterns):
                if pattern[:2] in beginnings and pattern in text:
                    yield from ((number, at) for at in found_at(text, (pattern,)))
            return
        if self._automaton is None:
            from ahocorasick_rs import AhoCorasick, Implementation

            # Of all its forms the quickest to build; reports are too short to make up for a slower one.
            self._automaton = AhoCorasick(self._patterns, implementation=Implementation.NoncontiguousNFA)
        for number, start, _end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield number, start


@reading
def hits(report: Report) -> Mapping[str, Sequence[Hit]]:
    """The words of the lexicon in the full text of a report, by their kind, in document order."""
    found: dict[str, list[Hit]] = {kind: [] for kind in SOUGHT}
    in_text = lexicon(report.additions).find(full_text(report).text)
    for hit in sorted(in_text, key=lambda hit: (hit.start, -hit.end, hit.word)):
        found[hit.term.kind].append(hit)
    return found


@cache
def lexicon(additions: Additions) -> Lexicon:
    """The bundled entries with those that local rulesets add. Raises RulesetError for one that cannot be used."""
    local = [term for name, entries in additions.entries("terms") for term in read_terms(name, entries)]
    return Lexicon([*bundled_terms(), *local])


@ready_made(())
def bundled_terms() -> tuple[Term, ...]:
    """The entries of ``rulesets/lexicon.toml``."""
    return tuple(read_terms("lexicon.toml", load("lexicon")["terms"]))


def entries(*kinds: str) -> Iterator[Entry]:
    """The bundled entries of these kinds, with their examples."""
    for entry in load("lexicon")["terms"]:
        if entry["kind"] in kinds and "wrong" in entry:
            words, more = entry["words"][:3], len(entry["words"]) - 3
            name = _("、").join(words) + (_("等{count}个").format(count=len(entry["words"])) if more > 0 else "")
            basis = _("；").join(text for text in (entry.get("why"), entry.get("basis")) if text)
            yield Entry(name, basis, entry["wrong"], entry.get("right", ""))


def read_terms(file: str, entries: Any) -> Iterator[Term]:
    """The ``[[terms]]`` of a ruleset as the TOML parser gives them. Raises RulesetError."""
    for entry in checked(file, "terms", entries, _SHAPE):
        values: dict[str, Any] = {key: bare(value) if key in _LISTS else value for key, value in entry.items()}
        yield Term(**values)


def _without_instead(entry: Mapping[str, Any], at: Path) -> Iterator[Fault]:
    if entry.get("kind") in ("wording", "double") and "instead" not in entry:
        yield Fault((*at, "instead"), _("缺少这个键：要写明应当怎么写"))


_SHAPE = Shape(
    {"kind": one_of(KINDS), **dict.fromkeys(_LISTS, texts), **dict.fromkeys(_TEXTS, text)},
    ("kind", "words"),
    _without_instead,
)


def bare(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are looked for: in lower case and half width, without blanks."""
    return tuple("".join(word.split()) for word in half_width("\n".join(words)).lower().split("\n"))


def _endings(followed_by: Iterable[str]) -> Iterator[str]:
    """What may follow, with each digit for ``#``."""
    for ending in followed_by:
        yield from (ending.replace("#", digit) for digit in "0123456789") if "#" in ending else (ending,)


def _is_whole(hit: Hit, text: str) -> bool:
    """Whether a word of Latin letters is not merely a part of a longer one."""
    before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    if hit.word[0].isascii() and hit.word[0].isalnum() and before.isascii() and before.isalnum():
        return False
    return not (hit.word[-1].isascii() and hit.word[-1].isalnum() and after.isascii() and after.isalnum())


def _is_right(hit: Hit, text: str) -> bool:
    """Whether the word is part of a phrase in which it is right."""
    for phrase in hit.term.unless:
        at = phrase.find(hit.word)
        while at >= 0:
            if at <= hit.start and text.startswith(phrase, hit.start - at):
                return True
            at = phrase.find(hit.word, at + 1)
    return False


def _is_led(hit: Hit, text: str) -> bool:
    """Whether all that must stand before the word in its sentence does, in its order."""
    if not hit.term.led_by:
        return True
    sentence = re.split(f"[{_SENTENCE}]", text[max(0, hit.start - _FARTHEST_LEAD) : hit.start])[-1]
    at = 0
    for word in hit.term.led_by:
        at = sentence.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True
