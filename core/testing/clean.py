"""A small valid report of an invented agency (样本报告), as text: what examples change, and what tests start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gouji import grammars, ruleset
from gouji.form import Edition, TableForm
from gouji.i18n import _

AGENCY = "清棠县交通运输局"

Values = dict[tuple[str, str], str]
"""The text of every cell by row and field; no two tables share a row key."""

_SMALL = {"issued": 1, "repealed": 1, "in_force": 6, "made": 1, "published": 2, "public_total": 6, "decisions": 12} | {
    "prev_items": 8,
    "change": -2,
    "procurement_items": 2,
    "procurement_amount": "12.6万元",
    "fee_amount_wan": "3.5",
}
_CASES = {("review", "upheld"): 1, ("review", "pending"): 1, ("after_review", "corrected"): 1}
_REQUESTS = {
    ("carried_in", "natural_person"): 1,
    ("granted", "natural_person"): 2,
    ("granted", "business"): 1,
    ("partial", "natural_person"): 1,
    ("not_held", "natural_person"): 1,
    ("carried_out", "natural_person"): 1,
}
BALANCE = ("received", "carried_in", "total", "carried_out")


class ExampleError(ValueError):
    """An example that does not fit the clean report, or that its rule does not answer as it should."""


def clean_report(edition: str = "2021", year: int | None = None, narrative: str = "", **values: int | str) -> str:
    """A small valid report of an invented agency, as text, with one ``| label | n | n |`` line for each row.

    edition: its key. year: the report year, by default one which that edition governs. narrative: a further
    paragraph of section 一.
    values: cells by row and field (``granted__business=2``), or by row alone (``granted=2``): that is its first field
    and its 总计, the fields between them being 0. What is not given follows from the rest: 总计 from the other fields,
    （七）总计 from the outcomes, 本年新收 from the balance; if 本年新收 is given, 予以公开 follows from it.
    """
    form = ruleset.edition(edition)
    look = CLEAN._replace(remark=narrative)
    return printed(form, year or form.years[0] + (2 if form.years[1] is None else 0), values, look)


def printed(form: Edition, year: int, values: Mapping[str, int | str], look: Look) -> str:
    """A valid report with these values, on a year, as it looks. Values are named as in :func:`clean_report`."""
    cells = _balanced(form, _given(form, values))
    tables = {"disclosure": _disclosure, "applications": _applications, "review": _review}
    said = {"year": str(year)} | {f"{row}__{field}": text for (row, field), text in cells.items()}
    lines = [look.title.format(agency=look.agency, year=year), *_preamble(form, year)]
    for section in form.sections:
        lines.append(section.heading)
        if section.table is not None:
            lines.append(look.table(tables[section.table](form, cells)))
        lines += [text.format(**said) for text in look.narrative.get(section.key, ())]
        lines += [look.remark] if look.remark and section.key == "overview" else []
    return "\n\n".join([*lines, f"{look.agency}\n{year + 1}年{look.day[0]}月{look.day[1]}日"]) + "\n"


def piped(rows: Sequence[Sequence[str]]) -> str:
    """A table as lines of cells between bars."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


_NARRATIVE = {
    "overview": (
        "{year}年，本局坚持以公开为常态，修订公开指南和目录，政策文件与解读材料同步发布，依法按期答复申请人。",
        "本局把政务公开纳入工作考核，主动接受社会评议，年内没有需要责任追究的情形。",
    ),
    "problems": ("存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。",),
    "other_matters": ("本年度没有收取信息处理费。",),
}


class Look(NamedTuple):
    """What differs between reports besides their figures (报告的样子).

    title: with ``{agency}`` and ``{year}``. narrative: paragraphs by the key of their section, with ``{year}`` and
    cells such as ``{granted__total}``. remark: a further paragraph of section 一. day: the month and day of signing.
    table: writes the rows of a table.
    """

    agency: str = AGENCY
    title: str = "{agency}{year}年政府信息公开工作年度报告"
    narrative: Mapping[str, Sequence[str]] = _NARRATIVE
    remark: str = ""
    day: tuple[int, int] = (1, 18)
    table: Callable[[Sequence[Sequence[str]]], str] = piped


CLEAN = Look()


def _preamble(form: Edition, year: int) -> list[str]:
    return [
        f"本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和{form.instrument}规定的格式编制，"
        f"统计期限自{year}年1月1日起至{year}年12月31日止。"
    ]


def _given(form: Edition, values: Mapping[str, int | str]) -> Values:
    """The cells that a caller names. Raises ExampleError for a row or field that the edition does not have."""
    fields = {row.key: row.fields for table in form.tables.values() for row in table.rows}
    given: Values = {}
    for name, value in values.items():
        row, _dunder, field = name.partition("__")
        known = fields.get(row, ())
        if not known or (field and field not in known):
            raise ExampleError(_("{edition}年版没有 {name} 这样的单元格").format(edition=form.key, name=name))
        if not field and "total" in known:
            given |= {(row, each): "0" for each in known} | {(row, "total"): str(value)}
        given[row, field or known[0]] = str(value)
    return given


