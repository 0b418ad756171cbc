"""The ledger's file (账本文件): opened, made when it is first needed, written in whole batches."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Any

from gouji import __version__
from gouji.audit.harvest import Harvest, kept
from gouji.audit.ledger.columns import BANDS, CELLS, FILE, FINDINGS, PASSAGES, shape
from gouji.cache.record import as_text
from gouji.finding import Finding
from gouji.i18n import _
from gouji.usage import UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gouji.audit.roster import Roster

_CONFIG = {
    "memory_limit": "128MB",
    "threads": 2,
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,  # nothing is fetched from anywhere
    "autoload_known_extensions": False,
}
_LISTS = (("cells", CELLS), ("findings", FINDINGS), ("passages", PASSAGES), ("bands", BANDS))


class Ledger:
    """A ledger that is open for writing."""

    def __init__(self, path: str) -> None:
        """path: of its file, made if it is not there. Raises UsageError."""
        import duckdb

        self.path = path

        self._new = not os.path.exists(path)
        try:
            self._database: DuckDBPyConnection = duckdb.connect(path, config=_CONFIG)
        except duckdb.Error as error:
            raise UsageError(_("账本 {path} 打不开：{error}").format(path=path, error=error)) from error
        if self._new:
            self._database.execute(resources("gouji.audit.ledger").joinpath("schema.sql").read_text("utf-8"))

    def close(self) -> None:
        """Be done with the file."""
        self._database.close()

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives."""
        cursor = self._database.cursor().execute(query, values)
        while rows := cursor.fetchmany(1000):
            yield from rows

    def begin(self, files: int) -> int:
        """Note that a run begins, and give its number."""
        (run,) = next(self.rows("SELECT coalesce(max(run), 0) + 1 FROM runs"))
        self._database.execute("INSERT INTO runs VALUES (?, now(), NULL, ?, ?, 0)", [run, __version__, files])
        return int(run)

    def finish(self, run: int, read: int) -> None:
        """Note that a run has ended."""
        self._database.execute("UPDATE runs SET finished = now(), read = ? WHERE run = ?", [read, run])

    def known(self) -> Mapping[str, str]:
        """The keys with which files were read, by path."""
        return dict(self.rows("SELECT path, key FROM files WHERE key IS NOT NULL"))

    def put(self, run: int, harvests: Sequence[tuple[Harvest, str | None]]) -> None:
        """Put what was taken from files into the ledger, each with its key, all of it or, if it is killed, nothing."""
        if not harvests:
            return
        with _Transaction(self._database):
            self._drop([harvest.path for harvest, _key in harvests])
            (first,) = next(self.rows("SELECT coalesce(max(file), 0) + 1 FROM files"))
            numbers = range(first, first + len(harvests))
            keys = [key for _harvest, key in harvests]
            self._database.execute(
                f"INSERT INTO files BY NAME SELECT file, ? AS run, keys[file - ? + 1] AS key, unnest(of) FROM"
                f" (SELECT ?::VARCHAR[] AS keys, unnest(from_json(?, '{shape(FILE)}'), max_depth := 2))",
                [run, first, keys, _array(numbers, (harvest.file for harvest, _key in harvests))],
            )
            for table, columns in _LISTS:
                texts = _array(numbers, (getattr(harvest, table) for harvest, _key in harvests))
                names = ", ".join(f"unnest(of.{name}) AS {name}" for name in columns)
                extra = ", FALSE AS across" if table == "findings" else ""
                self._database.execute(
                    f"INSERT INTO {table} BY NAME SELECT file{extra}, {names} FROM"
                    f" (SELECT unnest(from_json(?, '{shape(columns, lists=True)}'), max_depth := 2))",
                    [texts],
                )

    def retain(self, paths: Sequence[str]) -> None:
        """Take all other files out of the ledger."""
        kept = set(paths)
        self.remove([path for (path,) in self.rows("SELECT path FROM files") if path not in kept])

    def enrol(self, roster: Roster | None) -> None:
        """Put the roster into the ledger in the place of the one before."""
        agencies = roster.agencies.values() if roster else ()
        with _Transaction(self._database):
            self._database.execute("DELETE FROM agencies")
            for each in agencies:
                due = each.deadline or (None, None)
                row = (*each[:4], each.consolidates, each.first_year, each.last_year, *due, list(each.aliases))
                self._database.execute(f"INSERT INTO agencies VALUES ({', '.join('?' * len(row))})", row)

    def attribute(self, settled: Iterable[tuple[int, str | None, int | None, str | None]]) -> None:
        """Note whose report on which year each file is: number of the file, agency, year, and what is in doubt."""
        rows = [dict(zip(("file", "agency", "year", "doubt"), each, strict=True)) for each in settled]
        self._database.execute(
            "UPDATE files SET agency = new.agency, year = new.year, doubt = new.doubt FROM"
            """ (SELECT unnest(from_json(?, '[{"file":"INTEGER","agency":"VARCHAR","year":"INTEGER","doubt":"VARCHAR"}]'), recursive := true)) AS new"""
            " WHERE files.file = new.file",
            [json.dumps(rows, ensure_ascii=False)],
        )

    def put_across(self, findings: Sequence[Finding]) -> None:
        """Put what was found across reports into the ledger in the place of what was found before."""
        rows = [
            kept(number, each) | {"path": each.path, "agency": each.agency, "year": each.year, "record": as_text(each)}
            for number, each in enumerate(findings)
        ]
        with _Transaction(self._database):
            self._database.execute("DELETE FROM findings WHERE across")
            shape = json.dumps(
                [{"path": "VARCHAR", "agency": "VARCHAR", "year": "INTEGER", "record": "VARCHAR", **FINDINGS}]
            )
            self._database.execute(
                "INSERT INTO findings BY NAME SELECT files.file, TRUE AS across, new.* EXCLUDE (path) FROM"
                f" (SELECT unnest(from_json(?, '{shape}'), max_depth := 2)) AS new LEFT JOIN files USING (path)",
                [json.dumps(rows, ensure_ascii=False)],
            )

    def remove(self, paths: Sequence[str]) -> None:
        """Take files out of the ledger."""
        with _Transaction(self._database):
            self._drop(paths)

    def _drop(self, paths: Sequence[str]) -> None:
        self._database.execute(
            "CREATE OR REPLACE TEMP TABLE gone AS SELECT file FROM files WHERE path IN (SELECT unnest(?))",
            [list(paths)],
        )
        for table in ("cells", "findings", "passages", "bands", "files"):
            self._database.execute(f"DELETE FROM {table} WHERE file IN (SELECT file FROM gone)")


class _Transaction:
    def __init__(self, database: DuckDBPyConnection) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.execute("BEGIN")

    def __exit__(self, kind: object, *_rest: object) -> None:
        self._database.execute("COMMIT" if kind is None else "ROLLBACK")


def _array(numbers: Iterable[int], objects: Iterable[str]) -> str:
    """JSON objects as one array, each with the number of its file."""
    return (
        "[" + ",".join(f'{{"file":{number},"of":{text}}}' for number, text in zip(numbers, objects, strict=True)) + "]"
    )
