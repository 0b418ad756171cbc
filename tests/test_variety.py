"""How real reports vary: each way of ``how real reports vary`` as a fixture, and the answer of a careful reader.

Nothing here is a defect unless the rules say so; each must be read right.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from answers import spots
from generation import form
from generation.layouts import BY_NAME, render
from generation.noise import Noise
from generation.reports import seeded

from gouji.testing import clean_report, findings, read

TITLE = "清棠县交通运输局2023年政府信息公开工作年度报告"
STRUCTURE = "ATSX"
FIVE = "五、存在的主要问题及改进情况"


def changed(old: str, new: str, edition: str = "2021") -> str:
    """The clean report with one stretch replaced."""
    text = clean_report(edition)
    assert text.count(old) == 1
    return text.replace(old, new)


def answer(text: str) -> list[str]:
    """What is found about the structure and the figures; S308 to S310 are about what the narrative says."""
    return sorted(each for each in spots(findings(text), STRUCTURE).elements() if not "S308" <= each[:4] <= "S310")


# ── Titles ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("清棠县交通运输局\n\n2023年政府信息公开工作年度报告", "清棠县交通运输局", 2023),
        ("清棠县交通运输局\n2023年政府信息公开工作年度报告", "清棠县交通运输局", 2023),
        ("2023年清棠县交通运输局政府信息公开工作年度报告", "清棠县交通运输局", 2023),
        ("清棠县交通运输局 2023 年政府信息公开工作年度报告", "清棠县交通运输局", 2023),
        ("清棠县交通运输局２０２３年政府信息公开工作年度报告", "清棠县交通运输局", 2023),
        ("交通运输局2023年政府信息公开工作年度报告", "交通运输局", 2023),
    ],
    ids=["two-lines-apart", "two-lines", "year-first", "blanks", "wide-digits", "short-name"],
)
def test_title(title: str, agency: str, year: int) -> None:
    text = changed(TITLE, title)
    assert answer(text) == []
    report = read(text)
    assert (report.agency, report.year) == (agency, year)


@pytest.mark.parametrize(
    "title",
    [
        "清棠县交通运输局2023年度政府信息公开工作年度报告",
        "清棠县交通运输局2023年政府信息公开工作报告",
        "清棠县交通运输局2023年政府信息公开年度报告",
        "清棠县交通运输局2023年度政府信息公开工作报告",
    ],
    ids=["年度-doubled", "年度-lost", "工作-lost", "年度-moved"],
)
def test_title_reworded(title: str) -> None:
    text = changed(TITLE, title)
    assert answer(text) == ["S307"]
    assert (read(text).agency, read(text).year) == ("清棠县交通运输局", 2023)


def test_no_title_above_the_text_of_a_web_page() -> None:
    """The year is still known from the text, the tables are still checked."""
    text = clean_report(granted__total=9).replace(TITLE + "\n", "")
    assert read(text).year == 2023
    assert "A101 applications/granted/total" in answer(text)
    assert set(answer(text)) - {"S307"} == set(answer(clean_report(granted__total=9)))


# ── Statistics period ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "period",
    [
        "统计期限自2023年1月1日起至12月31日止",
        "统计时限自2023年1月1日至2023年12月31日",
        "统计周期为2023年1月1日至12月31日",
        "统计时间从2023年1月1日到2023年12月31日",
        "统计时间段为2023年1月1日-12月31日",
        "统计期限为2023年1月1日—2023年12月31日",
        "统计期限自2023年1月1日起,至2023年12月31日止",
        "统计期限为2023年1月1日~12月31日",
        "数据核定时间点为2023年12月31日",
        "统计期限自2023年1月1日至12月31日（除规章对外公开总数量、规范性文件对外公开总数量外）",
        "统计期限为2023 11日至1231日",
        "数据未作特别说明",
    ],
)
@pytest.mark.parametrize("title", [TITLE, ""], ids=["title", "no-title"])
def test_statistics_period(period: str, title: str) -> None:
    """However it is worded, even torn by a page's encoding, it is read or left alone, and the tables stay clean."""
    text = changed("统计期限自2023年1月1日起至2023年12月31日止", period).replace(TITLE, title)
    assert [each for each in answer(text) if each != "S307"] == []
    assert read(text).year == 2023


# ── Headings ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在问题及改进情况",
        "五、存在的主要问题及改进措施",
        "五、存在的主要问题及整改措施",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、 存在的主要问题及改进情况",
        "五．存在的主要问题及改进情况",
        "五. 存在的主要问题及改进情况",
        "五 存在的主要问题及改进情况",
        "\u3000\u3000五、存在的主要问题及改进情况",
        "**五、存在的主要问题及改进情况**",
        "## 五、存在的主要问题及改进情况",
    ],
)
def test_heading_of_section_five(heading: str) -> None:
    assert answer(changed(FIVE, heading)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、总体情况", "一、概述"),
        ("一、总体情况", "一、工作概况"),
        (FIVE, "五、存在的主要问题及下步工作思路"),
    ],
)
def test_heading_reworded(old: str, new: str) -> None:
    assert answer(changed(old, new)) == ["S303"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("二、主动公开政府信息情况", "二、主动公开政府信息的情况"),
        ("三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请的情况"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开行政复议和行政诉讼情况"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
    ],
)
def test_other_headings_with_accepted_words(old: str, new: str) -> None:
    assert answer(changed(old, new)) == []


