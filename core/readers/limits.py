"""Limits (上限): what the reading of one file may cost, so that no input can hold up a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Limits(NamedTuple):
    """What the reading of one file may cost (读取上限).

    size: of the file, in bytes. unpacked: of what an archive such as DOCX holds of text, in bytes. memory: what the
    content may take up, in bytes. seconds: the time for formats that are read in a process of their own.
    """

    size: int = 16 * 1024**2
    unpacked: int = 64 * 1024**2
    memory: int = 512 * 1024**2
    seconds: int = 60


USUAL = Limits()
"""The limits unless the user says otherwise."""
MOST = Limits(size=1024**4, unpacked=1024**4, memory=1024**4, seconds=30 * 24 * 3600)
"""The highest limits, as good as none: no system takes any number, however large, for bytes or seconds."""
_IN_FORCE = ContextVar("limits", default=USUAL)


def limits() -> Limits:
    """The limits in force."""
    return _IN_FORCE.get()


@contextmanager
def limited(to: Limits) -> Iterator[None]:
    """Within it, these limits are in force."""
    token = _IN_FORCE.set(to)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)
