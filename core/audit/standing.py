"""The standing (报送情况) of each agency for each year: whether it filed, late or at all, and how much was found.

It follows the findings (D404, G902, X007), so that what is not selected, or is suppressed, is not told here either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.collection import Collection
from gouji.i18n import N_, _
from gouji.reporters.wording import printable

LEVEL_HEADINGS = (N_("已报"), N_("其中迟报"), N_("未报"), N_("有错误"), N_("仅有警告"), N_("无错误和警告"))
"""What the numbers of a :class:`Level` are; to be translated when they are shown."""
_CALLED = {
    **{"government": N_("人民政府"), "department": N_("部门"), "township": N_("乡镇（街道）")},
    **{"province": N_("省级"), "city": N_("市级"), "county": N_("县级")},
}
"""Kinds of filers, and levels, as people call them, by the words of a roster."""

_STANDINGS = """
    WITH found AS (
        SELECT file, count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings,
               count(*) FILTER (severity = 'info') AS infos, bool_or(code = 'D404') AS late,
               min(message) FILTER (code = 'D404') AS lateness,
               list(code || ' ' || message ORDER BY severity = 'error' DESC, number)
                   FILTER (severity <> 'info') AS first
        FROM findings WHERE file IS NOT NULL GROUP BY file
    ), filed AS (
        SELECT agency, year, count(*) AS files, min(path) AS path, sum(coalesce(errors, 0)) AS errors,
               sum(coalesce(warnings, 0)) AS warnings, sum(coalesce(infos, 0)) AS infos,
               bool_or(coalesce(late, FALSE)) AS late, min(lateness) AS lateness,
               flatten(list(first[:3] ORDER BY path) FILTER (first IS NOT NULL))[:3] AS first
        FROM filings LEFT JOIN found USING (file) GROUP BY agency, year
    ), missing AS (
        SELECT agency, year, min(message) AS lack FROM findings WHERE code = 'G902' AND file IS NULL GROUP BY ALL
    ), standings AS (
        SELECT agency, year, kind, level, parent, coalesce(files, 0) AS files, path, coalesce(late, FALSE) AS late,
               missing.agency IS NOT NULL AS missing, coalesce(lack, lateness) AS reproach,
               coalesce(first, []) AS first, coalesce(errors, 0) AS errors, coalesce(warnings, 0) AS warnings,
               coalesce(infos, 0) AS infos,
               agencies.rowid AS place
        FROM filed FULL JOIN missing USING (agency, year) LEFT JOIN agencies USING (agency)
    )
"""


class Standing(NamedTuple):
    """How one agency stands for one year (一个机关一年的情况).

    kind, level, parent: as the roster has them, None if the agency is not on it. files: how many reports it filed.
    path: of the first of them. late: whether one came after the deadline. missing: whether there is none, though there
    should be. reproach: what is said of either. first: the first errors and warnings, errors before warnings.
    """

    agency: str
    year: int
    kind: str | None
    level: str | None
    parent: str | None
    files: int
    path: str | None
    late: bool
    missing: bool
    reproach: str | None
    first: tuple[str, ...]
    errors: int
    warnings: int
    infos: int

    @property
    def status(self) -> str:
        """Filed, late or missing, in a word for people."""
        if self.missing:
            return _("未报")
        return _("迟报") if self.late else _("已报")


class Level(NamedTuple):
    """The agencies of one level in one year (一个层级一年的情况), and how many of them filed, and how.

    erring, warned, clean: those with errors in a report, with warnings only, and with neither.
    name: of the level; where the roster gives none, of the kind; empty where there is no roster.
    """

    year: int
    name: str
    filed: int
    late: int
    missing: int
    erring: int
    warned: int
    clean: int


class Doubt(NamedTuple):
    """A report of which it is not settled whose it is, or on which year (存疑的报告)."""

    path: str
    said_agency: str | None
    said_year: int | None
    why: str


def called(word: str | None) -> str:
    """What people call a kind or a level of the roster (类别、层级名称); a word of its own as it is."""
    return _(_CALLED[word]) if word in _CALLED else printable(word or "")


def standings(collection: Collection, agency: str | None = None, among: str = "TRUE") -> Iterator[Standing]:
    """The standing of every agency, or of one, for every year of the audit, in the order of the roster.

    among: which of them, as a condition in SQL on the fields of a :class:`Standing`.
    """
    query = f"""{_STANDINGS} SELECT * EXCLUDE (place) FROM standings
        WHERE year IN (SELECT unnest($1)) AND ($2 IS NULL OR agency = $2) AND ({among})
        ORDER BY place NULLS LAST, agency, year"""
    for row in collection.rows(query, list(collection.years), agency):
        *about, first, errors, warnings, infos = row
        yield Standing._make((*about, tuple(first), int(errors), int(warnings), int(infos)))


def levels(collection: Collection) -> Iterator[Level]:
    """The years of the audit, and in each the levels in the order of the roster."""
    query = f"""{_STANDINGS} SELECT year, coalesce(level, kind, ''),
            count(*) FILTER (files > 0), count(*) FILTER (late), count(*) FILTER (missing),
            count(*) FILTER (errors > 0), count(*) FILTER (errors = 0 AND warnings > 0),
            count(*) FILTER (files > 0 AND errors = 0 AND warnings = 0)
        FROM standings WHERE year IN (SELECT unnest($1)) GROUP BY ALL ORDER BY year, min(place) NULLS LAST, 2"""
    for year, name, *numbers in collection.rows(query, list(collection.years)):
        yield Level(year, called(name), *numbers)


def doubts(collection: Collection) -> Iterator[Doubt]:
    """The reports that take no part in what is compared across reports (X007)."""
    query = """SELECT path, said_agency, said_year, string_agg(findings.message, '；' ORDER BY findings.number)
        FROM files JOIN findings USING (file) WHERE code = 'X007' GROUP BY ALL ORDER BY path"""
    return (Doubt(*row) for row in collection.rows(query))


def unread(collection: Collection) -> Iterator[tuple[str, str]]:
    """The files that could not be checked, each with the reason."""
    query = """SELECT path, coalesce(arg_min(findings.message, findings.number), '')
        FROM files LEFT JOIN findings USING (file) WHERE NOT checked GROUP BY path ORDER BY path"""
    return ((path, why) for path, why in collection.rows(query))