def test_a_heading_run_into_its_paragraph() -> None:
    text = changed(f"{FIVE}\n\n存在的主要问题是", f"{FIVE}。存在的主要问题是")
    assert answer(text) == []
    assert "解读形式比较单一" in "".join(each.text for each in read(text).narrative)
    sub = changed("本局把政务公开", "（一）主动公开情况。2023年，本局把政务公开")
    assert answer(sub) == []


@pytest.mark.parametrize("marks", [("（一）", "（二）"), ("(一)", "(二)"), ("1.", "2."), ("一是", "二是")])
def test_sub_headings_in_any_style(marks: tuple[str, str]) -> None:
    text = changed(
        "本局把政务公开", f"{marks[0]}主动公开情况\n本局主动公开信息。\n{marks[1]}依申请公开情况\n本局把政务公开"
    )
    assert answer(text) == []


def test_two_numbering_series() -> None:
    """The narrative counts its own parts from 一 to 六, then the tables start again at 一."""
    narrative = "\n\n".join(
        f"{number}、{title}\n\n本局做好{title}工作，各项任务按期完成。"
        for number, title in zip(
            "一二三四五六", ("主动公开", "依申请公开", "信息管理", "平台建设", "监督保障", "其他"), strict=True
        )
    )
    text = clean_report()
    start = text.index("一、总体情况")
    found = answer(text[:start] + narrative + "\n\n" + text[start:])
    assert [each for each in found if each != "S305"] == []


@pytest.mark.parametrize("section", ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"])
def test_a_sentence_between_heading_and_table(section: str) -> None:
    assert answer(changed(section, section + "\n\n该部分以表格形式报告。")) == []


def test_a_note_between_a_table_and_the_next_heading() -> None:
    text = changed("四、政府信息公开行政复议", "注：本表数据含上年度结转数量。\n\n四、政府信息公开行政复议")
    assert answer(text) == []


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
    assert found[0].count == 25 * 6


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
    assert found[0].count == 21


@pytest.mark.parametrize("mark", ["/", "-", "—", "——", "无", "", "\\"])
def test_placeholder(mark: str) -> None:
    assert answer(clean_report(licensing=mark)) == ["T205 disclosure/licensing/decisions"]


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
    assert answer(report) == []
    assert read(report).disclosure.value("licensing", "change") == value


@pytest.mark.parametrize(
    ("text", "value"), [("1,234", 1234), ("1，234", 1234), ("１２３４", 1234), ("1 234", 1234), (" 1234 ", 1234)]
)
def test_count(text: str, value: int) -> None:
    report = clean_report(licensing=text)
    assert answer(report) == []
    assert read(report).disclosure.value("licensing", "decisions") == value


@pytest.mark.parametrize("text", ["22（其中修订16件）", "55（含自然失效29件）", "22(其中修订16件)"])
def test_a_note_in_the_cell(text: str) -> None:
    """The number is the one before the note."""
    report = clean_report(normative_docs__in_force=text)
    assert answer(report) == []
    assert read(report).disclosure.value("normative_docs", "in_force") == int(text[:2])


def test_a_note_on_a_line_of_its_own() -> None:
    sample = seeded(5).with_value(("disclosure", "normative_docs", "repealed"), "22\n（其中修订16件）")
    for name in ("tabs", "line-each"):
        text = render(sample, BY_NAME[name], 0, Noise())
        assert answer(text) == [], name
        assert read(text).disclosure.value("normative_docs", "repealed") == 22, name


@pytest.mark.parametrize(
    ("text", "value"), [("72701.2578", "72701.2578"), ("1,234.5", "1234.5"), ("0", "0"), ("1276.5534万元", "1276.5534")]
)
def test_amount_in_ten_thousands(text: str, value: str) -> None:
    """万元 in the cell says again what the heading says."""
    report = clean_report(admin_fees=text)
    assert answer(report) == []
    assert read(report).disclosure.value("admin_fees", "fee_amount_wan") == Decimal(value)


@pytest.mark.parametrize("text", ["5275.526万元", "127.47 万元", "184719元", "1,230,500元", "0", "0元"])
def test_amount_with_its_own_unit(text: str) -> None:
    assert answer(clean_report("2019", procurement__procurement_amount=text)) == []


@pytest.mark.parametrize("text", ["210.8万", "210.8"])
def test_amount_without_a_usable_unit(text: str) -> None:
    report = clean_report("2019", procurement__procurement_amount=text)
    assert answer(report) == ["A106 disclosure/procurement/procurement_amount"]


def test_yuan_in_a_column_of_ten_thousands() -> None:
    assert answer(clean_report(admin_fees="251000元")) == ["A106 disclosure/admin_fees/fee_amount_wan"]


def test_a_unit_in_a_count_cell() -> None:
    assert answer(clean_report(licensing="3件")) == ["A105 disclosure/licensing/decisions"]


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
    assert answer(changed(old, new)) == []


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
    assert {each[:4] for each in answer(text)} <= {"T206"}
    report = read(text)
    assert report.disclosure.value("normative_docs", "in_force" if edition == "2021" else "public_total") == 6


def test_a_note_in_a_heading() -> None:
    text = clean_report("2019").replace("上一年项目数量", "上一年项目数量（指2018年事项数）")
    assert answer(text) == []


def test_rows_of_2019_under_heads_of_2021() -> None:
    """One （六）其他处理 row: it is read as 其他; the two rows of 2021 are missing, nothing else."""
    text = clean_report(other=2)
    start, end = text.index("| （六）其他处理 |"), text.index("| （七）总计")
    merged = text[:start] + "| （六）其他处理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n" + text[end:]
    assert {each[:4] for each in answer(merged)} <= {"T202", "T206", "T207"}
    assert answer(merged)
    assert read(merged).applications.value("other", "natural_person") == 2
    assert not [each for each in answer(merged) if each[0] == "A"]


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
    assert answer(text) == answer(clean_report(granted__total=9))
    assert read(text).year == 2023


@pytest.mark.parametrize("footer", ["-4-", "— 3 —", "- 5 -", "－6－"])
@pytest.mark.parametrize("layout", ["line-each", "line-each-spaced", "spaces", "columns"])
def test_a_page_footer_inside_a_table(footer: str, layout: str) -> None:
    """Between any two lines of a table."""
    text = render(seeded(5), BY_NAME[layout], 0, Noise())
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if "二、上年结转" in line)
    for at in range(start, start + 60, 5):
        assert answer("\n".join([*lines[:at], "", " " * 30 + footer, "\f", *lines[at:]])) == [], at


