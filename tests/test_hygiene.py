"""What should not have been published: personal data however it is set and never repeated, links, the seeds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import real
from commandline import gouji
from hypothesis import given
from hypothesis import strategies as st

from gouji.api import Finding, LinkFault, PersonalKind, Place, full_text, links, passages, personal_numbers
from gouji.excerpt import discreet, excerpt
from gouji.prose.words.personal import hidden
from gouji.testing import check, clean_report, findings, read, report

FORMATS = ("text", "json", "junit")
PROVINCES = ("11", "21", "32", "44", "51", "65")


def codes(text: str, families: str = "HL") -> list[str]:
    """The findings about a report with one paragraph more."""
    return [each.code for each in findings(clean_report(narrative=text)) if each.code[0] in families]


def identity(front: str) -> str:
    """An identity number from its first 17 digits."""
    weights = [2**power % 11 for power in range(17, 0, -1)]
    return front + "10X98765432"[sum(w * int(d) for w, d in zip(weights, front, strict=True)) % 11]


def card(front: str) -> str:
    """A bank card's number from all its digits but the last."""
    total = sum(sum(divmod(int(d) * (2 if index % 2 == 0 else 1), 10)) for index, d in enumerate(reversed(front)))
    return front + str(-total % 10)


IDENTITIES = st.builds(
    lambda province, rest, year, month, day, serial: identity(
        f"{province}{rest:04}{year}{month:02}{day:02}{serial:03}"
    ),
    st.sampled_from(PROVINCES),
    st.integers(101, 9999),
    st.integers(1930, 2020),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
)
CARDS = st.integers(10**15, 10**16 - 1).map(lambda number: card(f"62{number}"))
MOBILES = st.tuples(st.sampled_from("3456789"), st.integers(0, 10**9 - 1)).map(lambda two: f"1{two[0]}{two[1]:09}")


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in text)


def grouped(text: str, mark: str, size: int) -> str:
    return mark.join(text[start : start + size] for start in range(0, len(text), size))


SETTINGS = st.sampled_from(
    [
        lambda text: text,
        wide,
        lambda text: grouped(text, " ", 4),
        lambda text: grouped(text, "-", 4),
        lambda text: grouped(text, "\u200b", 3),
        lambda text: grouped(text, "\u3000", 6),
        lambda text: wide(grouped(text, " ", 3)),
        lambda text: text.lower(),
    ]
)


def wrong_check(number: str) -> str:
    """The number with another last character."""
    return number[:-1] + ("1" if number[-1] in "0X" else str(int(number[-1]) - 1))


# ── Personal data ────────────────────────────────────────────────────────────────────────────────


@given(IDENTITIES, SETTINGS)
def test_identity_numbers_are_found_beside_near_misses(number: str, setting) -> None:  # type: ignore[no-untyped-def]
    text = f"申请人的证件号码为{setting(number)}，已答复；另一份材料上的{setting(wrong_check(number))}为笔误。"
    found = personal_numbers(report(text))
    assert [(each.kind, each.digits.upper()) for each in found] == [(PersonalKind.IDENTITY, number)]


@given(CARDS, SETTINGS)
def test_bank_cards_are_found_beside_near_misses(number: str, setting) -> None:  # type: ignore[no-untyped-def]
    text = f"退款卡号{setting(number)}，已退回；原填{setting(wrong_check(number))}为笔误。"
    assert [(each.kind, each.digits) for each in personal_numbers(report(text))] == [(PersonalKind.CARD, number)]


@given(
    MOBILES, SETTINGS, st.sampled_from(["联系人：李四，电话：", "申请人王某某（", "姓名张三 ", "投诉人陈某，手机号码"])
)
def test_mobile_numbers_are_found_beside_names(number: str, setting, before: str) -> None:  # type: ignore[no-untyped-def]
    found = personal_numbers(report(f"全年答复一件：{before}{setting(number)}，已经办结。"))
    assert [(each.kind, each.digits) for each in found] == [(PersonalKind.MOBILE, number)]


