"""How real reports vary: each way of ``how real reports vary`` as a fixture, and the answer of a careful reader.

Nothing here is a defect unless the rules say so; each must be read right.
"""

from __future__ import annotations

import pytest
from answers import changed, structure

from gouji.testing import clean_report, findings, read

TITLE = "清棠县交通运输局2023年政府信息公开工作年度报告"
FIVE = "五、存在的主要问题及改进情况"


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
        ("清棠县交通运输局关于2023年政府信息公开工作年度报告", "清棠县交通运输局", 2023),
        ("清棠县水务局（河长制办公室）2023年政府信息公开工作年度报告", "清棠县水务局(河长制办公室)", 2023),
    ],
    ids=["two-lines-apart", "two-lines", "year-first", "blanks", "wide-digits", "short-name", "about", "second-name"],
)
def test_title(title: str, agency: str, year: int) -> None:
    text = changed(TITLE, title)
    assert structure(text) == []
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
    assert structure(text) == ["S307"]
    assert (read(text).agency, read(text).year) == ("清棠县交通运输局", 2023)


@pytest.mark.parametrize("column", ["年度报告", "政府信息公开年报", "首页"])
def test_a_page_s_navigation_above_the_title_is_no_agency(column: str) -> None:
    text = changed(TITLE, f"{column}\n2023年政府信息公开工作年度报告")
    assert read(text).agency is None
    assert "S307" in structure(text)


def test_no_title_above_the_text_of_a_web_page() -> None:
    """The year is still known from the text, the tables are still checked."""
    text = clean_report(granted__total=9).replace(TITLE + "\n", "")
    assert read(text).year == 2023
    assert "A101 applications/granted/total" in structure(text)
    assert set(structure(text)) - {"S307"} == set(structure(clean_report(granted__total=9)))


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
    assert [each for each in structure(text) if each != "S307"] == []
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
    assert structure(changed(FIVE, heading)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、总体情况", "一、概述"),
        ("一、总体情况", "一、工作概况"),
        (FIVE, "五、存在的主要问题及下步工作思路"),
    ],
)
def test_heading_reworded(old: str, new: str) -> None:
    assert structure(changed(old, new)) == ["S303"]


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
    assert structure(changed(old, new)) == []


def test_a_heading_run_into_its_paragraph() -> None:
    text = changed(f"{FIVE}\n\n存在的主要问题是", f"{FIVE}。存在的主要问题是")
    assert structure(text) == []
    assert "解读形式比较单一" in "".join(each.text for each in read(text).narrative)
    sub = changed("本局把政务公开", "（一）主动公开情况。2023年，本局把政务公开")
    assert structure(sub) == []


@pytest.mark.parametrize("marks", [("（一）", "（二）"), ("(一)", "(二)"), ("1.", "2."), ("一是", "二是")])
def test_sub_headings_in_any_style(marks: tuple[str, str]) -> None:
    text = changed(
        "本局把政务公开", f"{marks[0]}主动公开情况\n本局主动公开信息。\n{marks[1]}依申请公开情况\n本局把政务公开"
    )
    assert structure(text) == []


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
    found = structure(text[:start] + narrative + "\n\n" + text[start:])
    assert [each for each in found if each != "S305"] == []


@pytest.mark.parametrize("section", ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"])
def test_a_sentence_between_heading_and_table(section: str) -> None:
    assert structure(changed(section, section + "\n\n该部分以表格形式报告。")) == []


def test_tables_behind_the_text_leave_no_section_empty() -> None:
    lines = clean_report().splitlines()
    tables = [line for line in lines if line.startswith("|")]
    text = "\n".join([*(line for line in lines if not line.startswith("|")), *tables])
    assert read(text).applications.value("total", "total") == read(clean_report()).applications.value("total", "total")
    assert "S304" not in structure(text)


CONTENTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


@pytest.mark.parametrize("behind", ["", "……………{}", "\t{}", "    {}", " {}", ".......... {}"])
@pytest.mark.parametrize("place", ["above the title", "below the title"])
def test_a_typed_table_of_contents(behind: str, place: str) -> None:
    lines = ["目  录", *(f"{entry}{behind.format(page)}" for page, entry in enumerate(CONTENTS, 2))]
    lines.insert(2, f"（一）主动公开{behind.format(2)}" if behind else "")
    contents = "\n".join(lines)
    text = changed(TITLE, f"{contents}\n\n{TITLE}" if place == "above the title" else f"{TITLE}\n\n{contents}")
    assert structure(text) == []
    assert read(text).agency == "清棠县交通运输局"


def test_a_note_between_a_table_and_the_next_heading() -> None:
    text = changed("四、政府信息公开行政复议", "注：本表数据含上年度结转数量。\n\n四、政府信息公开行政复议")
    assert structure(text) == []


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
    assert structure(text.translate(str.maketrans(RADICALS))) == []
    assert report.applications.value("received", "total") == 5
    assert [section.key for section in report.sections] == [section.key for section in read(text).sections]


def test_digits_and_units_set_with_blanks() -> None:
    text = changed("2023年，本局坚持", "2023 年，全年主动公开信息 3119 件。本局坚持")
    assert structure(text) == []


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
    assert structure(clean_report(narrative=sentence)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_within_a_character_reads_as_one_cut_before_it(encoding: str) -> None:
    text = clean_report()
    whole = text[: text.index("行政许可") + 3]
    data = whole.encode(encoding)
    found = findings(data[:-1])
    assert found
    assert found == findings(whole[:-1].encode(encoding))
