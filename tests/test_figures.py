"""Numbers of the narrative: exact where they are exact, bounds where they are bounds, nothing where there is none."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.document import Paragraph
from gouji.prose.counting.figures import Figure, figures
from gouji.prose.counting.numerals import number
from gouji.prose.passages import half_width, passage, passages
from gouji.testing import clean_report, read


def only(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


@given(st.integers(0, 10**12))
def test_chinese_numerals_are_what_another_library_writes(value: int) -> None:
    assert number(cn2an.an2cn(value)) == value


@given(st.integers(0, 10**12))
def test_arabic_numerals_with_and_without_separators(value: int) -> None:
    assert number(str(value)) == number(f"{value:,}") == value


@pytest.mark.parametrize("text", ["", "十百", "百", "一二", "二〇二三", "万", "零五", "3.5.1", "件"])
def test_what_is_no_numeral(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("收到3件", 3, 3, 3),
        ("收到1,204件", 1204, 1204, 1204),
        ("共两件", 2, 2, 2),
        ("三十二部", 32, 32, 32),
        ("近60条", 60, None, 60),
        ("2000余块", 2000, 2000, None),
        ("超过300件", 300, 300, None),
        ("100多件", 100, 100, None),
        ("30件以上", 30, 30, None),
        ("约30件", 30, None, None),
        ("30件左右", 30, None, None),
        ("18万余条", 180000, 180000, None),
        ("三万余册", 30000, 30000, None),
        ("1.36万项", 13600, Decimal(13550), Decimal(13650)),
        ("3万册", 30000, Decimal(25000), Decimal(35000)),
        ("办结率98.5%", Decimal("98.5"), Decimal("98.5"), Decimal("98.5")),
        ("一万两千件", 12000, 12000, 12000),
    ],
)
def test_figures(text: str, value: int, low: int | None, high: int | None) -> None:
    assert only(text)[1:4] == (value, low, high)


@pytest.mark.parametrize(
    "text", ["第6版", "第3件", "2023年", "IPV6", "一是推进", "零件", "1204,300件", "2023,35件", "邮编150021", "万余条"]
)
def test_what_is_no_figure(text: str) -> None:
    assert list(figures(text)) == []


@given(st.text("收到申请近余万亿十百千一二三零0123456789,.%件条项个第（）约", max_size=40))
def test_any_text_is_read_and_figures_stand_where_they_say(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.low is None or figure.high is None or figure.low <= figure.value <= figure.high


@given(st.text("收到 申请　３35件，（）\u00a0\u200b\n。", max_size=60))
def test_a_passage_keeps_the_place_of_every_character(text: str) -> None:
    text = text.replace("\n", "")
    found = passage(Paragraph(text, ((0, 7, 5),)))
    assert len(found.text) == len(found.plain)
    for index, character in enumerate(found.text):
        place = found.place(index, index + 1)
        assert text[place.column - 5] == character
        assert place[:2] == (7, place.column)
    assert half_width(found.text) == found.plain


WRAPPED = """\
今年以来，我局健全登记、审核、答复、归档流程，全年共受理政府信息公
开申请 5 件，上年结转 1 件，答复前与申请人充分沟通，努力做到“办结一件
                            - 2 -
、满意一件”。
　　二是推进平台建设。"""


def test_lines_of_one_sentence_are_put_together_over_a_page_number() -> None:
    texts = [found.text for found in passages(read(clean_report(narrative=WRAPPED)))]
    joined = next(text for text in texts if "政府信息公开申请5件" in text)
    assert joined.endswith("“办结一件、满意一件”。")
    assert "二是推进平台建设。" in texts


def test_separate_paragraphs_stay_apart() -> None:
    narrative = "（一）主要问题。工作人员对政府信息公开的认识还不够全面\n\n2023年，本局在制度机制建设方面取得了成效。"
    texts = [found.text for found in passages(read(clean_report(narrative=narrative)))]
    assert [text for text in texts if "2023年，本局在" in text] == ["2023年，本局在制度机制建设方面取得了成效。"]
