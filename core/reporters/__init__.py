"""Reporters (输出): each writes the outcome of a run in one format."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from gouji.outcome import Outcome


class ReportOptions(NamedTuple):
    """What the user asked of the output: colour, only the findings' lines (quiet), a count a rule (statistics)."""

    color: bool = False
    quiet: bool = False
    statistics: bool = False


class Reporter(NamedTuple):
    """A reporter for one format: its name on the command line, one line about it, and the function that writes.

    write: the outcome as text, whole or piece by piece, ending in a line break, or as bytes. Import what the format
        needs inside it.
    draws: whether it shows the reports themselves and so needs their drawings (:class:`gouji.outcome.FileResult`).
    binary: whether what it gives is nothing for a terminal to show.
    needs: a library that it cannot do without, and the extra of this project to install it by.
    """

    name: str
    description: str
    write: Callable[[Outcome, ReportOptions], str | bytes | Iterator[str]]
    draws: bool = False
    binary: bool = False
    needs: tuple[str, str] | None = None
