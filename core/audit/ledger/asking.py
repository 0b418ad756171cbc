"""Asking (查账): what a query in SQL gives, from a ledger that nobody can change by it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import chain, count, islice
from math import isfinite
from typing import Any, NamedTuple

from gouji.audit.ledger.opening import driver, fetched, opened_to_read, telling
from gouji.i18n import _
from gouji.usage import UsageError

_AT_ONCE = 1000


class Answer(NamedTuple):
    """What a query gives (查询结果): the names of its columns, and its rows, one after the other."""

    columns: Sequence[str]
    rows: Iterator[Sequence[Any]]


class Overview(NamedTuple):
    """What there is in a ledger (账本概况).

    size: of the file, in bytes. runs: how many there were. last: when the last one began, in universal time.
    finished: whether that one came to its end. files, unchecked: how many there are, and could not be checked.
    agencies: whose reports there are. years: the first and the last. findings: how many, by severity.
    """

    size: int
    runs: int
    last: datetime | None
    finished: bool
    files: int
    unchecked: int
    agencies: int
    years: tuple[int, int] | None
    facts: int
    findings: dict[str, int]


@contextmanager
def asked(path: str, query: str) -> Iterator[Answer]:
    """The answer to a query, while the ledger is open. Raises UsageError, with what DuckDB says, for a wrong one."""
    duckdb = driver()
    with closing(opened_to_read(path)) as database, _breakable(database.interrupt) as done:
        try:
            answer = done(lambda: database.execute(query))
            described = answer.description if answer is not None else None
        except duckdb.Error as error:
            raise _wrong(error) from error
        if not described:
            raise UsageError(_("查询里没有要查的内容"))

        def rows() -> Iterator[Sequence[Any]]:
            try:
                found = fetched(answer)
                while some := done(lambda: list(islice(found, _AT_ONCE))):
                    yield from some
            except duckdb.Error as error:
                raise _wrong(error) from error

        yield Answer(_told_apart(column[0] for column in described), rows())


def _told_apart(names: Iterable[str]) -> list[str]:
    """The names of columns, with a number behind those that there are already, as JSON keeps one of each."""
    found: dict[str, None] = {}
    for name in names:
        others = (f"{name}_{number}" for number in count(1))
        found[next(each for each in chain((name,), others) if each not in found)] = None
    return list(found)


@contextmanager
def _breakable(interrupt: Callable[[], None]) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Does what is given to it in a thread of its own, as DuckDB hears of no Ctrl-C while it is at work."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        try:
            yield lambda work: thread.submit(work).result()
        except BaseException:
            interrupt()
            raise


def overview(path: str) -> Overview:
    """What there is in a ledger. Raises UsageError."""
    with closing(opened_to_read(path)) as database, telling(path):

        def one(query: str) -> tuple[Any, ...]:
            found: tuple[Any, ...] = database.execute(query).fetchall()[0]
            return found

        runs, last = one("SELECT count(*), max(started) FROM runs")
        (finished,) = one("SELECT coalesce(arg_max(finished IS NOT NULL, run), FALSE) FROM runs")
        files, unchecked = one("SELECT count(*), count(*) FILTER (NOT checked) FROM files")
        agencies, first_year, last_year = one("SELECT count(DISTINCT agency), min(year), max(year) FROM filings")
        (facts,) = one("SELECT count(*) FROM cells")
        found = database.execute("SELECT severity, count(*) FROM findings GROUP BY severity").fetchall()
    years = None if first_year is None else (first_year, last_year)
    size = os.path.getsize(path)
    return Overview(size, runs, last, finished, files, unchecked, agencies, years, facts, dict(found))


def plain(value: Any) -> str | int | bool | float | None:
    """A value as it is shown and written: an exact number in all its digits, a date as 2027-03-31.

    >>> plain(Decimal("3.5000000000")), plain(Decimal("100")), plain(["甲", "乙"]), plain(float("nan"))
    ('3.5', '100', '甲、乙', 'nan')
    """
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list | tuple):
        return _("、").join(str(plain(each)) for each in value)
    if value is None or isinstance(value, bool | int | str) or (isinstance(value, float) and isfinite(value)):
        return value
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else str(value)


def _wrong(error: Exception) -> UsageError:
    """What is wrong with a query: what DuckDB says, the place in the query below it."""
    said, *place = str(error).strip().splitlines()
    return UsageError(
        "\n".join((_("查询不对：{error}").format(error=said), *(f"    {line}" for line in place if line)))
    )
