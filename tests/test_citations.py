"""Citations: the grammar reads what was written, the registry knows its own, real reports stay silent."""

from __future__ import annotations

from typing import Any

import pytest
import real
from hypothesis import given
from hypothesis import strategies as st

from gouji.api import Finding, citations, instruments, issue_number, mark_faults
from gouji.entries import RulesetError
from gouji.model import NO_ADDITIONS, Additions
from gouji.prose.citing import issue_numbers as numbers
from gouji.prose.citing.articles import Article, articles, references
from gouji.prose.citing.citations import _definitions
from gouji.prose.citing.instruments import Instrument, title_key
from gouji.prose.citing.marks import quotations
from gouji.prose.citing.syntax import tokens
from gouji.testing import clean_report, findings, read, report

REGISTRY = instruments(NO_ADDITIONS)
KNOWN = list({id(each): each for found in REGISTRY.by_title.values() for each in found}.values())

CODES = st.sampled_from(["国办发", "清政办发", "黑政公开办函", "清交发", "人社部发", "法释", "财办预"])
YEARS = st.integers(1980, 2049)
SERIALS = st.integers(1, 9999)
CHINESE = [*"零一二三四五六七八九", "十", *(f"十{digit}" for digit in "一二三四五六七八九")]
MARKS = "《》〈〉<>〔〕（）()[]第条款项之号令年简称、，。；:“”—-/T国务院办发函字释一二十0123456789GB 以下\n"


def told(narrative: str, year: int = 2023) -> list[str]:
    """The codes of family C that a sentence brings into the clean report."""
    return [finding.code for finding in cited_in(clean_report("2019" if year < 2021 else "2021", year, narrative))]


def cited_in(text: str | bytes) -> list[Finding]:
    return [finding for finding in findings(text) if finding.code[0] in "CX"]


# ── The grammar ──────────────────────────────────────────────────────────────────────────────────


@given(CODES, YEARS, SERIALS)
def test_a_well_written_number_is_read_back(code: str, year: int, serial: int) -> None:
    text = f"{code}〔{year}〕{serial}号"
    found = issue_number(text)
    assert found == (text, text, code, year, serial, ())
    assert numbers._by_grammar(text) == found, "what is read without the grammar is what the grammar says"


@given(
    st.tuples(CODES, YEARS, st.integers(1, 999)),
    st.sampled_from(["〔〕", "[]", "［］", "【】", "（）", "()", "〖〗"]),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_a_badly_written_number_is_understood(
    parts: tuple[str, int, int], pair: str, wrong: tuple[bool, bool, bool]
) -> None:
    (code, year, serial), (ordinal, zero, blanks) = parts, wrong
    printed = f"{code}{pair[0]}{year}{pair[1]}{'第' * ordinal}{'0' * zero}{serial}号"
    shown = printed.replace(pair[1], f"{pair[1]} ").replace("号", " 号") if blanks else printed
    found = citations(report(f"制定《公开方案》（{shown}），明确分工。"))[2].number
    assert found is not None
    assert (found.key, found.text) == (f"{code}〔{year}〕{serial}号", printed)
    wanted = {"brackets": pair != "〔〕", "ordinal": ordinal, "zero": zero}
    assert set(found.faults) == {fault for fault, there in wanted.items() if there}


@given(st.integers(1, 999), st.sampled_from(["国务院令第{}号", "中华人民共和国国务院令第{}号", "国令第{}号"]))
def test_an_order_is_read_back(serial: int, form: str) -> None:
    found = issue_number(form.format(serial))
    assert found is not None
    assert (found.key, found.year, found.faults) == (f"国务院令第{serial}号", None, ())
    by_grammar = numbers._by_grammar(form.format(serial))
    assert by_grammar == found


@pytest.mark.parametrize("text", ["国务院令711号", "国务院第711号令", "国务院令〔2019〕711号", "国务院令[2019]第711号"])
def test_an_order_in_another_form(text: str) -> None:
    found = issue_number(text)
    assert found is not None
    assert (found.key, found.faults) == ("国务院令第711号", ("order",))


@pytest.mark.parametrize(("text", "key"), [("GB/T9704-2012", "GB/T9704—2012"), ("DB51/T2660—2019", "DB51/T2660—2019")])
def test_a_standard(text: str, key: str) -> None:
    found = issue_number(text)
    assert found is not None
    assert (found.key, found.faults) == (key, ())


@given(
    st.integers(1, 19), st.one_of(st.none(), st.integers(1, 9)), st.one_of(st.none(), st.integers(1, 19)), st.booleans()
)
def test_a_reference_is_read_back(article: int, paragraph: int | None, item: int | None, chinese: bool) -> None:
    def written(number: int) -> str:
        return CHINESE[number] if chinese else str(number)

    text = f"第{written(article)}条"
    text += f"第{written(paragraph)}款" if paragraph else ""
    text += f"第({written(item)})项" if item else ""
    assert articles(text) == (Article(article, paragraph, item, 0, len(text)),)
    ((start, end, run),) = references(f"依照条例{text}规定")
    assert (start, end) == (4, 4 + len(text))
    assert [one[:3] for one in run] == [(article, paragraph, item)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("第二十条第(一)(五)项", [(20, None, 1), (20, None, 5)]),
        ("第二十条第(一)项、第(五)项", [(20, None, 1), (20, None, 5)]),
        ("第五十条、第五十一条", [(50, None, None), (51, None, None)]),
        ("第二十九条第二款第三项和第三十条", [(29, 2, 3), (30, None, None)]),
        ("第三十九条第一款、第二款", [(39, 1, None), (39, 2, None)]),
    ],
)
def test_several_references(text: str, wanted: list[tuple[int, int | None, int | None]]) -> None:
    assert [one[:3] for one in articles(text)] == wanted


