"""The ledger (账本) as an audit writes it: in whole batches, so that a run may be broken off at any moment."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from gouji import __version__
from gouji.audit.harvest import Harvest, kept, storable
from gouji.audit.ledger.columns import ACROSS, AGENCIES, BANDS, CELLS, FILE, FINDINGS, PASSAGES, SETTLED, rows_of
from gouji.audit.ledger.opening import MEMORY, TooLittleMemory, driver, fetched, opened, telling
from gouji.cache.record import as_text
from gouji.finding import Finding

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gouji.audit.roster import Roster

_LISTS = {"cells": CELLS, "findings": FINDINGS, "passages": PASSAGES, "bands": BANDS}
"""The tables that have several rows for each file."""

_LEAST_MEMORY, _MOST_MEMORY = 40, 8192
_FILES_A_MEGABYTE = 250
"""How much memory the database may use, in megabytes: what 10,000 files need, more for more, and then what it takes."""

_AT_ONCE = 100
"""Findings that are put into the database together: each takes some thousand bytes."""

_Given = TypeVar("_Given")


class Ledger:
    """A ledger that is open for writing (账本).

    path: of its file. Whatever goes wrong with that is a UsageError; what is wrong with a query is DuckDB's own error.
    """

    def __init__(self, path: str) -> None:
        """path: of its file, made if it is not there. Raises UsageError."""
        self.path = path
        self._database: DuckDBPyConnection = opened(path)
        self._give_room(_LEAST_MEMORY)

    @property
    def is_there(self) -> bool:
        """Whether the file is there; somebody may have moved it away while it is open."""
        return self.path == MEMORY or os.path.exists(self.path)

    def close(self) -> None:
        """Be done with the file."""
        self._database.close()

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives."""
        first, others = self._with_room(lambda: self._begun(query, values))
        yield from first
        with telling(self.path):
            yield from others

    def begin(self, files: int) -> int:
        """Note that a run begins which is about so many files, and give its number."""
        self._give_room(max(self._room, files // _FILES_A_MEGABYTE))  # less than is in use is refused
        (run,) = next(self.rows("SELECT coalesce(max(run), 0) + 1 FROM runs"))
        about = [run, __version__, readable(os.getcwd()), files]
        self._execute("INSERT INTO runs VALUES (?, now() AT TIME ZONE 'UTC', NULL, ?, ?, ?, 0)", about)
        return int(run)

    def finish(self, run: int, read: int) -> None:
        """Note that a run has ended, which had to read so many files."""
        self._execute("UPDATE runs SET finished = now() AT TIME ZONE 'UTC', read = ? WHERE run = ?", [read, run])

    def known(self, today: str) -> Mapping[str, str]:
        """The keys of the files whose results still stand, by path."""
        query = (
            "SELECT path, key FROM files WHERE key IS NOT NULL AND NOT again"
            " AND coalesce(expires >= ?1::DATE, TRUE) AND coalesce(expired < ?1::DATE, TRUE)"
        )
        return dict(self.rows(query, today))

    def put(self, run: int, harvests: Sequence[tuple[Harvest, str | None]]) -> None:
        """Put what was taken from files into the ledger, each with its key: all or, if the run is killed, nothing.

        What is there already in the very same words stays as it is, so that nothing follows from it anew.
        """
        if harvests:
            self._whole(self._put, run, harvests)

    def remove(self, paths: Sequence[str]) -> None:
        """Take files out of the ledger."""
        if paths:
            self._whole(self._drop, "SELECT unnest(?)", [list(paths)])

    @property
    def changes(self) -> str:
        """A number that is another one as soon as any file in the ledger has changed."""
        return self._state("changes") or ""

    @property
    def concluded(self) -> str | None:
        """What the findings across reports were made from, as :meth:`put_across` was told."""
        return self._state("concluded")

    @property
    def attributed(self) -> str | None:
        """What it was settled by whose the reports are, as :meth:`attribute` was told."""
        return self._state("attributed")

    def enrol(self, roster: Roster | None, years: Sequence[int] = ()) -> None:
        """Put the roster and the years of the audit, none for all, in the place of those before.

        What followed from those is to be made anew.
        """
        agencies = roster.agencies.values() if roster else ()
        rows = [dict(zip(AGENCIES, (*each[:8], *(each.deadline or (None, None))), strict=True)) for each in agencies]
        self._whole(self._enrol, rows, years)

    def attribute(
        self, settled: Iterable[tuple[int, str | None, int | None, str | None]], basis: str | None = None
    ) -> None:
        """Note whose report on which year files are: number of the file, agency, year, and what is in doubt.

        basis: stands for what that follows from, besides the files; None if it must be settled again next time.
        """
        rows = [dict(zip(SETTLED, each, strict=True)) for each in settled]
        self._whole(self._attribute, rows, basis)

    def answers(self, question: str, basis: str) -> Mapping[str, int]:
        """What :meth:`note` was told of a question, if that followed from the same."""
        query = "SELECT compared, answer FROM answers WHERE question = ? AND basis = ?"
        return dict(self.rows(query, question, basis))

    def note(self, question: str, basis: str, answers: Mapping[str, int]) -> None:
        """Keep what a question came to, in the place of what it came to before and of all that has another basis."""
        if answers != self.answers(question, basis):
            self._whole(self._note, question, basis, answers)

    def put_across(self, findings: Sequence[Finding], made_from: str | None = None) -> None:
        """Put what was found across reports into the ledger in the place of what was found before.

        made_from: stands for all that it follows from; None if it must be looked for again next time.
        """
        rows = [
            kept(number, each)
            | {"path": each.path, "agency": each.agency, "year": each.year, "record": storable(as_text(each))}
            for number, each in enumerate(findings)
        ]
        self._whole(self._put_across, rows, made_from)

    def _put(self, run: int, harvests: Sequence[tuple[Harvest, str | None]]) -> None:
        (first,) = self._execute("SELECT value::INTEGER + 1 FROM state WHERE name = 'numbered'").fetchall()[0]
        self._execute("UPDATE state SET value = ? WHERE name = 'numbered'", [first + len(harvests) - 1])
        arriving = {number: harvest for number, (harvest, _key) in enumerate(harvests, first)}
        texts = _array((number, harvest.file) for number, harvest in arriving.items())
        keys = [key for _harvest, key in harvests]
        self._execute(
            "CREATE TEMP TABLE arrived AS"
            f" SELECT number AS file, ?::INTEGER AS run, keys[number - ? + 1] AS key, of.* FROM {rows_of(FILE)}"
            " AS new, (SELECT ?::VARCHAR[] AS keys)",
            [run, first, texts, keys],
        )
        self._execute(
            "DELETE FROM arrived WHERE EXISTS (FROM files WHERE files.path = arrived.path"
            " AND files.key = arrived.key AND files.record = arrived.record)"
        )
        arrived = [number for (number,) in self._execute("SELECT file FROM arrived").fetchall()]
        if arrived:
            self._drop("SELECT path FROM arrived")
            self._execute("INSERT INTO files BY NAME FROM arrived")
            self._fill({number: arriving[number] for number in arrived})
        self._execute("DROP TABLE arrived")  # it would stay in memory

    def _enrol(self, rows: Sequence[Mapping[str, Any]], years: Sequence[int]) -> None:
        self._execute("DELETE FROM state WHERE name IN ('concluded', 'years')")
        self._execute("INSERT INTO state VALUES ('years', ?)", [" ".join(map(str, years))])
        self._execute("DELETE FROM agencies")
        self._execute(f"INSERT INTO agencies BY NAME SELECT of.* FROM {rows_of(AGENCIES)}", [_listed(rows)])

    def _attribute(self, rows: Sequence[Mapping[str, Any]], basis: str | None) -> None:
        self._execute(
            "UPDATE files SET agency = new.agency, year = new.year, doubt = new.doubt FROM"
            f" (SELECT of.* FROM {rows_of(SETTLED)}) AS new WHERE files.file = new.file"
            " AND (files.agency, files.year, files.doubt) IS DISTINCT FROM (new.agency, new.year, new.doubt)",
            [_listed(rows)],
        )
        self._execute("DELETE FROM state WHERE name = 'attributed'")
        if basis is not None:
            self._execute("INSERT INTO state VALUES ('attributed', ?)", [basis])

    def _note(self, question: str, basis: str, answers: Mapping[str, int]) -> None:
        self._execute("DELETE FROM answers WHERE question = ? OR basis <> ?", [question, basis])
        rows = [question, basis, list(answers), list(answers.values())]
        self._execute("INSERT INTO answers SELECT ?, ?, unnest(?::VARCHAR[]), unnest(?::INTEGER[])", rows)

    def _put_across(self, rows: Sequence[Mapping[str, Any]], made_from: str | None) -> None:
        self._execute("DELETE FROM findings WHERE across")
        for start in range(0, len(rows), _AT_ONCE):
            self._execute(
                "INSERT INTO findings BY NAME SELECT files.file, TRUE AS across, new.* EXCLUDE (path) FROM"
                f" (SELECT of.* FROM {rows_of(ACROSS)}) AS new LEFT JOIN files USING (path)",
                [_listed(rows[start : start + _AT_ONCE])],
            )
        if made_from is not None:
            self._execute("INSERT INTO state VALUES ('concluded', ?)", [made_from])

    def _fill(self, arrived: Mapping[int, Harvest]) -> None:
        """Put what belongs to these files into the tables that have several rows for each."""
        for table, columns in _LISTS.items():
            texts = _array((number, getattr(harvest, table)) for number, harvest in arrived.items())
            lists = ", ".join(f"unnest(of.{name}) AS {name}" for name in columns)
            across = ", FALSE AS across" if table == "findings" else ""
            self._execute(
                f"INSERT INTO {table} BY NAME SELECT number AS file{across}, {lists}"
                f" FROM {rows_of(columns, lists=True)}",
                [texts],
            )

    def _drop(self, paths: str, values: Sequence[Any] = ()) -> None:
        """Take out the files whose paths a query gives, and note that what is there has changed."""
        self._execute(f"CREATE OR REPLACE TEMP TABLE gone AS SELECT file FROM files WHERE path IN ({paths})", values)
        if self._execute("SELECT 1 FROM gone LIMIT 1").fetchall():
            for table in (*_LISTS, "files"):
                self._execute(f"DELETE FROM {table} WHERE file IN (SELECT file FROM gone)")
        self._execute("UPDATE state SET value = (value::BIGINT + 1)::VARCHAR WHERE name = 'changes'")

    def _state(self, name: str) -> str | None:
        return next((value for (value,) in self.rows("SELECT value FROM state WHERE name = ?", name)), None)

    def _execute(self, query: str, values: Sequence[Any] = ()) -> DuckDBPyConnection:
        with telling(self.path):
            return self._database.execute(query, values)

    def _begun(self, query: str, values: Sequence[Any]) -> tuple[list[tuple[Any, ...]], Iterator[tuple[Any, ...]]]:
        """The first row, and the others: what it takes is known when there is one."""
        with telling(self.path):
            rows = fetched(self._database.cursor().execute(query, values))
            return list(islice(rows, 1)), rows

    def _whole(self, change: Callable[..., None], *about: Any) -> None:
        """Make a change all or, if the run is killed or fails, not at all."""
        self._with_room(lambda: self._committed(change, *about))

    def _committed(self, change: Callable[..., None], *about: Any) -> None:
        self._execute("BEGIN")
        try:
            change(*about)
        except BaseException:
            with suppress(driver().Error):  # there may be none any more, for want of room or memory
                self._database.rollback()
            raise
        self._execute("COMMIT")

    def _with_room(self, attempt: Callable[[], _Given]) -> _Given:
        """What comes of an attempt, which is made again with more memory as long as there is too little."""
        while True:
            try:
                return attempt()
            except TooLittleMemory:
                if self._room >= _MOST_MEMORY:
                    raise
            self._give_room(self._room * 3 // 2)

    def _give_room(self, megabytes: int) -> None:
        self._room = megabytes
        self._execute(f"SET memory_limit = '{megabytes}MB'")


def readable(path: str) -> str:
    r"""A path as it stands in the ledger, which takes no bytes that are no text.

    >>> readable("甲\udcff.txt")
    '甲\\udcff.txt'
    """
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _array(objects: Iterable[tuple[int, str]]) -> str:
    """Numbered JSON objects as one array."""
    return storable("[" + ",".join(f'{{"number":{number},"of":{text}}}' for number, text in objects) + "]")


def _listed(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as one array."""
    return _array((number, json.dumps(row, ensure_ascii=False)) for number, row in enumerate(rows))
