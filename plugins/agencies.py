"""各机关的报送：名册上的都要报，一个机关一年只有一份。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from gouji.api import (
    N_,
    PLACE,
    Collection,
    Finding,
    Place,
    Related,
    Rule,
    Severity,
    _,
    collection_rule,
    hookimpl,
    outstanding,
    place_of,
)

DUTY = N_("政府信息公开条例第四十九条、第五十四条")
_NOWHERE = Place(1, 1, 1, 1)
_MOST_SHOWN = 3

_UNSETTLED = """
SELECT count(*) FILTER (NOT checked), count(*) FILTER (checked AND (agency IS NULL OR year IS NULL)) FROM files
"""

_DIFFERING = f"""
WITH twice AS (
    SELECT agency, year FROM filings WHERE year IN (SELECT unnest(?::INTEGER[])) GROUP BY ALL HAVING count(*) > 1
),
held AS (SELECT facts.* FROM facts JOIN twice USING (agency, year) WHERE value IS NOT NULL),
odd AS (
    SELECT agency, year, table_key, row_key, field_key FROM held
    GROUP BY ALL HAVING count(DISTINCT file) > 1 AND min(value) <> max(value)
)
SELECT agency, year, path, table_key, row_key, field_key, value, {", ".join(PLACE)}
FROM held JOIN odd USING (agency, year, table_key, row_key, field_key)
ORDER BY agency, year, path, coalesce(page, 0), line, col, address
"""


@collection_rule(
    "G902",
    "not-filed",
    Severity.ERROR,
    title=N_("没有报送年度报告"),
    reason=N_("名册上的机关都要在期限内公布上一年度的报告。还没有到期的不算，小结里另列为“尚未到期”。"),
    basis=DUTY,
    wrong="""\
@ 2023 清棠县交通运输局

@ roster
agency,kind,parent,consolidates
清棠县交通运输局,department,,no
清棠县水务局,department,,no
""",
    right="""\
@ 2023 清棠县交通运输局

@ roster
agency,kind,parent,consolidates,from
清棠县交通运输局,department,,no,2019
清棠县水务局,department,,no,2024
""",
)
def not_filed(collection: Collection) -> Iterator[Finding]:
    """名册上的机关，在起止年度之内的某一年没有报告，期限已过。读不了的、归属存疑的文件里也许有它的。"""
    missing = [due for due in outstanding(collection) if due.overdue]
    if not missing:
        return
    hint = _hint(*next(collection.rows(_UNSETTLED)))
    for due in missing:
        last = _("{year}年{month}月{day}日").format(year=due.last.year, month=due.last.month, day=due.last.day)
        message = _("{agency}没有报送{year}年度的报告，期限是{last}").format(
            agency=due.agency, year=due.year, last=last
        )
        yield Finding(_NOWHERE, message + hint, agency=due.agency, year=due.year)


def _hint(unread: int, doubtful: int) -> str:
    """Where the missing reports may be; empty if they can be nowhere."""
    places = [_("{number}份没能检查的文件").format(number=unread)] if unread else []
    places += [_("{number}份归属存疑的报告").format(number=doubtful)] if doubtful else []
    return _("；请先看是不是在{places}里").format(places=_("、").join(places)) if places else ""


@collection_rule(
    "G904",
    "contradicting-filings",
    Severity.ERROR,
    title=N_("同一机关同一年度有几份报告，数据不同"),
    reason=N_("一个机关一年只有一份报告。几份数据不同，就不知道以哪一份为准；更正过的，应当只留更正后的。"),
    basis=N_("政府信息公开条例第六条、第四十九条"),
    wrong="@ 2023 清棠县交通运输局\n\n@ 2023 清棠县交通运输局\ncarried_in=3\n",
    right="@ 2023 清棠县交通运输局\n\n@ 2023 清棠县交通运输局\n",
)
def contradicting_filings(collection: Collection) -> Iterator[Finding]:
    """同一机关同一年度不止一份报告，有单元格的数字不一样；每份各报一次，在第一处。空着、认不出的不算。"""
    rows = collection.rows(_DIFFERING, list(collection.years))
    for (agency, year), filed in groupby(rows, key=itemgetter(0, 1)):
        yield from _contradictions(agency, year, [_figure(*row[2:]) for row in filed])


class _Figure(NamedTuple):
    """One figure of one filing (数据): a cell in which the filings differ."""

    path: str
    table: str
    row: str
    field: str
    value: Decimal
    place: Place

    @property
    def text(self) -> str:
        """The value as it is written."""
        return f"{self.value.normalize():f}"


def _figure(path: str, table: str, row: str, field: str, value: Decimal, *place: Any) -> _Figure:
    return _Figure(path, table, row, field, value, place_of(place))


def _contradictions(agency: str, year: int, figures: Sequence[_Figure]) -> Iterator[Finding]:
    """One finding for each filing, at the first cell in which another one differs from it."""
    same: dict[tuple[str, ...], list[_Figure]] = {}
    for figure in figures:
        same.setdefault(figure[1:4], []).append(figure)
    for path, own in groupby(figures, key=itemgetter(0)):
        differing = [(figure, _others(figure, same[figure[1:4]])) for figure in own]
        first, others = differing[0]
        message = _("{agency}{year}年度的报告不止一份，有{count}处数据不同；第一处这里是{value}，{others}").format(
            agency=agency, year=year, count=len(differing), value=first.text, others=_told(others)
        )
        yield Finding(
            first.place,
            message,
            table=first.table,
            row=first.row,
            field=first.field,
            actual=first.text,
            related=tuple(Related(other.path, agency, year, other.text) for other in others),
            path=path,
        )


def _others(figure: _Figure, same: Iterable[_Figure]) -> list[_Figure]:
    """The figures of other filings in the same cell that are not the same."""
    return [other for other in same if other.value != figure.value]


def _told(others: Sequence[_Figure]) -> str:
    said = (_("{path} 是{value}").format(path=other.path, value=other.text) for other in others[:_MOST_SHOWN])
    return _("，").join(said)


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules on who files, and how often."""
    return [not_filed, contradicting_filings]