@pytest.mark.parametrize(
    "definition",
    ["以下简称《条例》", "以下简称条例", "下称“《条例》”", "以下简称“条例”", "以下简称新《条例》", "统称：新条例"],
)
def test_a_definition(definition: str) -> None:
    plain = f"依据《某条例》({definition})和".replace("：", ":")
    assert [name for _, _, name in _definitions(plain)] == ["条例"]


@given(st.text(MARKS, max_size=60))
def test_no_text_raises(text: str) -> None:
    shown = report(text)
    citations(shown)
    mark_faults(shown)
    for start in ("number", "reference", "definition", "title"):
        tokens(start, text)
    for first, last in quotations(text):
        assert (text[first], text[last - 1]) == ("《", "》")
    assert "X004" not in {finding.code for finding in findings(clean_report(narrative=text))}


# ── The registry ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("instrument", KNOWN, ids=lambda each: f"{each.title[-12:]}-{each.until}")
def test_every_instrument_is_found_by_title_and_number(instrument: Instrument) -> None:
    assert instrument in REGISTRY.titled(instrument.title)
    for number in instrument.numbers:
        assert REGISTRY.by_number[number] == (instrument,)
    year = max(int(instrument.until[:4]) if instrument.until else 2026, 2021)
    text = f"按照{instrument.name}执行。"
    cited = citations(report(text, year=year))[2]
    assert instrument in cited.instruments
    old = instrument.until and instrument.numbers and instrument.until < f"{year}-01-01"
    assert told(text, year) == (["C503"] if old else [])


def test_all_that_is_known() -> None:
    """The table of the domain reference has 49 instruments with texts of their own; some have two versions."""
    titles = {each.title for each in KNOWN}
    assert len(titles) >= 46
    replaced = [each for each in KNOWN if each.replaced_by]
    assert all(each.replaced_by.replace(" ", "") in REGISTRY.by_number for each in replaced)