def _balanced(form: Edition, given: Values) -> Values:
    """Every cell: the given ones, small figures, and what follows from both."""
    cells = {(row.key, f): str(_SMALL[f]) for row in form.tables["disclosure"].rows for f in row.fields}
    cells |= _with_totals(form.tables["review"], {key: str(value) for key, value in _CASES.items()} | given, given)
    requests = {key: str(value) for key, value in _REQUESTS.items()} | given
    applications = form.tables["applications"]
    for applicant in applications.rows[0].fields[:-1]:
        column = {row.key: requests.get((row.key, applicant), "0") for row in applications.rows}
        fixed = {row for row, field in given if field == applicant}
        requests |= {(row, applicant): text for row, text in _balanced_column(column, fixed).items()}
    return cells | _with_totals(applications, requests, given) | given


def _balanced_column(column: dict[str, str], fixed: set[str]) -> dict[str, str]:
    """The column of one applicant with 本年新收, 予以公开 and (七)总计 following from what is fixed."""
    number = {row: int(text) if text.isdigit() else 0 for row, text in column.items()}
    others = sum(value for row, value in number.items() if row not in (*BALANCE, "granted"))
    if "total" not in fixed and "received" in fixed:
        number["total"] = max(number["received"] + number["carried_in"] - number["carried_out"], 0)
    if "total" in fixed or "received" in fixed:
        number["granted"] = number["granted"] if "granted" in fixed else max(number["total"] - others, 0)
    if "total" not in fixed:
        number["total"] = others + number["granted"]
    if "received" not in fixed:
        number["received"] = max(number["total"] + number["carried_out"] - number["carried_in"], 0)
    return {row: text if row in fixed else str(number[row]) for row, text in column.items()}


def _with_totals(form: TableForm, texts: Values, given: Values) -> Values:
    """The cells of a table, zeros where nothing is said, each row's 总计 the sum of the others."""
    cells = {(row.key, f): texts.get((row.key, f), "0") for row in form.rows for f in row.fields}
    for row in form.rows:
        parts = [cells[row.key, f] for f in row.fields if f != "total"]
        if (row.key, "total") not in given:
            cells[row.key, "total"] = str(sum(int(text) for text in parts if text.isdigit()))
    return cells


def _disclosure(form: Edition, cells: Values) -> list[list[str]]:
    """The rows of the disclosure table under the group rows and headings that its grammar gives."""
    rows = {row.key: row for row in form.tables["disclosure"].rows}
    rules, labels = _grammar(form.key)
    lines = []
    for article in rules["disclosure"]:
        heads = [labels[name] for name in rules[article] if name in labels]
        lines += [heads[:1], heads[1:]]
        for key in rules[article]:
            if key in rows:
                lines.append([rows[key].label, *(cells[key, field] for field in rows[key].fields)])
    return lines


def _applications(form: Edition, cells: Values) -> list[list[str]]:
    """The rows of the applications table under one heading; the label of a group stands in a row of its own."""
    table = form.tables["applications"]
    labels, merged = _grammar(form.key)[1], grammars.form(f"edition-{form.key}").merged
    groups = [labels[name] for name in merged if labels[name][2] == "）"]
    groups = [labels["OUTCOMES"], *sorted(groups, key=_ordinal)]
    lines = [[labels["BALANCE"], *table.columns.values()]]
    for row in table.rows:
        if row.label.startswith(("（一）", "1.")):
            lines.append([groups.pop(0)])
        lines.append([row.label, *(cells[row.key, field] for field in row.fields)])
    return lines


def _ordinal(label: str) -> int:
    """The number of a group, from the （三） that it begins with."""
    return "一二三四五六七".index(label[1])


def _review(form: Edition, cells: Values) -> list[list[str]]:
    """The heading rows of the review table and its one row of figures."""
    table = form.tables["review"]
    review, *litigation = [row.label for row in table.rows]
    results = list(table.columns.values())
    return [
        [review, _grammar(form.key)[1]["LITIGATION"]],
        [*results, *litigation],
        results * len(litigation),
        [cells[row.key, field] for row in table.rows for field in row.fields],
    ]


@cache
def _grammar(key: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What each rule of an edition's grammar consists of, in its first alternative, and the wording of each label."""
    name = f"edition-{key}"
    rules: dict[str, list[str]] = {}
    for rule in grammars.load(name).rules:
        rules.setdefault(rule.origin.name, [symbol.name for symbol in rule.expansion])
    return rules, grammars.form(name).labels