@given(
    MOBILES,
    st.sampled_from(
        ["联系电话：", "值班手机", "县政务公开办，电话：", "安监科，", "方便公众咨询，", "联系人：办公室，"]
    ),
)
def test_numbers_of_an_office_stay_silent(number: str, before: str) -> None:
    assert personal_numbers(report(f"如有疑问，请拨打{before}{number}。")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "电话：0517-83605210，邮编：223001，总机86501431，热线12345。",
        "统一社会信用代码11320800014319000X，订单号110105194912310021。",
        "统一社会信用代码11010519491231002X。",
        "项目代码2301-320000-04-01-123456，文号2023010100000123456。",
        "缴款账户：清棠县财政局，账号6222020000000000000。",
        "账号6222020000000000000为非税收入账户。",
        "发票号码6222020000000000。",
        "出生日期不对的11010519491331002X和地区不对的990105194912310021。",
        "网页编号1101051949123100213、a11010519491231002Xb。",
        "数据为1、2、3、4、5、6、7、8、9、0、1、2、3、4、5、6、7、8。",
    ],
)
def test_what_is_no_personal_data(text: str) -> None:
    assert personal_numbers(report(text)) == ()


def leaking(line: str) -> str:
    """A report whose paragraphs give the number away, beside faults of other kinds on the same lines."""
    return clean_report(narrative=f"{line}的的答复，截止2023年底办结。其它{line}")


def leaking_cell(line: str) -> str:
    """A report that gives the number away in a label and a cell as well, which other rules quote."""
    text = leaking(line).replace("| 规章 | 1 |", f"| 规章 | {line} |")
    return text.replace("| 行政许可 |", f"| 行政许可（{line}） |")


def digits_in(text: str) -> str:
    """Digits and letters alone, in half width."""
    text = "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "ｚ" else c for c in text)
    return "".join(c for c in text if c.isascii() and c.isalnum()).upper()


LEAKS = pytest.mark.parametrize(
    "line",
    [
        "身份证号11010519491231002X",
        "身份证号１１０１０５１９４９１２３１００２Ｘ",
        "身份证号110105 19491231 002x",
        "卡号6222-0200-0000-0000-000",
        "联系人：李四，电话：138 1234 5678",
    ],
)


@pytest.mark.parametrize("format_", FORMATS)
@LEAKS
def test_no_output_repeats_the_number(folder: Path, format_: str, line: str) -> None:
    assert_hidden(folder, format_, leaking(line))


@pytest.mark.parametrize("format_", FORMATS)
@LEAKS
def test_no_output_repeats_the_number_of_a_cell(folder: Path, format_: str, line: str) -> None:
    assert_hidden(folder, format_, leaking_cell(line))


WRAPPED = """\
全年共答复政府信息公开申请一件，申请人提供了身份证复印件和其他材料（身份证号1101
0519491231002X）申请公开征地信息，针对对方的要求，本局的的答复依法按期作出。"""


def test_a_number_that_a_page_breaks_in_two_is_found_and_hidden(folder: Path) -> None:
    text = clean_report(narrative=WRAPPED)
    assert [each.digits for each in personal_numbers(read(text))] == ["11010519491231002x"]
    (folder / "leak.txt").write_text(text, encoding="utf-8")
    for format_ in FORMATS:
        output = gouji("check", "--format", format_, "leak.txt").out
        assert "19491231" not in output


def test_many_numbers_are_hidden_in_one_look() -> None:
    line = "".join(f"联系人张三，手机1380000{number:04}。" for number in range(300))
    found = check(clean_report(narrative=line))
    assert len([each for each in found.findings if each.code == "H704"]) == 300
    assert not any(f"1380000{number:04}" in str(found.excerpts) for number in range(300))


def test_a_letter_that_grows_in_lower_case_hides_nothing() -> None:
    text = clean_report(narrative="İ见BET365官网，本报告可在县政府门户网站（HTTP:// www.qingtang.gov.cn）下载。")
    assert {"H701", "H706"} <= {each.code for each in findings(text)}