FORM = "国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知"
FEE = "国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知"
OLD_FORM = "国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知"
REGULATIONS = "《中华人民共和国政府信息公开条例》"
MISCITATIONS = [
    (2023, f"{REGULATIONS}（国务院令第492号）", "C503"),
    (2023, f"{REGULATIONS}（国务院令711号）", "C501"),
    (2023, f"{REGULATIONS}（2019年4月3日国务院令第492号）", "C503"),
    (2023, "《中华人民共和国信息公开条例》", "C508"),
    (2025, f"《{OLD_FORM}》（国办公开办函〔2019〕60号）", "C503"),
    (2020, f"《{OLD_FORM}》（国办发〔2019〕60号）", "C502"),
    (2020, f"《{OLD_FORM}》（国办函〔2019〕60号）", "C502"),
    (2020, f"《{OLD_FORM.replace('年度报告', '平台')}》（国办公开办函〔2019〕60号）", "C508"),
    (2020, f"《{OLD_FORM}》（国办公开办函〔2019〕61号）", "C502"),
    (2023, f"《{FORM}》（国办发〔2021〕30号）", "C502"),
    (2023, f"《{FORM}》（国办公开函〔2021〕30号）", "C502"),
    (2019, f"《{FORM}》（国办公开办函〔2021〕30号）", "C507"),
    (2020, f"《{FORM}》（国办公开办函〔2021〕30号）", "C507"),
    (2023, f"《{FEE}》（国办发〔2020〕109号）", "C502"),
    (2023, "《公共企事业单位信息公开规定制定办法》（国办函〔2020〕50号）", "C502"),
    (2023, "《国务院办公厅关于印发〈公共企事业单位信息公开规定制定办法〉的通知》（国办函〔2020〕50号）", "C502"),
    (2022, "《国务院办公厅印发2022年政务公开工作要点的通知》（国办发〔2022〕8号）", "C508"),
    (2022, "《国务院办公厅关于印发2021年政务公开工作要点的通知》（国办发〔2022〕8号）", "C502"),
    (2023, "《关于全面推进政务公开工作的意见》（国办发〔2016〕8号）", "C502"),
    (2023, "《国务院办公厅关于印发政府网站发展指引的通知》（国办函〔2017〕47号）", "C502"),
    (2023, "《国务院办公厅关于推进公共资源配置领域政府信息公开的意见》（国办发〔2017〕94号）", "C502"),
    (2023, "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕128号）", "C502"),
    (2023, "《国办公开办关于机构改革后政府信息公开申请办理问题的解释》（国办发〔2019〕14号）", "C502"),
    (2023, "《国务院办公厅关于印发政府网站集约化试点工作方案的通知》（国办发〔2018〕71号）", "C502"),
    (2026, "《最高人民法院关于审理政府信息公开行政案件若干问题的规定》（法释〔2011〕17号）", "C503"),
    (2023, "《党政机关公文格式》（GB/T 9704—1999）", "C503"),
    (2023, "《标点符号用法》（GB/T 15834—1995）", "C503"),
]


@pytest.mark.parametrize(("year", "citation", "code"), MISCITATIONS, ids=lambda value: str(value)[-30:])
def test_known_miscitations(year: int, citation: str, code: str) -> None:
    assert told(f"按照{citation}开展工作。", year) == [code]


def test_what_nobody_has_checked_is_information_only() -> None:
    text = "落实《国务院办公厅关于推进社会公益事业建设领域政府信息公开的意见》（国办发〔2018〕11号）。"
    (finding,) = cited_in(clean_report(narrative=text))
    assert (finding.code, finding.severity) == ("C502", 1)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("国务院办公厅关于印发〈管理办法〉的通知", "关于印发管理办法"),
        ("关于印发《管理办法（试行）》的通知", "关于印发管理办法"),
        ("中共中央办公厅 国务院办公厅印发《关于工作的意见》的通知", "印发关于工作的意见"),
        ("中华人民共和国政府信息公开条例（2019年修订）", "政府信息公开条例"),
    ],
)
def test_what_a_title_is_compared_by(printed: str, key: str) -> None:
    assert title_key(printed, REGISTRY.issuers) == key


# ── What an office adds ──────────────────────────────────────────────────────────────────────────


def added(*entries: dict[str, Any]) -> Additions:
    return Additions(("local.toml", {"instruments": list(entries)}))


def test_an_office_adds_instruments() -> None:
    entry = {"title": "清棠县人民政府办公室关于印发公开办法的通知", "numbers": ["清政办发〔2020〕3号"], "articles": 20}
    registry = instruments(added(entry))
    (found,) = registry.by_number["清政办发〔2020〕3号"]
    assert (found.title, found.articles) == (entry["title"], 20)
    assert registry.by_number["国办发〔2022〕8号"] == REGISTRY.by_number["国办发〔2022〕8号"]
    assert "清政办发" in registry.codes
    assert "清政办发〔2020〕3号" not in REGISTRY.by_number


@pytest.mark.parametrize(
    ("entry", "key", "reason"),
    [
        ({"numbers": ["清政办发〔2020〕3号"]}, "title", "缺少"),
        ({"title": "办法", "number": "清政办发〔2020〕3号"}, "number", "numbers"),
        ({"title": "办法", "numbers": ["清政办发[2020]3号"]}, "numbers[1]", "清政办发[2020]3号"),
        ({"title": "办法", "numbers": "清政办发〔2020〕3号"}, "numbers", "文字"),
        ({"title": "办法", "until": "2020年1月"}, "until", "日期"),
        ({"title": "办法", "articles": "56"}, "articles", "整数"),
        ({"title": "办法", "items": {"20": 0}}, "items.20", "大于0的整数"),
        ({"title": ""}, "title", "文字"),
    ],
)
def test_an_entry_that_cannot_be_used(entry: dict[str, Any], key: str, reason: str) -> None:
    with pytest.raises(RulesetError) as caught:
        instruments(added({"title": "意见"}, entry))
    (fault,) = caught.value.faults
    assert (caught.value.file, fault.key) == ("local.toml", f"instruments[2].{key}")
    assert reason in fault.reason


