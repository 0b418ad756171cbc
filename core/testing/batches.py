"""Batches (一批报告): what an example of a rule across reports stands for. :mod:`gouji.testing` tells its form."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from gouji import ruleset
from gouji.config.search import Configurations
from gouji.form import Edition
from gouji.host import Host
from gouji.i18n import _
from gouji.run import Order, Run
from gouji.testing.clean import AGENCY, CLEAN, ExampleError, printed
from gouji.testing.examples import cells, edited, of_editions, pairs

if TYPE_CHECKING:
    from gouji.collection import Collection

_HEAD = re.compile(r"^@[ \t]*(?:(?P<year>\d{4})[ \t]+(?P<agency>\S+)|(?P<roster>roster))[ \t]*$", re.MULTILINE)
_GOVERNMENT = "清棠县人民政府"
_OF_OTHERS = ("prior.", "children.")


class Batch(NamedTuple):
    """Some reports, as the text of each, and the roster that goes with them (一批报告), if any."""

    reports: tuple[str, ...]
    roster: str | None = None


def batches(example: str) -> list[Batch]:
    """What an example stands for: one batch or, if it gives figures alone, one for each edition that they fit.

    Raises ExampleError.
    """
    if (figures := pairs(example)) is not None:
        return of_editions(lambda key: _of_figures(figures, ruleset.edition(key)))
    heads = list(_HEAD.finditer(example))
    if not heads or example[: heads[0].start()].strip():
        raise ExampleError(_("跨报告规则的示例，每份报告前要有一行如“@ 2023 {agency}”").format(agency=AGENCY))
    ends = [head.start() for head in heads[1:]] + [len(example)]
    blocks = [(head, example[head.end() : end].strip("\n")) for head, end in zip(heads, ends, strict=True)]
    rosters = [text for head, text in blocks if head["roster"]]
    reports = (_report(int(head["year"]), head["agency"], text) for head, text in blocks if not head["roster"])
    return [Batch(tuple(reports), rosters[0] if rosters else None)]


def _report(year: int, agency: str, text: str) -> str:
    """The report of an agency on a year, as a block of an example changes it."""
    form = ruleset.governing(year)
    if form is None:
        raise ExampleError(_("{year}年度还没有统一的格式").format(year=year))
    if (figures := pairs(text)) is not None:
        return _printed(form, year, agency, cells(form, figures))
    clean = _printed(form, year, agency, {})
    if not all(line[0] in "-+ " for line in text.split("\n") if line):
        return text
    return edited(clean, text) if text.strip() else clean


def _printed(form: Edition, year: int, agency: str, values: Mapping[str, int | str]) -> str:
    return printed(form, year, values, CLEAN._replace(agency=agency))


def _of_figures(figures: Mapping[str, str], form: Edition) -> Batch:
    """The reports that figures of a relation stand for, whose names say which report they are of."""
    year = form.years[1] or form.years[0] + 2
    own = {name: value for name, value in figures.items() if not name.startswith(_OF_OTHERS)}
    prior, children = (
        {name.removeprefix(prefix): value for name, value in figures.items() if name.startswith(prefix)}
        for prefix in _OF_OTHERS
    )
    reports = [_printed(form, year, _GOVERNMENT if children else AGENCY, _everywhere(form, own))]
    if prior:
        reports.append(_printed(form, year - 1, AGENCY, _everywhere(form, prior)))
    if not children:
        return Batch(tuple(reports))
    reports.append(_printed(form, year, AGENCY, _everywhere(form, children)))
    rows = (
        "agency,kind,parent,consolidates,from,to",
        f"{_GOVERNMENT},government,,yes,{year},{year}",
        f"{AGENCY},department,{_GOVERNMENT},no,{year},{year}",
    )
    return Batch(tuple(reports), "\n".join(rows))


def _everywhere(form: Edition, figures: Mapping[str, str]) -> dict[str, int | str]:
    """The cells that figures stand for; a field of the disclosure table stands for itself in every row that has it."""
    rows = form.tables["disclosure"].rows
    if not figures or not any(figures.keys() <= set(row.fields) for row in rows):
        return cells(form, figures) if figures else {}
    return {f"{row.key}__{field}": text for row in rows for field, text in figures.items() if field in row.fields}


@contextmanager
def collected(host: Host, batch: Batch) -> Iterator[Collection]:
    """A batch as rules across reports see it."""
    from gouji.audit.auditing import Audit, Wanted
    from gouji.audit.ledger.store import Ledger
    from gouji.audit.roster import read

    with TemporaryDirectory() as folder:
        reports = os.path.join(folder, "reports")
        os.mkdir(reports)
        for number, text in enumerate(batch.reports, start=1):
            _write(os.path.join(reports, f"{number}.txt"), text)
        roster = None
        if batch.roster is not None:
            path = os.path.join(folder, "roster.csv")
            _write(path, batch.roster)
            roster = read(path)
        run = Run(Order((reports,), jobs=1), Configurations(isolated=True), host)
        ledger = Ledger(os.path.join(folder, "ledger.duckdb"))
        try:
            audit = Audit(run, ledger, Wanted(roster))
            for _harvest in audit.collect(audit.pending):
                pass
            audit.settle()
            yield audit
        finally:
            ledger.close()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)