def assert_hidden(folder: Path, format_: str, text: str) -> None:
    (folder / "leak.txt").write_text(text, encoding="utf-8")
    (number,) = {each.digits.upper() for each in personal_numbers(read(text))}
    for options in ((), ("--ignore", "H704")):
        output = gouji("check", "--format", format_, *options, "leak.txt").out
        assert "*" in output or format_ != "text"
        assert number not in digits_in(output)


def test_messages_of_other_rules_are_made_discreet() -> None:
    base = read(clean_report(narrative="身份证号11010519491231002X。"))
    place = Place(1, 1, 1, 2)
    spoken = Finding(place, "单元格写着110105 19491231 002X", actual="11010519491231002x", expected="0")
    (found,) = discreet(base, (spoken,))
    assert found == Finding(place, "单元格写着110*** ******** 002X", actual="110***********002x", expected="0")
    assert discreet(read(clean_report()), (spoken,)) == (spoken,)


def test_excerpts_keep_their_columns() -> None:
    base = read(clean_report(narrative="其它：身份证号11010519491231002X。"))
    (finding,) = (
        each for each in findings(clean_report(narrative="其它：身份证号11010519491231002X。")) if each.code == "L902"
    )
    shown = excerpt(base, finding)
    assert shown is not None
    assert (shown.marked, shown.after) == ("其它", "：身份证号110***********002X。")


def test_hiding_keeps_the_length() -> None:
    numbers = frozenset(["11010519491231002X"])
    for text in ("11010519491231002X", "1101 0519-4912\n3100 2x", "１１０１０５１９４９１２３１００２Ｘ", "无"):
        assert len(hidden(text, numbers)) == len(text)


@given(st.text(alphabet="0123456789xX -\u200b\u3000\n，张三卡号身份证", max_size=60))
def test_nothing_is_raised_and_places_are_exact(text: str) -> None:
    base = read(clean_report(narrative=f"正文{text}。"))
    whole = full_text(base)
    for number in personal_numbers(base):
        place = whole.place(number.start, number.end)
        assert place.line <= place.end_line
        assert digits_in(whole.printed[number.start : number.end]) == number.digits.upper()


# ── Links ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("http:// www.qingtang.gov.cn", LinkFault.BLANK),
        ("http://www. qingtang.gov.cn", LinkFault.BLANK),
        ("http://www.qingtang .gov.cn", LinkFault.BLANK),
        ("http: //www.qingtang.gov.cn", LinkFault.BLANK),
        ("www. qingtang.gov.cn", LinkFault.BLANK),
        ("http：//www.qingtang.gov.cn", LinkFault.WIDTH),
        ("http://www．qingtang．gov．cn", LinkFault.WIDTH),
        ("http://www。qingtang。gov。cn", LinkFault.WIDTH),
        ("ｗｗｗ．ｑｉｎｇｔａｎｇ．ｇｏｖ．ｃｎ", LinkFault.WIDTH),
        ("http://http://www.qingtang.gov.cn", LinkFault.SCHEME),
        ("http//www.qingtang.gov.cn", LinkFault.SCHEME),
        ("http:/www.qingtang.gov.cn", LinkFault.SCHEME),
        ("http:\\\\www.qingtang.gov.cn", LinkFault.SCHEME),
        ("http://www..qingtang.gov.cn", LinkFault.DOTS),
        ("http://", LinkFault.HOST),
        ("http://www.qingtang.gov.cn", None),
        ("https://www.qingtang.gov.cn/zwgk/2023/01/art_1.html?id=3&type=a#top", None),
        ("http://www.qingtang.gov.cn:8080/zwgk/", None),
        ("HTTP://WWW.QINGTANG.GOV.CN", None),
        ("www.qingtang.gov.cn", None),
        ("qingtang.gov.cn", None),
    ],
)
def test_links_that_cannot_work(text: str, fault: LinkFault | None) -> None:
    (link,) = links(report(f"本报告可在县政府网站（{text}）下载。"))
    assert link.fault == fault
    assert link.text == text
    if fault is not LinkFault.HOST:
        assert link.host.replace("..", ".").endswith("qingtang.gov.cn")