def test_a_section_that_is_no_list() -> None:
    with pytest.raises(RulesetError, match=r"local\.toml"):
        instruments(Additions(("local.toml", {"instruments": {"title": "办法"}})))


def test_a_thousand_more_are_found_by_one_access() -> None:
    many = added(*({"title": f"清棠县第{n}号办法", "numbers": [f"清政办发〔2020〕{n}号"]} for n in range(1, 1001)))
    registry = instruments(many)
    assert registry is instruments(many), "made once for all reports of a run"
    assert len(registry.by_number) == len(REGISTRY.by_number) + 1000
    assert registry.titled("清棠县第777号办法") == registry.by_number["清政办发〔2020〕777号"]


# ── What short names stand for ───────────────────────────────────────────────────────────────────


def cited_articles(text: str) -> list[tuple[str, int]]:
    found = citations(report(text))
    return [(each.title, one.article) for c in found for one in c.articles for each in c.instruments[-1:]]


@pytest.mark.parametrize(
    "text",
    [
        "按照《条例》第五十条执行。",
        "按照政府信息公开条例第五十条执行。",
        "按照《中华人民共和国政府信息公开条例》（以下简称新《条例》）的第五十条执行。",
        "新修订的《政府信息公开条例》（以下简称“新条例”）。\n\n按照新条例第五十条执行。",
    ],
)
def test_the_regulations_by_a_short_name(text: str) -> None:
    assert cited_articles(text) == [("中华人民共和国政府信息公开条例", 50)]


def test_a_short_name_that_stands_for_something_else() -> None:
    assert cited_articles("贯彻《优化营商环境条例》（以下简称《条例》），按照《条例》第五十条执行。") == [
        ("优化营商环境条例", 50)
    ]
    assert cited_articles("贯彻《清棠县河道条例》（以下简称《条例》），按照《条例》第五十条执行。") == []


# ── Torn lines ───────────────────────────────────────────────────────────────────────────────────

SENTENCES = (
    "本局贯彻《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）和《关于印发〈中华人民共和国政府信息"
    "公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，制定《清棠县交通运输局信息发布保密审查办法》"
    "（清交发〔2023〕5号），落实《条例》第二十条第（十五）项规定，按照《公开工作方案》（清政办发〔2023〕12号）分解任务。"
)


@pytest.mark.parametrize("break_", ["\n", "\n\n", "\n   ", "\n- 3 -\n", "\n\n3\n\n"], ids=repr)
@pytest.mark.parametrize("width", range(14, 56, 3))
def test_lines_broken_anywhere(width: int, break_: str) -> None:
    lines = [SENTENCES[at : at + width] for at in range(0, len(SENTENCES), width)]
    assert told(break_.join(lines)) == []


# ── Real reports ─────────────────────────────────────────────────────────────────────────────────


def lines(found: list[Finding]) -> list[tuple[str, int]]:
    return [(finding.code, finding.place.line) for finding in found]


def test_seed_002() -> None:
    assert lines(cited_in(real.seed(2))) == [("C506", 37), ("C506", 37)]


def test_seed_004() -> None:
    misquoted, malformed = cited_in(real.seed(4))
    assert lines([misquoted, malformed]) == [("C508", 5), ("C501", 9)]
    assert malformed.actual == "〔2022〕—22号"
    assert misquoted.expected == "国务院办公厅关于印发2022年政务公开工作要点的通知"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_other_seeds(number: int) -> None:
    assert cited_in(real.seed(number)) == []


@pytest.mark.parametrize("name", ["suqian-2023", "suqian-2024", "suqian-2024-radicals"])
def test_real_texts(name: str) -> None:
    assert cited_in(real.read_bytes("real", f"{name}.", "txt")) == []


@pytest.mark.parametrize("name", ["huaian-2024", "hongze-2023", "hongze-2024"])
def test_real_pdfs(name: str) -> None:
    found = real.pdf_text(name)
    assert cited_in(found) == []
    assert any(each.number and each.number.key == "国务院令第711号" for each in citations(read(found)))
