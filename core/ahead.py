"""Working ahead (预取): what a database is asked next, while what it has answered is still being looked at."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


def ahead(items: Iterable[_Item]) -> Generator[_Item]:
    """The items, each made in another thread while the one before it is used. Raises whatever making them raises.

    >>> list(ahead(number * 2 for number in range(3)))
    [0, 2, 4]
    """
    from concurrent.futures import ThreadPoolExecutor  # slow to import, and no check of one report needs it

    making = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, making, end)
        while (item := coming.result()) is not end:
            coming = thread.submit(next, making, end)
            yield item  # type: ignore[misc]