@pytest.mark.parametrize(
    "text",
    [
        "电子邮箱：qtxzwgk@163.com、qtx.gk@qingtang.gov.cn。",
        "支持http和https协议，全年办件3.14万件。",
        "附件：清棠县年报.doc、清棠县年报.pdf。",
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert links(report(text)) == ()


def test_a_link_that_a_page_breaks_is_whole() -> None:
    lines = "本报告所列数据真实准确，电子版可以在清棠县人民政府门户网站政务公开栏目查阅，网址为http://www.qing\ntang.gov.cn/zwgk，欢迎公众查阅。"
    (link,) = links(report(lines))
    assert (link.text, link.fault) == ("http://www.qingtang.gov.cn/zwgk", None)
    assert link.place.end_line == link.place.line + 1


@given(st.text(alphabet="htps:/\\.。，w gov.cncom1-@（）县网站", max_size=60))
def test_links_never_raise(text: str) -> None:
    base = report(f"门户网站http{text}。")
    assert all(link.place.line >= 1 for link in links(base))
    assert passages(base)


# ── The real reports ─────────────────────────────────────────────────────────────────────────────


def grave(data: bytes) -> list[tuple[str, int]]:
    """The warnings and errors of family H, with their lines."""
    return [
        (each.code, each.place.line)
        for each in check(data).findings
        if each.code[0] == "H" and (each.severity or 0) > 1
    ]


def lines(data: bytes, code: str) -> list[int]:
    return [each.place.line for each in findings(data) if each.code == code]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, []),
        (1, []),
        (2, [("H703", 1), ("H702", 63), ("H701", 71)]),
        (3, [("H706", 11)]),
        (4, []),
    ],
)
def test_seeds(number: int, expected: list[tuple[str, int]]) -> None:
    assert grave(real.seed(number)) == expected


@pytest.mark.parametrize(
    ("residue", "advice", "instead"),
    [
        ("?>?", "应写作“>”", " > "),
        ('HYPERLINK "http://www.qingtang.gov.cn/?a=1&b>2"', "请删去", ""),
    ],
)
def test_what_is_advised_is_what_a_fix_does(residue: str, advice: str, instead: str) -> None:
    data = clean_report(narrative=f"公开栏目：首页{residue}政务公开。").encode()
    (finding,) = (each for each in findings(data) if each.code == "H703")
    assert advice in finding.message
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == [instead]


def test_residue_in_a_cell_is_reported_once() -> None:
    (finding,) = (each for each in findings(real.seed(1)) if each.code == "H703")
    assert (finding.place.line, finding.actual) == (44, "[bookmark: _GoBack]")


def test_language_of_the_seeds() -> None:
    assert [lines(real.seed(number), "L901") for number in range(5)] == [[], [], [29], [], []]
    assert [lines(real.seed(number), "L902") for number in range(5)] == [[], [3], [], [627], []]
    assert [lines(real.seed(number), "L903") for number in range(5)] == [[17], [6, 8], [], [], []]


@pytest.mark.parametrize("name", ["suqian-2023", "suqian-2024", "suqian-2024-radicals"])
def test_real_reports(name: str) -> None:
    data = real.read_bytes("real", f"{name}.", "txt")
    assert grave(data) == []
    assert lines(data, "L901") == ([] if name == "suqian-2023" else [4])
    assert lines(data, "L902") == lines(data, "L903") == []


@pytest.mark.parametrize("name", ["huaian-2024", "hongze-2023", "hongze-2024"])
def test_real_pdf(name: str) -> None:
    data = real.pdf_text(name)
    found = [each for each in findings(data) if each.code[0] in "HL"]
    assert {(each.code, each.actual) for each in found} == {("L902", "国令")}


def test_json_has_no_number_anywhere(folder: Path) -> None:
    (folder / "leak.txt").write_text(leaking("身份证号11010519491231002X"), encoding="utf-8")
    output = json.loads(gouji("check", "--format", "json", "leak.txt").out)
    found = [each for each in output["files"][0]["findings"] if each["code"] == "H704"]
    assert {each["actual"] for each in found} == {"1101**********002X"}
    assert len(found) == 2
