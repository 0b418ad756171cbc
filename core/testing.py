"""The harness for rules and packs (测试工具): a valid report, ways to damage it, and a rule's examples as its test.

A rule's ``wrong`` and ``right`` examples have one of three forms:

- lines to change in the clean report: ``-`` before a line that goes, ``+`` before one that comes, a blank before one
  that stays and only says where; an empty line between places that lie apart;
- values of cells, as ``received=3 carried_in=1``: rows of the applications table, or the fields of one row of it or of
  the review table; what is not named is 0 in that row or column, or filled in so that the rest of the form agrees;
- anything else is a whole file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from gouji import grammars, ruleset
from gouji.engine import Engine, Request
from gouji.finding import Finding
from gouji.form import Edition, TableForm
from gouji.host import Host
from gouji.judge import Layer, decide
from gouji.model import Report
from gouji.outcome import FileResult
from gouji.rule import Rule
from gouji.ruleset import EDITIONS

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
_BALANCE = ("received", "carried_in", "total", "carried_out")


class ExampleError(ValueError):
    """An example that does not fit the clean report, or that its rule does not answer as it should."""


# ── A valid report ───────────────────────────────────────────────────────────────────────────────


def clean_report(edition: str = "2021", year: int | None = None, narrative: str = "", **values: int | str) -> str:
    """A small valid report of an invented agency, as text, with one ``| label | n | n |`` line for each row.

    edition: its key. year: the report year, by default one which that edition governs. narrative: a further
    paragraph of section 一.
    values: cells by row and field (``granted__business=2``), or by row alone (``granted=2``): that is its first field
    and its 总计, the fields between them being 0. What is not given follows from the rest: 总计 from the other fields,
    （七）总计 from the outcomes, 本年新收 from the balance; if 本年新收 is given, 予以公开 follows from it.
    """
    form = ruleset.edition(edition)
    return _printed(form, year or form.years[0] + (2 if form.years[1] is None else 0), narrative, values)


def _printed(form: Edition, year: int, narrative: str, values: Mapping[str, int | str]) -> str:
    cells = _balanced(form, _given(form, values))
    tables = {"disclosure": _disclosure, "applications": _applications, "review": _review}
    lines = [f"{AGENCY}{year}年政府信息公开工作年度报告", *_preamble(form, year)]
    for section in form.sections:
        lines.append(f"{section.number}、{section.title}")
        if section.table is not None:
            rows = tables[section.table](form, cells)
            lines.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
        lines += [text.format(year=year) for text in _NARRATIVE.get(section.key, ())]
        lines += [narrative] if narrative and section.key == "overview" else []
    return "\n\n".join([*lines, f"{AGENCY}\n{year + 1}年1月18日"]) + "\n"


_NARRATIVE = {
    "overview": (
        "{year}年，本局坚持以公开为常态，修订公开指南和目录，政策文件与解读材料同步发布，依法按期答复申请人。",
        "本局把政务公开纳入工作考核，主动接受社会评议，年内没有需要责任追究的情形。",
    ),
    "problems": ("存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。",),
    "other_matters": ("本年度没有收取信息处理费。",),
}


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
        row, _, field = name.partition("__")
        known = fields.get(row, ())
        if not known or (field and field not in known):
            raise ExampleError(f"{form.key}年版没有 {name} 这样的单元格")
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
    others = sum(value for row, value in number.items() if row not in (*_BALANCE, "granted"))
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


# ── Changing it ──────────────────────────────────────────────────────────────────────────────────


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
            raise ExampleError(f"示例的每一行须以 -、+ 或空格开头：{line}")
    old = [line[1:].strip() for line in hunk if line[0] != "+"]
    if not old:
        raise ExampleError("示例没有说明改在哪里：至少要有一行以 - 或空格开头")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    texts = [lines[index].strip() for index in filled]
    found = [start for start in range(len(texts)) if texts[start : start + len(old)] == old]
    if len(found) != 1:
        where = "找不到" if not found else f"有{len(found)}处"
        raise ExampleError(f"报告里{where}：{' / '.join(old)}")
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


# ── Checking it ──────────────────────────────────────────────────────────────────────────────────


def findings(source: str | bytes, *, path: str = "report.txt", select: Sequence[str] | None = None) -> list[Finding]:
    """What the whole check finds in a report, with the bundled rules or those selected, in document order."""
    return list(check(source, path=path, select=select).findings)


def check(source: str | bytes, *, path: str = "report.txt", select: Sequence[str] | None = None) -> FileResult:
    """The result of the whole check of one file."""
    layers = [] if select is None else [Layer(select=tuple(select))]
    return _engine().check(path, _bytes(source), Request(decide(layers, _host().rules)))


def report(narrative: str = "", *, edition: str = "2021", year: int | None = None, **values: int | str) -> Report:
    """The clean report as rules see it, with a paragraph and values of one's own; see :func:`clean_report`.

    >>> report(carried_out=3).applications.value("carried_out", "total")
    3
    """
    return read(clean_report(edition, year, narrative, **values))


def read(source: str | bytes, *, path: str = "report.txt") -> Report:
    """A file as rules see it."""
    return _engine().report(path, _bytes(source))


def check_examples(rule: Rule) -> None:
    """Run a rule's own examples. Raises ExampleError if ``wrong`` does not trigger it, or if ``right`` does."""
    for example, wanted in ((rule.wrong, True), (rule.right, False)):
        if example.strip() and bool(found := _answers(rule, example)) is not wanted:
            problem = "反例没有触发规则" if wanted else f"正例触发了规则：{found[0].message}"
            raise ExampleError(f"{rule.code}：{problem}\n{example}")


def _answers(rule: Rule, example: str) -> list[Finding]:
    """What a rule finds in its example, whether or not it is in the bundled catalogue."""
    text = example_report(example)
    if rule.check is not None:
        return list(rule.check(read(text)))
    return [finding for finding in check(text).findings if finding.code == rule.code]


def example_report(example: str) -> str:
    """The whole text of the report that an example stands for."""
    if re.fullmatch(r"(\w+=\S+\s*)+", example.strip()):
        return _valued(dict(pair.split("=") for pair in example.split()))
    lines = [line for line in example.split("\n") if line.strip()]
    if not all(line[0] in "-+ " for line in lines):
        return example.lstrip("\n")
    error = ExampleError("")
    for edition in reversed(EDITIONS):
        try:
            return edited(clean_report(edition), example)
        except ExampleError as failure:
            error = error if error.args[0] else failure
    raise error


def _valued(values: Mapping[str, str]) -> str:
    """A report with the values of an example in one row, one column or one block."""
    form = ruleset.edition("2021")
    fields = {row.key: row.fields for table in form.tables.values() for row in table.rows}
    outcomes = [row.key for row in form.tables["applications"].rows if row.key not in _BALANCE]
    for row in ("granted", "review"):
        if values.keys() <= set(fields[row]):
            return _printed(form, 2023, "", {f"{row}__{field}": values.get(field, "0") for field in fields[row]})
    zeros = dict.fromkeys(outcomes, "0") if values.keys() & set(outcomes) else {}
    return _printed(form, 2023, "", {**zeros, **values})


def _bytes(source: str | bytes) -> bytes:
    return source.encode() if isinstance(source, str) else source


@cache
def _host() -> Host:
    return Host()


@cache
def _engine() -> Engine:
    return Engine(_host())
