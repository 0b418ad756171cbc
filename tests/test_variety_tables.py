"""How the tables of real reports vary: numbers in cells, labels, and what stands around and inside of tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answers import changed, structure
from generation import form
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import seeded

from gouji.testing import clean_report, findings, read

# ── Numbers in cells ─────────────────────────────────────────────────────────────────────────────


def test_applicant_cells_blank_and_only_totals_filled() -> None:
    """One finding with a count for what one habit left blank, and nothing about sums."""
    text = clean_report()
    lines = []
    for line in text.split("\n"):
        cells = line.split(" | ")
        figures = len(cells) == 8 and cells[-1].rstrip(" |").isdigit()
        lines.append(" | ".join([cells[0], *[""] * 6, cells[-1]]) if figures else line)
    found = findings("\n".join(lines))
    assert [each.code for each in found if each.code[0] in "AT"] == ["T205"]
    assert found[0].places == 25 * 6


def test_total_blank_in_all_outcome_rows() -> None:
    text = clean_report()
    lines, blank = [], False
    for line in text.split("\n"):
        blank = blank or line.startswith("| （一）予以公开")
        blank = blank and not line.startswith("| （七）总计")
        cells = line.split(" | ")
        lines.append(" | ".join([*cells[:7], " |"]) if blank and len(cells) == 8 else line)
    found = findings("\n".join(lines))
    assert [each.code for each in found if each.code[0] in "AT"] == ["T205"]
    assert found[0].places == 21


@pytest.mark.parametrize("mark", ["/", "-", "—", "——", "无", "", "\\"])
def test_placeholder(mark: str) -> None:
    assert structure(clean_report(licensing=mark)) == ["T205 disclosure/licensing/decisions"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("增10", 10),
        ("+10", 10),
        ("＋10", 10),
        ("-10", -10),
        ("－10", -10),
        ("减10", -10),
        ("0", 0),
        ("[bookmark: _GoBack]-140", -140),
    ],
)
def test_change(text: str, value: int) -> None:
    report = clean_report("2019", licensing__change=text)
    assert structure(report) == []
    assert read(report).disclosure.value("licensing", "change") == value


@pytest.mark.parametrize(
    ("text", "value"), [("1,234", 1234), ("1，234", 1234), ("１２３４", 1234), ("1 234", 1234), (" 1234 ", 1234)]
)
def test_count(text: str, value: int) -> None:
    report = clean_report(licensing=text)
    assert structure(report) == []
    assert read(report).disclosure.value("licensing", "decisions") == value


@pytest.mark.parametrize("text", ["22（其中修订16件）", "55（含自然失效29件）", "22(其中修订16件)"])
def test_a_note_in_the_cell(text: str) -> None:
    """The number is the one before the note."""
    report = clean_report(normative_docs__in_force=text)
    assert structure(report) == []
    assert read(report).disclosure.value("normative_docs", "in_force") == int(text[:2])


def test_a_note_on_a_line_of_its_own() -> None:
    sample = seeded(5).with_value(("disclosure", "normative_docs", "repealed"), "22\n（其中修订16件）")
    for name in ("tabs", "line-each"):
        text = render(sample, BY_NAME[name], 0, Noise())
        assert structure(text) == [], name
        assert read(text).disclosure.value("normative_docs", "repealed") == 22, name


@pytest.mark.parametrize(
    ("text", "value"), [("72701.2578", "72701.2578"), ("1,234.5", "1234.5"), ("0", "0"), ("1276.5534万元", "1276.5534")]
)
def test_amount_in_ten_thousands(text: str, value: str) -> None:
    """万元 in the cell says again what the heading says."""
    report = clean_report(admin_fees=text)
    assert structure(report) == []
    assert read(report).disclosure.value("admin_fees", "fee_amount_wan") == Decimal(value)


@pytest.mark.parametrize("text", ["5275.526万元", "127.47 万元", "184719元", "1,230,500元", "0", "0元"])
def test_amount_with_its_own_unit(text: str) -> None:
    assert structure(clean_report("2019", procurement__procurement_amount=text)) == []


@pytest.mark.parametrize("text", ["210.8万", "210.8"])
def test_amount_without_a_usable_unit(text: str) -> None:
    report = clean_report("2019", procurement__procurement_amount=text)
    assert structure(report) == ["A106 disclosure/procurement/procurement_amount"]


def test_yuan_in_a_column_of_ten_thousands() -> None:
    assert structure(clean_report(admin_fees="251000元")) == ["A106 disclosure/admin_fees/fee_amount_wan"]


def test_a_unit_in_a_count_cell() -> None:
    assert structure(clean_report(licensing="3件")) == ["A105 disclosure/licensing/decisions"]


# ── Labels ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("三、本年度办理结果", "三 、本 年 度办 理 结果"),
        ("（七）总计", "（七）总 计"),
        ("| 规章 |", "| 规 章 |"),
        ("| 商业企业 |", "| 商业 企业 |"),
        ("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重 新出具已获取信息"),
        ("2.重复申请", "2、重复申请"),
        ("2.重复申请", "（2）重复申请"),
        ("2.重复申请", "2．重复申请"),
        ("（四）无法提供", "(四) 无法提供"),
        ("“三安全一稳定”", '"三安全一稳定"'),
        ("第二十条第（一）项", "第二十条  第（一）项"),
        ("第二十条第（一）项", "第二十条第(一)项"),
        ("四、结转下年度继续办理", "四、结转下一年度继续办理"),
    ],
)
def test_label_set_differently(old: str, new: str) -> None:
    assert structure(changed(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "edition"),
    [
        ("第二十条第（一）项", "第二十条(一)项", "2021"),
        ("对外公开总数量", "对外公开总数", "2019"),
        ("| 行政规范性文件 |", "| 规范性文件 |", "2021"),
        ("| 本年新制作数量 | 本年新公开数量 |", "| 本年新 | 本年新 |", "2019"),
    ],
    ids=["第-lost", "last-character-lost", "other-edition", "heads-cut"],
)
def test_label_damaged_but_understood(old: str, new: str, edition: str) -> None:
    """At most the wording is reported; the figures are read all the same."""
    text = changed(old, new, edition)
    assert {each[:4] for each in structure(text)} <= {"T206"}
    report = read(text)
    assert report.disclosure.value("normative_docs", "in_force" if edition == "2021" else "public_total") == 6


def test_a_note_in_a_heading() -> None:
    text = clean_report("2019").replace("上一年项目数量", "上一年项目数量（指2018年事项数）")
    assert structure(text) == []


def test_rows_of_2019_under_heads_of_2021() -> None:
    """One （六）其他处理 row: it is read as 其他; the two rows of 2021 are missing, nothing else."""
    text = clean_report(other=2)
    start, end = text.index("| （六）其他处理 |"), text.index("| （七）总计")
    merged = text[:start] + "| （六）其他处理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n" + text[end:]
    assert {each[:4] for each in structure(merged)} <= {"T202", "T206", "T207"}
    assert structure(merged)
    assert read(merged).applications.value("other", "natural_person") == 2
    assert not [each for each in structure(merged) if each[0] == "A"]


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "metadata",
    [
        "| 名称 | 2023年政府信息公开工作年度报告 |\n| --- | --- |\n| 索引号 | 000014349/2024-00012 |\n"
        "| 发布机构 | 清棠县交通运输局 |\n| 公开日期 | 2024-01-18 |\n",
        "\t名称\n\t2023年政府信息公开工作年度报告\n\n\t索引号\n\t000014349/2024-00012\n\n\t公开日期\n\t2024-01-18\n",
        "名称：2023年政府信息公开工作年度报告\n索引号：000014349/2024-00012    发布机构：清棠县交通运输局\n",
    ],
    ids=["pipes", "tabs", "lines"],
)
def test_page_metadata_before_the_report(metadata: str) -> None:
    text = metadata + "\n" + clean_report(granted__total=9)
    assert structure(text) == structure(clean_report(granted__total=9))
    assert read(text).year == 2023


@pytest.mark.parametrize("footer", ["-4-", "— 3 —", "- 5 -", "－6－"])
@pytest.mark.parametrize("layout", ["line-each", "line-each-spaced", "spaces", "columns"])
def test_a_page_footer_inside_a_table(footer: str, layout: str) -> None:
    """Between any two lines of a table."""
    text = render(seeded(5), BY_NAME[layout], 0, Noise())
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if "二、上年结转" in line)
    for at in range(start, start + 60, 5):
        assert structure("\n".join([*lines[:at], "", " " * 30 + footer, "\f", *lines[at:]])) == [], at


def test_a_page_footer_splits_a_label() -> None:
    """（四）无 / 法提供 over two pages."""
    text = render(seeded(5), BY_NAME["line-each"], 0, Noise())
    assert structure(text.replace("（四）无法提供", "（四）无\n-4-\n\f法提供")) == []


def test_rows_out_of_order_after_a_conversion() -> None:
    """The order is reported, the figures are read by their labels."""
    text = clean_report()
    start, end = text.index("| 4.保护第三方"), text.index("| 5.属于三类")
    row, rest = text[start:end], text[end:]
    after = rest.index("| 7.属于")
    moved = text[:start] + rest[:after] + row + rest[after:]
    assert {each[:4] for each in structure(moved)} == {"T203"}


def test_labels_torn_off_their_rows() -> None:
    """A column's labels first, all figures after: nothing is guessed, and no sum is judged."""
    text = clean_report()
    start, end = text.index("| 一、本年新收"), text.index("四、政府信息公开行政复议")
    rows = [line.strip("| ").split(" | ") for line in text[start:end].strip().split("\n")]
    torn = "\n".join(row[0] for row in rows) + "\n" + "\n".join(" ".join(row[1:]) for row in rows if row[1:]) + "\n\n"
    found = structure(text[:start] + torn + text[end:])
    assert {each[:4] for each in found} <= {"T202", "T204", "T208"}
    assert found


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_table_that_lost_its_end_keeps_its_edition(edition: str) -> None:
    """Rows that are not there say nothing about the form that was used."""
    text = clean_report(edition)
    cut = text[: text.index("| 二、上年结转")] + text[text.index("四、政府信息公开行政复议") :]
    assert read(cut).applications.edition is read(text).applications.edition
    assert {each[:4] for each in structure(cut)} == {"T202"}


def test_every_layout_of_the_generator_reads_the_same_figures() -> None:
    """The tables of one report, parsed from all layouts."""
    for sample in (seeded(3), seeded(4)):
        for name, layout in BY_NAME.items():
            report = read(render(sample, layout, 0, Noise()))
            for table, matrix in form.tables(sample.edition).items():
                for box in form.boxes(matrix):
                    if box.key:
                        cell = report.table(table).cell(*box.key)
                        assert cell is not None, (name, table, box.key)
                        assert cell.raw.strip() == sample.values[(table, *box.key)], (name, table, box.key)


@pytest.mark.parametrize("layout", ["line-each", "line-each-spaced"])
def test_a_label_may_break_where_it_could_end(layout: str) -> None:
    """（二）部分公开 is a wording of its own, and the beginning of one that goes on over several lines."""
    text = render(seeded(5), BY_NAME[layout], 0, Noise())
    torn = "（二）部分公开\n（区分处理的，只\n计这一情形，不计\n其他情形）"
    assert text.count(torn.replace("\n", "")) == 1
    assert not findings(text.replace(torn.replace("\n", ""), torn))
