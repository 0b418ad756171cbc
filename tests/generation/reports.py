"""Reports with values: random valid ones, and the relations of the form computed independently."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hypothesis import strategies as st

from generation import form
from generation.form import APPLICANTS, BLOCKS, COLUMNS, RESULTS, Box, Matrix

CellKey = tuple[str, str, str]
"""Table, row and field of a cell."""
Pick = Callable[[int, int], int]
"""A whole number between two bounds, both included."""

AGENCIES = (
    "清棠县交通运输局",
    "沐原市望禾区审计局",
    "汀洛县林泉镇人民政府",
    "南岫市人民政府办公室",
    "望禾区应急管理局",
)


class Paragraphs(NamedTuple):
    """One section as printed: the heading, the text before the table, and the table if it has one."""

    heading: str
    text: tuple[str, ...]
    table: Matrix | None = None


@dataclass(frozen=True)
class Sample:
    """A report to be printed. ``values`` are the cells' texts; ``tables`` the grids, which a test may damage."""

    edition: str
    year: int
    agency: str
    values: dict[CellKey, str]
    tables: dict[str, Matrix] = field(default_factory=dict)
    edit: Callable[[list[Paragraphs]], list[Paragraphs]] = list
    """What a test does to the sections."""
    headline: str | None = None
    """Another title, empty for none at all."""

    def with_value(self, key: CellKey, text: str) -> Sample:
        """The same report with another text in one cell."""
        return replace(self, values={**self.values, key: text})

    def with_rows(self, table: str, change: Callable[[Matrix], Matrix]) -> Sample:
        """The same report with the rows of one table changed."""
        return replace(self, tables={**self.tables, table: change(self.tables[table])})

    def number(self, table: str, row: str, column: str) -> int:
        """The value of a count cell."""
        return int(self.values[table, row, column])

    def text_of(self, table: str, box: Box) -> str:
        """What is printed in a box."""
        return self.values[(table, *box.key)] if box.key else box.text

    @property
    def title(self) -> str:
        """The report's title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告" if self.headline is None else self.headline

    @property
    def preamble(self) -> tuple[str, ...]:
        """The text before section 一."""
        instrument = {
            "2019": "关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）",
            "2021": "关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）",
        }[self.edition]
        return (
            f"本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条和"
            f"《国务院办公厅政府信息与政务公开办公室{instrument}编制，"
            f"所列数据的统计期限自{self.year}年1月1日起至{self.year}年12月31日止。",
        )

    @property
    def sections(self) -> list[Paragraphs]:
        """The six sections in order, unless a test has changed them."""
        fee = "本年度未收取信息处理费。" if self.edition == "2021" else "没有需要另行报告的事项。"
        sections = [
            Paragraphs("一、总体情况", self._overview),
            Paragraphs("二、主动公开政府信息情况", (), self.tables["disclosure"]),
            Paragraphs("三、收到和处理政府信息公开申请情况", (), self.tables["applications"]),
            Paragraphs("四、政府信息公开行政复议、行政诉讼情况", (), self.tables["review"]),
            Paragraphs("五、存在的主要问题及改进情况", self._problems),
            Paragraphs("六、其他需要报告的事项", (fee,)),
        ]
        return self.edit(sections)

    @property
    def signature(self) -> tuple[str, ...]:
        """The agency and the day of signing."""
        return self.agency, f"{self.year + 1}年1月18日"

    @property
    def _overview(self) -> tuple[str, ...]:
        return (
            f"{self.year}年，我单位把公开作为常态，围绕群众关心的事项及时发布信息，各项公开工作平稳有序。",
            "（一）主动公开。修订公开指南和目录，政策文件与解读材料同步发布，公开内容的时效明显提高。",
            "（二）依申请公开。健全登记、审核、答复、归档流程，答复前与申请人充分沟通，依法按期答复。",
            "（三）监督保障。把政务公开纳入工作考核，主动接受社会评议，年内没有需要责任追究的情形。",
        )

    @property
    def _problems(self) -> tuple[str, ...]:
        return (
            "存在的主要问题：一是政策解读的形式还比较单一，二是基层公开工作人员业务能力有待提升。",
            "改进情况：丰富图文、视频等解读形式，组织业务轮训，把培训情况列入年终评价。",
        )


def valid_report(pick: Pick) -> Sample:
    """A report on which every relation of the form holds."""
    edition = ("2019", "2021")[pick(0, 1)]
    first, last = form.EDITION_YEARS[edition]
    values: dict[CellKey, str] = {}
    _fill_disclosure(values, edition, pick)
    _fill_applications(values, edition, pick)
    _fill_review(values, pick)
    return Sample(edition, pick(first, last), AGENCIES[pick(0, len(AGENCIES) - 1)], values, form.tables(edition))


def seeded(seed: int) -> Sample:
    """The valid report of this seed."""
    return valid_report(random.Random(seed).randint)


@st.composite
def valid_reports(draw: st.DrawFn) -> Sample:
    """Valid reports as a hypothesis strategy; shrinks towards zeros."""
    return valid_report(lambda low, high: draw(st.integers(low, high)))


def _fill_disclosure(values: dict[CellKey, str], edition: str, pick: Pick) -> None:
    for row, column in form.DISCLOSURE_CELLS[edition]:
        values["disclosure", row, column] = str(pick(0, (9, 400, 90000)[pick(0, 2)]))
    if edition == "2021":
        values["disclosure", "admin_fees", "fee_amount_wan"] = _decimal(pick)
        return
    for row in ("licensing", "other_services", "penalty", "coercion", "admin_fees"):
        change = pick(-int(values["disclosure", row, "prev_items"]), 300)
        values["disclosure", row, "change"] = ("+" if change > 0 and pick(0, 1) else "") + str(change)
    for row in ("rules", "normative_docs"):
        published = int(values["disclosure", row, "published"])
        values["disclosure", row, "public_total"] = str(published + pick(0, 60))
    amount, unit = _decimal(pick), ("万元", "元", "万元")[pick(0, 2)]
    values["disclosure", "procurement", "procurement_amount"] = amount if amount == "0" else amount + unit


def _decimal(pick: Pick) -> str:
    whole, places = pick(0, 9999), pick(0, 4)
    return f"{whole}.{pick(0, 10**places - 1):0{places}d}" if places else str(whole)


def _fill_applications(values: dict[CellKey, str], edition: str, pick: Pick) -> None:
    rows, outcomes = form.APPLICATION_ROWS[edition], form.OUTCOME_ROWS[edition]
    count = {(row, applicant): 0 for row in rows for applicant in APPLICANTS}
    for applicant in APPLICANTS:
        largest = (0, 0, 3, 60, 4000)[pick(0, 4)]
        if not largest:
            continue
        for _ in range(pick(1, 6)):
            count[outcomes[pick(0, len(outcomes) - 1)], applicant] += pick(0, largest)
        total = sum(count[row, applicant] for row in outcomes)
        carried_out = pick(0, 9)
        carried_in = pick(0, min(9, total + carried_out))
        count |= {
            ("total", applicant): total,
            ("carried_out", applicant): carried_out,
            ("carried_in", applicant): carried_in,
            ("received", applicant): total + carried_out - carried_in,
        }
    for row in rows:
        numbers = [count[row, applicant] for applicant in APPLICANTS]
        for column, number in zip(COLUMNS, (*numbers, sum(numbers)), strict=True):
            values["applications", row, column] = str(number)


def _fill_review(values: dict[CellKey, str], pick: Pick) -> None:
    for block in BLOCKS:
        largest = (0, 2, 90)[pick(0, 2)]
        numbers = [pick(0, largest) for _ in RESULTS]
        for column, number in zip((*RESULTS, "total"), (*numbers, sum(numbers)), strict=True):
            values["review", block, column] = str(number)


class Relation(NamedTuple):
    """A relation of the form: ``left`` and ``right`` have the same sum; a breach is reported at ``at``."""

    code: str
    at: CellKey
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]


def relations(edition: str) -> Iterator[Relation]:
    """Every relation that the form demands, written out from its printed text."""
    table = "applications"
    for row in form.APPLICATION_ROWS[edition]:
        parts = tuple((table, row, applicant) for applicant in APPLICANTS)
        yield Relation("A101", (table, row, "total"), ((table, row, "total"),), parts)
    for column in COLUMNS:
        total = (table, "total", column)
        received, carried_in, carried_out = ((table, r, column) for r in ("received", "carried_in", "carried_out"))
        yield Relation("A102", total, (received, carried_in), (total, carried_out))
        yield Relation("A103", total, (total,), tuple((table, row, column) for row in form.OUTCOME_ROWS[edition]))
    for block in BLOCKS:
        total = ("review", block, "total")
        yield Relation("A104", total, (total,), tuple(("review", block, result) for result in RESULTS))


def balance(relation: Relation, numbers: dict[CellKey, int]) -> int:
    """Left side less right side."""
    return sum(numbers[key] for key in relation.left) - sum(numbers[key] for key in relation.right)


def numbers_of(sample: Sample) -> dict[CellKey, int]:
    """The counts that stand in relations."""
    return {key: int(text) for key, text in sample.values.items() if key[0] != "disclosure"}


def broken(sample: Sample) -> list[Relation]:
    """The relations that do not hold."""
    numbers = numbers_of(sample)
    return [relation for relation in relations(sample.edition) if balance(relation, numbers)]


def repairs(sample: Sample) -> list[tuple[CellKey, int]]:
    """Every single cell with the whole number ≥ 0 which, written there, makes all relations hold."""
    faulty = broken(sample)
    numbers = numbers_of(sample)
    common = set.intersection(*({*relation.left, *relation.right} for relation in faulty)) if faulty else set()
    found = []
    for key in sorted(common):
        gap = balance(faulty[0], numbers)
        value = numbers[key] + (-gap if key in faulty[0].left else gap)
        changed = {**numbers, key: value}
        if value >= 0 and not any(balance(relation, changed) for relation in relations(sample.edition)):
            found.append((key, value))
    return found
