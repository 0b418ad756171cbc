"""What tests ask of other processes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def moments(seconds: int) -> Iterator[None]:
    """A moment after the other, until this time is over."""
    for _ in range(seconds * 20):
        yield
        time.sleep(0.05)


def ends(process: int) -> bool:
    """Whether a process ends, within a time that is long for any that does."""
    for _ in moments(15):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        with suppress(FileNotFoundError):
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True  # nobody but the system's first process can ask for it any more
    return False
