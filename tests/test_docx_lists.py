"""The numbers that Word generates: formats, levels, lists that go on or begin anew, lists that styles bring along."""

from __future__ import annotations

import pytest
from generation.docx_markup import package, paragraph, root, run

from gouji.readers.docx import read
from gouji.readers.docx.numerals import numeral


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def numbers(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def anew(at: int, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def item(key: int | None, at: int | None = 0, text: str = "文", style: str = "") -> str:
    own = (f'<w:ilvl w:val="{at}"/>' if at is not None else "") + (
        f'<w:numId w:val="{key}"/>' if key is not None else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return paragraph(run(text), styled + (f"<w:numPr>{own}</w:numPr>" if own else ""))


def shown(*body: str, lists: str, styles: str = "") -> list[str]:
    texts = {"document": f"<w:body>{''.join(body)}</w:body>", "numbering": lists, "styles": styles}
    document = read(package({kind: root(kind, text) for kind, text in texts.items()}))
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalEnclosedFullstop", {3: "⒊"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 105: "一○五"}),
        (
            "chineseCountingThousand",
            {10: "十", 21: "二十一", 105: "一百零五", 110: "一百一十", 1000: "一千", 2003: "二千零三"},
        ),
        ("japaneseCounting", {12: "十二"}),
        ("ideographDigital", {10: "一〇", 105: "一〇五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("ideographEnclosedCircle", {10: "㊉"}),
        ("chineseLegalSimplified", {10: "壹拾", 25: "贰拾伍"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa"}),
        ("upperLetter", {2: "B"}),
        ("lowerRoman", {4: "iv", 9: "ix", 1994: "mcmxciv"}),
        ("upperRoman", {14: "XIV"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("numberInDash", {2: "- 2 -"}),
        ("none", {5: ""}),
        ("custom", {5: "5"}),
        ("chineseCounting", {0: "0", 10_000: "10000", 10**9: "1000000000"}),
    ],
)
def test_formats(form: str, expected: dict[int, str]) -> None:
    assert {number: numeral(number, form) for number in expected} == expected


def test_levels_count_within_those_above() -> None:
    lists = definition(
        0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
    )
    order = [0, 1, 1, 2, 2, 0, 1, 2, 1, 2]
    found = shown(*(item(1, at) for at in order), lists=lists + numbers(1, 0))
    assert [text.removesuffix("文").strip() for text in found] == [
        "一、", "（一）", "（二）", "1.", "2.", "二、", "（一）", "1.", "（二）", "1.",
    ]  # fmt: skip


def test_a_number_may_show_those_above_it() -> None:
    lists = definition(
        0,
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%1.%2.%3"),
    )
    found = shown(item(1, 0), item(1, 1), item(1, 2), item(1, 2), lists=lists + numbers(1, 0))
    assert found == ["第一章 文", "1.1 文", "一.1.a 文", "一.1.b 文"]
    assert shown(item(1, 1), lists=lists + numbers(1, 0)) == ["1.1 文"], "the level above has not been used"


def test_a_level_may_count_on_or_begin_anew_below_one_level_only() -> None:
    never = level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    lists = definition(0, level(0, "decimal", "%1."), never) + numbers(1, 0)
    assert shown(*(item(1, at) for at in (0, 1, 0, 1)), lists=lists) == ["1. 文", "1)文", "2. 文", "2)文"]
    first = level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
    lists = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%2."), first) + numbers(1, 0)
    found = shown(*(item(1, at) for at in (0, 1, 2, 1, 2, 0, 2)), lists=lists)
    assert [text for text in found if ")" in text] == ["1)文", "2)文", "1)文"]


def test_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    lists = definition(0, level(0, "decimal", "%1、")) + numbers(1, 0) + numbers(2, 0) + numbers(3, 0, anew(0, 5))
    order = (1, 1, 2, 3, 3, 1)
    assert shown(*map(item, order), lists=lists) == ["1、文", "2、文", "3、文", "5、文", "6、文", "7、文"]


def test_a_list_may_have_levels_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1、")}</w:lvlOverride>'
    lists = definition(0, level(0, "decimal", "%1、")) + numbers(1, 0) + numbers(2, 0, own)
    assert shown(item(1), item(2), lists=lists) == ["1、文", "II、文"]


@pytest.mark.parametrize(
    ("text", "gap", "expected"),
    [
        ("%1、", "tab", "一、文"),
        ("（%1）", "space", "（一）文"),
        ("%1.", "tab", "一. 文"),
        ("%1.", "nothing", "一.文"),
        ("%1", "space", "一 文"),
        ("", "tab", "文"),
    ],
)
def test_gaps_behind_numbers(text: str, gap: str, expected: str) -> None:
    lists = definition(0, level(0, "chineseCounting", text, f'<w:suff w:val="{gap}"/>')) + numbers(1, 0)
    assert shown(item(1), lists=lists) == [expected]


def test_bullets_say_nothing() -> None:
    lists = definition(0, level(0, "bullet", "\uf06c")) + numbers(1, 0)
    assert shown(item(1), lists=lists) == ["文"]


def style(
    key: str, based_on: str = "", *, of: int | None = None, at: int | None = None, kind: str = "paragraph"
) -> str:
    numbered = "".join(
        f'<w:{name} w:val="{value}"/>' for name, value in (("ilvl", at), ("numId", of)) if value is not None
    )
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}" w:default="{int(key == "a")}"><w:basedOn w:val="{based_on}"/>'
        f"<w:pPr><w:numPr>{numbered}</w:numPr></w:pPr></w:style>"
    )


STYLES = (
    style("a")
    + style("1", of=1)
    + style("2", "1", at=1)
    + style("3", "2")
    + style("4", "1", of=0)
    + style("5", "6")
    + style("6", "5")
)


def test_styles_bring_numbers_along() -> None:
    lists = definition(0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）")) + numbers(1, 0)
    styled = [item(None, None, style=style) for style in "1231456"]
    none = item(0, style="1")
    found = shown(*styled, none, item(None, None), lists=lists, styles=STYLES)
    assert found == ["一、文", "（一）文", "（二）文", "二、文", "文", "文", "文", "文", "文"]


def test_a_level_may_belong_to_a_style() -> None:
    second = level(1, "decimal", "%2.", '<w:pStyle w:val="7"/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="7"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = definition(0, level(0, "decimal", "%1、"), second) + numbers(1, 0)
    assert shown(item(None, None, style="7"), lists=lists, styles=styles) == ["1. 文"]


def test_a_definition_may_stand_in_a_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="8"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = definition(0, '<w:numStyleLink w:val="8"/>')
    lists = link + definition(1, level(0, "upperLetter", "%1、")) + numbers(1, 0) + numbers(2, 1)
    assert shown(item(1), lists=lists, styles=styles) == ["A、文"]
    ring = link + numbers(1, 0) + numbers(2, 0)
    assert shown(item(1), lists=ring, styles=styles) == ["文"]


def test_a_format_of_newer_programs_has_one_for_older_ones() -> None:
    both = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent>'
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
    )
    assert shown(item(1), lists=definition(0, both) + numbers(1, 0)) == ["01、文"]


def test_what_leads_nowhere_has_no_number() -> None:
    lists = definition(0, level(0, "decimal", "%1、")) + numbers(1, 0) + numbers(2, 7) + numbers(3, 0, anew(8))
    assert shown(item(9), item(2), item(1, 7), item(3), lists=lists) == ["文", "文", "文", "1、文"]
    assert shown(item(1, style="9"), lists=lists, styles="") == ["1、文"]


def test_deleted_paragraphs_take_no_number() -> None:
    lists = definition(0, level(0, "decimal", "%1、")) + numbers(1, 0)
    gone = paragraph("", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    assert shown(item(1), gone, item(1), lists=lists) == ["1、文", "2、文"]


def test_links_stand_behind_the_number() -> None:
    lists = definition(0, level(0, "decimal", "%1、")) + numbers(1, 0)
    link = f'<w:hyperlink r:id="rIdLink">{run("网站")}</w:hyperlink>'
    body = paragraph(run("见") + link, '<w:numPr><w:numId w:val="1"/></w:numPr>')
    document = read(
        package({"document": root("document", f"<w:body>{body}</w:body>"), "numbering": root("numbering", lists)})
    )
    assert [(each.text, each.place[:4]) for each in document.addresses] == [("网站", (1, 4, 1, 6))]


def test_hostile_lists_cost_little() -> None:
    long = definition(0, level(0, "decimal", "%1" * 100_000), *(level(at, "decimal", "%2") for at in range(9, 5000)))
    found = shown(*[item(1)] * 500, lists=long + numbers(1, 0))
    assert max(map(len, found)) < 1000
