"""What the user has to put right (用法错误): a wrong option, a wrong configuration, an unknown word."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.i18n import _


class UsageError(Exception):
    """The run cannot start as asked; the message tells the user what to put right, in the user's language.

    Below each thing that is wrong, the message may show the line of the file, indented.
    """

    @property
    def brief(self) -> str:
        r"""The message in one line, without the lines of files that it shows.

        >>> UsageError("a.toml:1:5：甲\n    x = 1\n        ^\na.toml:2:1：乙").brief
        'a.toml:1:5：甲；a.toml:2:1：乙'
        """
        return _("；").join(line for line in str(self).splitlines() if not line.startswith("    "))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was probably meant to be, None if it is far from all of them.

    >>> nearest("a1O1", ["A101", "T201"])
    'A101'
    >>> nearest("甲", ["A101", "T201"])
    """
    from difflib import get_close_matches

    folded = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(word.casefold(), folded, n=1)
    return folded[matches[0]] if matches else None


def unknown(sentence: str, word: str, known: Iterable[str], *, listed: bool = False) -> UsageError:
    """The error for an unknown word: what is unknown, then the nearest known word, or all of them if ``listed``."""
    known = list(known)
    if (near := nearest(word, known)) is not None:
        return UsageError(_("{sentence}，是否想写 {near}？").format(sentence=sentence, near=near))
    if listed:
        return UsageError(_("{sentence}；可用的有：{known}").format(sentence=sentence, known=_("、").join(known)))
    return UsageError(sentence)
