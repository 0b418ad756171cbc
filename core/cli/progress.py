"""Progress (进度): how far a long run is, how fast it goes and how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

from gouji.cli.output import note
from gouji.i18n import _

Item = TypeVar("Item")

_EVERY = 10
"""Seconds between two lines."""


def with_progress(items: Iterable[Item], count: int, *, quiet: bool = False) -> Iterator[Item]:
    """The items, with a bar on a terminal, else a line now and then; nothing if the user wants it quiet."""
    if quiet or not count:
        return iter(items)
    return _bar(items, count) if sys.stderr.isatty() else lines(items, count)


def _bar(items: Iterable[Item], count: int) -> Iterator[Item]:
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: processes are forked
    with tqdm(items, _("读报告"), count, file=sys.stderr, unit=_("份"), dynamic_ncols=True, smoothing=0.05) as bar:
        yield from bar


def lines(items: Iterable[Item], count: int, clock: Callable[[], float] = monotonic) -> Iterator[Item]:
    """The items, with a line now and then, and one at the end if there was one before."""
    begun = told = clock()
    for done, item in enumerate(items, 1):
        yield item
        now = clock()
        if now - told >= _EVERY or (told > begun and done == count):
            told = now
            note(line(done, count, now - begun))


def line(done: int, count: int, seconds: float) -> str:
    """What there is to say after so many seconds.

    >>> line(3000, 10000, 30)
    '已读 3000/10000 份（30%），每秒 100.0 份，还要约 1:10'
    """
    left = round(seconds / done * (count - done))
    minutes, rest = divmod(left, 60)
    hours, minutes = divmod(minutes, 60)
    remaining = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return _("已读 {done}/{count} 份（{percent}%），每秒 {rate} 份，还要约 {remaining}").format(
        done=done,
        count=count,
        percent=100 * done // count,
        rate=f"{done / seconds:.1f}" if seconds else "∞",
        remaining=remaining,
    )
