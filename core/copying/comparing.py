"""Comparing (比对): which sentences of a narrative another one has too, and how much of it they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from gouji.copying.own_words import likeness


class Overlap:
    """What two narratives have in common (重复的部分), each given as the own words of its sentences.

    >>> first = ["窗口设置查阅点并安排专人值守", "重写公开指南并逐条说明依据"]
    >>> common = Overlap(first, ["窗口设置查阅点且安排专人值守"])
    >>> common.forth, common.of_first, common.of_both
    ({0: 0}, 51, 68)
    """

    def __init__(self, first: Sequence[str], second: Sequence[str], least: int = 0) -> None:
        """first, second: the narratives. least: the percentage that matters; what is below need not be exact."""
        self._first = first
        self._second = second
        self._spare = (100 - least) * (_length(first) + _length(second)) // 100

    @cached_property
    def forth(self) -> Mapping[int, int]:
        """For the index of each sentence of the first that the second has too, that of the one most like it."""
        return _found_in(self._first, self._second, self._spare)

    @cached_property
    def back(self) -> Mapping[int, int]:
        """The same the other way round; not the reverse, for one of them may say a sentence twice."""
        lost = _length(self._first) - _said(self._first, self.forth)
        return _found_in(self._second, self._first, self._spare - lost)

    @property
    def of_first(self) -> int:
        """How much of the first the second has too, in whole percent of its own words."""
        return _said(self._first, self.forth) * 100 // (_length(self._first) or 1)

    @property
    def of_both(self) -> int:
        """How much of both the other has too, in whole percent: the same whichever is the first."""
        repeated = _said(self._first, self.forth) + _said(self._second, self.back)
        return repeated * 100 // (_length(self._first) + _length(self._second) or 1)


def _found_in(said: Sequence[str], others: Sequence[str], spare: int) -> dict[int, int]:
    """For each sentence that the others have too, the one most like it, the earliest of several.

    spare: how many characters need not be found; once more are not, it looks no further.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    least = likeness().same_sentence
    word_for_word = {text: index for index, text in reversed([*enumerate(others)])}
    found = {}
    for index, text in enumerate(said):
        if text in word_for_word:
            found[index] = word_for_word[text]
        elif best := extractOne(text, others, scorer=ratio, score_cutoff=least):
            found[index] = best[2]
        else:
            spare -= len(text)
            if spare < 0:
                break
    return found


def _said(narrative: Sequence[str], indexes: Mapping[int, int]) -> int:
    return sum(len(narrative[index]) for index in indexes)


def _length(narrative: Sequence[str]) -> int:
    return sum(map(len, narrative))