def test_a_page_footer_splits_a_label() -> None:
    """（四）无 / 法提供 over two pages."""
    text = render(seeded(5), BY_NAME["line-each"], 0, Noise())
    assert answer(text.replace("（四）无法提供", "（四）无\n-4-\n\f法提供")) == []


def test_rows_out_of_order_after_a_conversion() -> None:
    """The order is reported, the figures are read by their labels."""
    text = clean_report()
    start, end = text.index("| 4.保护第三方"), text.index("| 5.属于三类")
    row, rest = text[start:end], text[end:]
    after = rest.index("| 7.属于")
    moved = text[:start] + rest[:after] + row + rest[after:]
    assert {each[:4] for each in answer(moved)} == {"T203"}


def test_labels_torn_off_their_rows() -> None:
    """A column's labels first, all figures after: nothing is guessed, and no sum is judged."""
    text = clean_report()
    start, end = text.index("| 一、本年新收"), text.index("四、政府信息公开行政复议")
    rows = [line.strip("| ").split(" | ") for line in text[start:end].strip().split("\n")]
    torn = "\n".join(row[0] for row in rows) + "\n" + "\n".join(" ".join(row[1:]) for row in rows if row[1:]) + "\n\n"
    found = answer(text[:start] + torn + text[end:])
    assert {each[:4] for each in found} <= {"T202", "T204", "T208"}
    assert found


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────

RADICALS = {
    "一": "⼀",
    "二": "⼆",
    "人": "⼈",
    "大": "⼤",
    "工": "⼯",
    "文": "⽂",
    "方": "⽅",
    "行": "⾏",
    "高": "⾼",
} | {
    "民": "⺠",
    "见": "⻅",
    "长": "⻓",
    "门": "⻔",
    "风": "⻛",
    "页": "⻚",
}


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_radicals_for_characters(edition: str) -> None:
    """⼀ for 一, ⺠ for 民: as some PDF extractors give common characters."""
    text = clean_report(edition)
    report = read(text.translate(str.maketrans(RADICALS)))
    assert answer(text.translate(str.maketrans(RADICALS))) == []
    assert report.applications.value("received", "total") == 5
    assert [section.key for section in report.sections] == [section.key for section in read(text).sections]


def test_digits_and_units_set_with_blanks() -> None:
    text = changed("2023年，本局坚持", "2023 年，全年主动公开信息 3119 件。本局坚持")
    assert answer(text) == []


# ── Narrative ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sentence",
    [
        "全年收到人大代表建议28件、政协提案7件，均已办结。",
        "全年共受理申请6件（含上年结转1件）。",
        "其中予以公开占60%，部分公开占20%，无法提供占20%。",
        "一季度3件、二季度2件、三季度5件、四季度1件，合计11件。",
        "| 注 |",
        "总计 3 件。",
        "（一）予以公开。对依法应当公开的一律公开。",
        "自然人提出的申请占多数。",
        "1.属于国家秘密的信息不予公开。",
    ],
)
def test_the_narrative_is_no_table(sentence: str) -> None:
    """Words and figures of the form in the text do not become rows of a table."""
    assert answer(clean_report(narrative=sentence)) == []


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
