"""The statutory tables as they are printed: labels, cells and merged cells, of both editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

APPLICANTS = ("natural_person", "business", "research", "social", "legal_service", "other_org")
COLUMNS = (*APPLICANTS, "total")
BLOCKS = ("review", "direct", "after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
EDITION_YEARS = {"2019": (2019, 2020), "2021": (2021, 2025)}

Key = tuple[str, str]
"""Row and field of a cell."""


@dataclass(eq=False, slots=True)
class Box:
    """A printed cell, standing at one or several places of the grid. ``key`` is set for a cell to fill in."""

    text: str = ""
    key: Key | None = None
    group: bool = False


Matrix = list[list[Box]]
"""A table: every place of the grid, a merged cell being the same box at several places."""


class Run(NamedTuple):
    """A box as it stands in one row of the grid, ``columns`` wide from ``start``; ``first`` in its topmost row."""

    box: Box
    start: int
    columns: int
    first: bool


def runs(matrix: Matrix, index: int) -> Iterator[Run]:
    """The boxes of a row from left to right."""
    row = matrix[index]
    start = 0
    while start < len(row):
        end = start + 1
        while end < len(row) and row[end] is row[start]:
            end += 1
        first = index == 0 or start >= len(matrix[index - 1]) or matrix[index - 1][start] is not row[start]
        yield Run(row[start], start, end - start, first)
        start = end


def boxes(matrix: Matrix) -> Iterator[Box]:
    """Every box once, in reading order."""
    seen: set[int] = set()
    for row in matrix:
        for box in row:
            if id(box) not in seen:
                seen.add(id(box))
                yield box


def row_of(matrix: Matrix, key: str) -> int:
    """The index of the row that holds the cells of this row key."""
    return next(i for i, row in enumerate(matrix) if any(box.key and box.key[0] == key for box in row))


CONTENT = "信息内容"

_DISCLOSURE = {
    "2021": (
        (
            "第二十条第（一）项",
            {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"},
            {"rules": "规章", "normative_docs": "行政规范性文件"},
        ),
        ("第二十条第（五）项", {"decisions": "本年处理决定数量"}, {"licensing": "行政许可"}),
        ("第二十条第（六）项", {"decisions": "本年处理决定数量"}, {"penalty": "行政处罚", "coercion": "行政强制"}),
        ("第二十条第（八）项", {"fee_amount_wan": "本年收费金额（单位：万元）"}, {"admin_fees": "行政事业性收费"}),
    ),
    "2019": (
        (
            "第二十条第（一）项",
            {"made": "本年新制作数量", "published": "本年新公开数量", "public_total": "对外公开总数量"},
            {"rules": "规章", "normative_docs": "规范性文件"},
        ),
        (
            "第二十条第（五）项",
            {"prev_items": "上一年项目数量", "change": "本年增/减", "decisions": "处理决定数量"},
            {"licensing": "行政许可", "other_services": "其他对外管理服务事项"},
        ),
        (
            "第二十条第（六）项",
            {"prev_items": "上一年项目数量", "change": "本年增/减", "decisions": "处理决定数量"},
            {"penalty": "行政处罚", "coercion": "行政强制"},
        ),
        (
            "第二十条第（八）项",
            {"prev_items": "上一年项目数量", "change": "本年增/减"},
            {"admin_fees": "行政事业性收费"},
        ),
        (
            "第二十条第（九）项",
            {"procurement_items": "采购项目数量", "procurement_amount": "采购总金额"},
            {"procurement": "政府集中采购"},
        ),
    ),
}

BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANT_HEADS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "social": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}
_RESULT_HEADS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}

_REFUSED = {
    "state_secret": "1.属于国家秘密",
    "law_forbidden": "2.其他法律行政法规禁止公开",
    "security_stability": "3.危及“三安全一稳定”",
    "third_party": "4.保护第三方合法权益",
    "internal_affairs": "5.属于三类内部事务信息",
    "process_info": "6.属于四类过程性信息",
    "enforcement_file": "7.属于行政执法案卷",
    "admin_query": "8.属于行政查询事项",
}
_UNAVAILABLE = {
    "not_held": "1.本机关不掌握相关政府信息",
    "needs_creation": "2.没有现成信息需要另行制作",
    "still_unclear": "3.补正后申请内容仍不明确",
}
_UNPROCESSED = {
    "petition": "1.信访举报投诉类申请",
    "repeated": "2.重复申请",
    "publication": "3.要求提供公开出版物",
    "massive": "4.无正当理由大量反复申请",
    "confirm_again": "5.要求行政机关确认或重新出具已获取信息",
}
_DISPOSED = {
    "overdue_correction": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "overdue_fee": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other": "3.其他",
}
_OUTCOME_GROUPS: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "2021": (
        ("", {"granted": "（一）予以公开"}),
        ("", {"partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"}),
        ("（三）不予公开", _REFUSED),
        ("（四）无法提供", _UNAVAILABLE),
        ("（五）不予处理", _UNPROCESSED),
        ("（六）其他处理", _DISPOSED),
        ("", {"total": "（七）总计"}),
    ),
}
_OUTCOME_GROUPS["2019"] = (*_OUTCOME_GROUPS["2021"][:5], ("", {"other": "（六）其他处理"}), _OUTCOME_GROUPS["2021"][6])

OUTCOME_ROWS = {
    edition: tuple(key for _, rows in groups for key in rows if key != "total")
    for edition, groups in _OUTCOME_GROUPS.items()
}
APPLICATION_ROWS = {
    edition: ("received", "carried_in", *rows, "total", "carried_out") for edition, rows in OUTCOME_ROWS.items()
}
DISCLOSURE_CELLS: dict[str, tuple[Key, ...]] = {
    edition: tuple((row, field) for _, fields, rows in groups for row in rows for field in fields)
    for edition, groups in _DISCLOSURE.items()
}


def disclosure(edition: str) -> Matrix:
    """Table 二, four columns wide: the group rows and the cells of single-column groups are merged across."""
    matrix: Matrix = []
    for article, fields, rows in _DISCLOSURE[edition]:
        group = Box(article)
        matrix.append([group] * 4)
        matrix.append([Box(CONTENT), *_spread([Box(head) for head in fields.values()])])
        for row, label in rows.items():
            matrix.append([Box(label), *_spread([Box(key=(row, field)) for field in fields])])
    return matrix


def _spread(cells: list[Box]) -> list[Box]:
    """Three places for one or three boxes; two boxes leave the last place away, as the copies of 2019 do."""
    return cells * 3 if len(cells) == 1 else cells


def applications(edition: str) -> Matrix:
    """Table 三, ten columns wide: three for the labels, seven for the figures."""
    balance = Box(BALANCE)
    heads = {key: Box(text) for key, text in APPLICANT_HEADS.items()}
    everyone, organisations = Box("申请人情况"), Box("法人或其他组织")
    person, total = heads["natural_person"], heads["total"]
    matrix: Matrix = [
        [balance] * 3 + [everyone] * 7,
        [balance] * 3 + [person] + [organisations] * 5 + [total],
        [balance] * 3 + [heads[key] for key in COLUMNS],
    ]
    for key, text in (
        ("received", "一、本年新收政府信息公开申请数量"),
        ("carried_in", "二、上年结转政府信息公开申请数量"),
    ):
        matrix.append([Box(text)] * 3 + _figures(key))
    outcomes = Box("三、本年度办理结果", group=True)
    for group_text, rows in _OUTCOME_GROUPS[edition]:
        group = Box(group_text, group=True)
        for key, text in rows.items():
            label = Box(text)
            matrix.append([outcomes, group if group_text else label, label, *_figures(key)])
    matrix.append([Box("四、结转下年度继续办理")] * 3 + _figures("carried_out"))
    return matrix


def _figures(row: str) -> list[Box]:
    return [Box(key=(row, field)) for field in COLUMNS]


def review() -> Matrix:
    """Table 四: three heading rows and the fifteen figures."""
    block = [Box(text) for text in _RESULT_HEADS.values()]
    direct, after = Box("未经复议直接起诉"), Box("复议后起诉")
    return [
        [Box("行政复议")] * 5 + [Box("行政诉讼")] * 10,
        block + [direct] * 5 + [after] * 5,
        block + [Box(text) for text in (*_RESULT_HEADS.values(), *_RESULT_HEADS.values())],
        [Box(key=(name, field)) for name in BLOCKS for field in _RESULT_HEADS],
    ]


def tables(edition: str) -> dict[str, Matrix]:
    """The three statutory tables, blank."""
    return {"disclosure": disclosure(edition), "applications": applications(edition), "review": review()}
