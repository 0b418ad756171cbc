"""The store (缓存文件): records by their keys in an SQLite file, which several runs can use at the same time.

Nothing that is wrong with the file or its folder is ever an error of the run: one that is damaged is thrown away, and
where one cannot be read or written the run goes on without.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sqlite3 import Connection

FILE = "results-1.sqlite"
"""The name of the file; the number is that of its layout."""
TAG = "CACHEDIR.TAG"
_IGNORED = ".gitignore"

_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# gouji: see https://bford.info/cachedir/\n"
_DAY = 24 * 3600
_KEPT_DAYS = 30
_MOST_BYTES = 256 * 1024**2
_PATIENCE = 2
"""How many seconds to wait for another run that is writing."""

Answer = TypeVar("Answer")


class Store:
    """One cache file, opened when it is first needed."""

    def __init__(self, folder: str, most_bytes: int = _MOST_BYTES) -> None:
        """folder: where it lies; made when there is something to keep. most_bytes: the size that it is kept below."""
        self._file = os.path.join(folder, FILE)
        self._folder = folder
        self._most_bytes = most_bytes
        self._database: Connection | None = None
        self._unusable = False
        self._used: list[bytes] = []

    def get(self, key: bytes) -> bytes | None:
        """The record kept under a key."""
        if self._database is None and not os.path.exists(self._file):
            return None
        found = self._try(lambda database: _found(database, key), None)
        if found is None:
            return None
        record, day = found
        if day != _today():
            self._used.append(key)
        return record if isinstance(record, bytes) else None

    def put(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep records under their keys, and remember which others were used; drop what nobody has used for long."""
        new = [(key, _today(), record) for key, record in records]
        used = [(_today(), key) for key in self._used]
        self._used = []
        if not new and not used:
            return

        def write(database: Connection) -> None:
            with database:
                database.executemany("INSERT OR REPLACE INTO results (key, day, record) VALUES (?, ?, ?)", new)
                database.executemany("UPDATE results SET day = ? WHERE key = ?", used)
                database.execute("DELETE FROM results WHERE day < ?", [_today() - _KEPT_DAYS])
            self._shrink(database)

        if new:
            _make(self._folder)
        self._try(write, None)

    def close(self) -> None:
        """Be done with the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _shrink(self, database: Connection) -> None:
        """Drop the half that was used longest ago if the file has grown too large; the room is used again."""
        (taken,) = database.execute(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        ).fetchone()
        if taken > self._most_bytes:
            with database:
                database.execute(
                    "DELETE FROM results WHERE key IN"
                    " (SELECT key FROM results ORDER BY day, rowid LIMIT (SELECT (count(*) + 1) / 2 FROM results))"
                )

    def _try(self, use: Callable[[Connection], Answer], otherwise: Answer) -> Answer:
        """What comes of using the file, or ``otherwise`` if it cannot be used, and then it is not tried again."""
        if self._unusable:
            return otherwise
        try:
            import sqlite3
        except ImportError:  # a Python that was built without it
            self._unusable = True
            return otherwise
        try:
            if self._database is None:
                self._database = _opened(self._file)
            return use(self._database)
        except sqlite3.Error as error:
            self._unusable = True
            self.close()
            if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                with suppress(OSError):
                    os.remove(self._file)
            return otherwise


def own_files(folder: str) -> set[str]:
    """The files that a cache has in its folder, or has there for a time."""
    return {os.path.join(os.path.abspath(folder), name) for name in (FILE, f"{FILE}-journal", TAG, _IGNORED)}


def clear(folder: str) -> int:
    """Remove the cache file in a folder, and give its size. Raises OSError if that cannot be done."""
    file = os.path.join(folder, FILE)
    taken = size(folder)
    with suppress(FileNotFoundError):
        os.remove(file)
    return taken


def size(folder: str) -> int:
    """The size of the cache file in a folder, in bytes; 0 if there is none."""
    try:
        return os.path.getsize(os.path.join(folder, FILE))
    except OSError:
        return 0


def _found(database: Connection, key: bytes) -> tuple[object, object] | None:
    """What the file has for a key: record and day, if they are what they should be."""
    row: tuple[object, object] | None = database.execute(
        "SELECT record, day FROM results WHERE key = ?", [key]
    ).fetchone()
    return row


def _opened(file: str) -> Connection:
    import sqlite3

    database = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        # Asked first, as to make what is there already takes the right to write.
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'results'").fetchone():
            database.execute("CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, day INTEGER, record BLOB)")
    except BaseException:
        database.close()
        raise
    return database


def _make(folder: str) -> None:
    """Make the folder, marked for backup programs and Git as of no value. One that is there already is left alone."""
    try:
        os.makedirs(os.path.dirname(folder) or ".", exist_ok=True)
        os.mkdir(folder, 0o700)
        for name, text in ((TAG, _TAG_TEXT), (_IGNORED, "*\n")):
            with open(os.path.join(folder, name), "w", encoding="ascii") as stream:
                stream.write(text)
    except OSError:
        return  # the database will not open there either


def _today() -> int:
    return int(time.time()) // _DAY
