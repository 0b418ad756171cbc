"""A rule's examples (正例和反例): the reports they stand for. Their three forms are told in :mod:`gouji.testing`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from gouji import ruleset
from gouji.explain import FIGURES
from gouji.form import Edition
from gouji.i18n import _
from gouji.ruleset import EDITIONS
from gouji.testing.clean import BALANCE, CLEAN, ExampleError, clean_report, printed

Made = TypeVar("Made")


def example_report(example: str) -> str:
    """The whole text of the report that an example stands for, in the newest edition that it fits.

    Raises ExampleError if it fits none.
    """
    return example_reports(example)[0]


def example_reports(example: str) -> list[str]:
    """The reports that an example stands for, one for each edition that it fits, the newest first.

    Raises ExampleError if it fits none.
    """
    if (values := pairs(example)) is not None:
        return of_editions(lambda edition: _valued(values, edition))
    lines = [line for line in example.split("\n") if line.strip()]
    if not all(line[0] in "-+ " for line in lines):
        return [example.lstrip("\n")]
    return of_editions(lambda edition: edited(clean_report(edition), example))


def pairs(example: str) -> dict[str, str] | None:
    """The values that an example consists of, by name; None if it consists of anything else.

    >>> pairs("received=3 prior.carried_in=1")
    {'received': '3', 'prior.carried_in': '1'}
    """
    if not FIGURES.fullmatch(example.strip()):
        return None
    return dict(pair.split("=", 1) for pair in example.split())


def of_editions(make: Callable[[str], Made]) -> list[Made]:
    """What can be made for the editions. Raises the error for the newest one if it can be made for none."""
    made, errors = [], []
    for edition in reversed(EDITIONS):
        try:
            made.append(make(edition))
        except ExampleError as error:
            errors.append(error)
    if not made:
        raise errors[0]
    return made


def _valued(values: Mapping[str, str], edition: str) -> str:
    """A report with the values of an example. Raises ExampleError if they are not of the edition's form."""
    form = ruleset.edition(edition)
    return printed(form, form.years[1] or form.years[0] + 2, cells(form, values), CLEAN)


def cells(form: Edition, values: Mapping[str, str]) -> dict[str, int | str]:
    """The cells that values stand for: the fields of one row, the rows of one column, or cells as ``row__field``."""
    applications, review = form.tables["applications"].rows, form.tables["review"].rows
    granted = next(row for row in applications if row.key == "granted")
    for row in (granted, review[0]):
        if values.keys() <= set(row.fields):
            return {f"{row.key}__{field}": values.get(field, "0") for field in row.fields}
    for row in form.tables["disclosure"].rows:
        if values.keys() <= set(row.fields):
            return {f"{row.key}__{field}": text for field, text in values.items()}
    outcomes = [row.key for row in applications if row.key not in BALANCE]
    return {**(dict.fromkeys(outcomes, "0") if values.keys() & set(outcomes) else {}), **values}


def edited(text: str, example: str) -> str:
    r"""The text with the lines of an example changed. Raises ExampleError if they are not found, or found twice.

    >>> print(edited("甲\n乙\n丙", " 甲\n-乙\n+丁"))
    甲
    丁
    丙
    """
    lines = text.splitlines()
    for hunk in re.split(r"\n[ \t]*\n", example.strip("\n")):
        lines = _changed(lines, hunk.splitlines())
    return "\n".join(lines) + ("\n" if text.endswith("\n") else "")


def _changed(lines: list[str], hunk: Sequence[str]) -> list[str]:
    for line in hunk:
        if line[0] not in "-+ ":
            raise ExampleError(_("示例的每一行须以 -、+ 或空格开头：{line}").format(line=line))
    old = [line[1:].strip() for line in hunk if line[0] != "+"]
    if not old:
        raise ExampleError(_("示例没有说明改在哪里：至少要有一行以 - 或空格开头"))
    filled = [index for index, line in enumerate(lines) if line.strip()]
    texts = [lines[index].strip() for index in filled]
    found = [start for start in range(len(texts)) if texts[start : start + len(old)] == old]
    if len(found) != 1:
        raise ExampleError(_misplaced(old, len(found), scattered=set(old) <= set(texts)))
    at = iter(filled[found[0] : found[0] + len(old)])
    changed, position = lines[: filled[found[0]]], filled[found[0]]
    for line in hunk:
        if line[0] == "+":
            changed.append(line[1:].strip())
            continue
        index = next(at)
        changed += lines[position:index] + ([lines[index]] if line[0] == " " else [])
        position = index + 1
    return changed + lines[position:]


def _misplaced(lines: Sequence[str], times: int, *, scattered: bool) -> str:
    """Why lines cannot be changed that the report has ``times`` times in succession."""
    shown = " / ".join(lines)
    if times:
        return _("报告里有{count}处：{lines}").format(count=times, lines=shown)
    if scattered:
        return _("报告里找不到：{lines}（这几行在报告里不是连着的：改几处，各处之间要空一行）").format(lines=shown)
    return _("报告里找不到：{lines}").format(lines=shown)
