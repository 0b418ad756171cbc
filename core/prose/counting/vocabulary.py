"""Wording (措辞): a stretch of a sentence as what its words say, where every word of it is known."""

import re
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

_YEAR = r"(20\d\d)年"
FILLER, UNSURE = "", "?"
"""The senses of words that say nothing, and of those that may name a smaller body than the report's."""


class Vocabulary(NamedTuple):
    """The words of the statements (词表): by their first character, the longest first, each with its sense.

    narrow: words which, anywhere before in a sentence, mean that it is about less than the report is.
    """

    words: Mapping[str, tuple[tuple[str, str], ...]]
    narrow: tuple[str, ...]

    def senses(self, text: str, year: int | None) -> tuple[str, ...] | None:
        """What the words of a text say, in order; None if there is one that is not known. Fillers say nothing.

        year: the report's; the year before it and the one after are ``last_year`` and ``next_year``.
        """
        found: list[str] = []
        position = 0
        while position < len(text):
            word, sense = self._word(text, position, year)
            if not word:
                return None
            if sense and sense not in found[-1:]:
                found.append(sense)
            position += len(word)
        return tuple(found)

    def of(self, senses: Container[str]) -> list[str]:
        """The words that have one of these senses."""
        return [word for words in self.words.values() for word, sense in words if sense in senses]

    def is_narrow(self, text: str, year: int | None) -> bool:
        """Whether a text says that it is about less than the report is, or names another year than the report's."""
        if any(word in text for word in self.narrow):
            return True
        return "年" in text and any(int(other) != year for other in re.findall(_YEAR, text))

    def _word(self, text: str, position: int, year: int | None) -> tuple[str, str]:
        first = text[position]
        if first == "2":
            match = re.match(_YEAR, text[position : position + 5])
            if match is None or year is None:
                return "", FILLER
            senses = {0: FILLER, -1: "last_year", 1: "next_year"}
            sense = senses.get(int(match[1]) - year)
            return ("", FILLER) if sense is None else (match[0], sense)
        for word, sense in self.words.get(first, ()):
            if text.startswith(word, position):
                return word, sense
        return "", FILLER


def vocabulary(senses: Mapping[str, Iterable[str]], narrow: Iterable[str]) -> Vocabulary:
    """A vocabulary of the words of each sense.

    >>> words = vocabulary({"": ["共"], "receive": ["收到"], "new": ["新收到"]}, ())
    >>> words.senses("共新收到", 2023), words.senses("2022年收到", 2023), words.senses("共收到低保", 2023)
    (('new',), ('last_year', 'receive'), None)
    """
    words: dict[str, list[tuple[str, str]]] = {}
    for sense, names in senses.items():
        for name in names:
            words.setdefault(name[0], []).append((name, sense))
    longest = {first: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for first, found in words.items()}
    return Vocabulary(longest, tuple(narrow))
