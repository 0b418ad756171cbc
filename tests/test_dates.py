"""Dates and statistics periods, in every form that they are written in."""

from __future__ import annotations

import datetime

import pytest
import real
from answers import shown
from hypothesis import given
from hypothesis import strategies as st

from gouji.api import Finding, Severity, dates, leftovers, periods, published, settled, signed
from gouji.entries import RulesetError
from gouji.model import Additions
from gouji.prose.dating.dates import dates_in, exists, read_dates
from gouji.testing import clean_report, findings, read, report

DIGITS = "〇一二三四五六七八九"
CLEAN = "自2023年1月1日起至2023年12月31日止"
DAYS = st.dates(datetime.date(2008, 1, 1), datetime.date(2035, 12, 31))
LINKS = ("至", "到", "起至", "起，至", "开始至", "-", "—", "——", "－", "~", "～", "–", "起-")
FORMS = (
    "{y}年{m}月{d}日",
    "{y} 年 {m} 月 {d} 日",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "wide",
    "chinese",
    "zero",
)


def chinese(value: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def written(day: datetime.date, form: str) -> str:
    """A day in one of the forms."""
    if form in ("chinese", "zero"):
        year = "".join(DIGITS[int(digit)] for digit in str(day.year)).replace("〇", "〇" if form == "chinese" else "零")
        return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"
    if form == "wide":
        return f"{day.year}年{day.month}月{day.day}日".translate({ord("0") + n: ord("０") + n for n in range(10)})
    return form.format(y=day.year, m=day.month, d=day.day)


def preamble(text: str, year: int = 2023) -> str:
    """The clean report with another statistics period."""
    clean = clean_report("2021", year)
    return clean.replace(CLEAN.replace("2023", str(year)), text)


def found(text: str) -> list[tuple[int | None, int, int | None]]:
    """The dates in a text, as year, month and day."""
    return [date[1:] for _, _, stretch in dates_in(text) for date in stretch]


def by_d(text: str) -> list[Finding]:
    """What family D finds."""
    return [finding for finding in findings(text) if finding.code[0] == "D"]


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


@given(DAYS, st.sampled_from(FORMS))
def test_every_day_is_read_back_in_every_form(day: datetime.date, form: str) -> None:
    read_in = report(f"公开指南于{written(day, form)}修订。")
    (date,) = (date for date in dates(read_in) if date.text in "".join(written(day, form).split()))
    assert (date.year, date.month, date.day, date.possible) == (day.year, day.month, day.day, True)


@given(st.integers(2021, 2030), st.sampled_from(LINKS), st.sampled_from(FORMS[:4] + FORMS[5:]), st.booleans())
def test_every_period_is_read_with_every_link(year: int, link: str, form: str, short: bool) -> None:
    first, last = written(datetime.date(year, 1, 1), form), written(datetime.date(year, 12, 31), form)
    end = last.split("年", 1)[1].strip() if short and "年" in last else last
    text = preamble(f"自{first}{link}{end}止", year)
    (period,) = periods(read(text))
    assert (period.year, period.whole) == (year, True)
    assert by_d(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024.1.1-12.31", [(2024, 1, 1), (2024, 12, 31)]),
        ("2024-1-1-2024-12-31", [(2024, 1, 1), (2024, 12, 31)]),
        ("2024年1—12月", [(2024, 1, None), (2024, 12, None)]),
        ("2024年1月至12月", [(2024, 1, None), (2024, 12, None)]),
        ("2024年1月1日至当年12月31日", [(2024, 1, 1), (2024, 12, 31)]),
        ("1月1日至12月31日", [(None, 1, 1), (None, 12, 31)]),
        ("二0一七年一月三日", [(2017, 1, 3)]),
        ("日期:2021-03-0513:32来源", [(2021, 3, 5)]),
        ("2024年2月30日", [(2024, 2, 30)]),
        ("2024年1月1日、3月2日", [(2024, 1, 1), (None, 3, 2)]),
        ("202111日至1231日", []),
        ("电话0512-2024-1-31", []),
        ("邮编223001,号码2024-1-311", []),
        ("www.a.gov.cn/2024/1/31/t.html", []),
        ("十一届三中全会", []),
        ("2024年度", []),
    ],
)
def test_forms(text: str, expected: list[tuple[int | None, int, int | None]]) -> None:
    assert found(text) == expected


@given(st.text("0123456789年月日号至到起,-/.~—一二三十〇 ab统计期限自止", max_size=60))
def test_no_text_raises(text: str) -> None:
    for start, end, stretch in dates_in(text):
        assert 0 <= start < end <= len(text)
        assert all(date[0][1] <= end - start for date in stretch)
    read_dates(text)
    by_d(preamble(f"自{text}"))


@given(st.integers(1, 9999), st.integers(0, 14), st.integers(0, 33))
def test_existing_days_are_those_of_the_calendar(year: int, month: int, day: int) -> None:
    try:
        datetime.date(year, month, day)
        known = True
    except ValueError:
        known = False
    assert exists(year, month, day) is known


# ── statistics periods among other stretches of time ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sentence", "whether"),
    [
        ("统计期限为2023年1月1日至2023年6月30日。", True),
        ("本报告所列数据的统计期限从2023年1月1日至2023年12月31日。", True),
        ("报告统计时间段为2023年1月1日到12月31日。", True),
        ("除规章对外公开总数量外，统计周期均为2023年1月1日—12月31日。", True),
        ("本报告数据自2023年1月1日起至2023年12月31日止。", True),
        ("数据核定时间点为2023年12月31日。", False),
        ("据统计，2023年1月1日至12月31日访问量上升。", False),
        ("经统计，自2023年3月1日至2023年6月30日共接待群众30人次。", False),
        ("征求意见时间为2023年3月1日至2023年3月31日。", False),
        ("宣传月活动自2023年5月1日至5月31日开展。", False),
        ("规划期自2021年1月1日至2025年12月31日。", False),
    ],
)
def test_what_is_a_statistics_period(sentence: str, whether: bool) -> None:
    assert bool(len(periods(report(sentence))) == 2) is whether


# ── which year is odd ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "period", "signature", "opening", "expected"),
    [
        (2023, 2023, 2024, 2023, (2023, "")),
        (2023, 2022, 2024, 2023, (2023, "period")),
        (2023, 2022, 2024, 2022, (2023, "period")),
        (2024, 2023, 2024, 2023, (2023, "title")),
        (2022, 2023, 2024, 2023, (2023, "title")),
        (2023, 2023, 2023, 2023, (2023, "")),
        (2023, 2023, 2025, 2023, (2023, "signature")),
        (2023, 2022, None, 2023, (2023, "period")),
        (2023, 2022, None, 2022, (2022, "title")),
        (2023, None, 2023, 2022, (2022, "title")),
        (2023, None, 2024, 2022, (2023, "")),
        (2023, 2023, 2024, 2022, (2023, "")),
    ],
)
def test_settled_year(
    title: int, period: int | None, signature: int | None, opening: int, expected: tuple[int, str]
) -> None:
    text = (
        clean_report("2021").replace("局2023年政府", f"局{title}年政府").replace("2023年，本局", f"{opening}年，本局")
    )
    text = text.replace(
        f"，统计期限{CLEAN}", "" if period is None else f"，统计期限{CLEAN}".replace("2023", str(period))
    )
    text = text.replace("2024年1月18日", "" if signature is None else f"{signature}年1月18日")
    assert settled(read(text)) == expected
    codes = [finding.code for finding in by_d(text) if finding.severity == Severity.ERROR]
    assert len(codes) == (expected[1] != "" or (signature is not None and signature <= expected[0]))


def test_places_are_those_of_the_text() -> None:
    text = preamble("自 2022 年 1 月 1 日起至\n2022 年 12 月 31 日止")
    (finding,) = by_d(text)
    lines = text.split("\n")
    place = finding.place
    assert lines[place.line - 1][place.column - 1 :] == "2022 年 1 月 1 日起至"
    assert lines[place.end_line - 1][: place.end_column - 1] == "2022 年 12 月 31 日"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("发布时间：2024-01-22", (2024, 1, 22)),
        ("发布日期: 2024年1月22日 10:15 来源：县政府办公室", (2024, 1, 22)),
        ("来源：清棠县交通运输局  发布时间：2024-1-22 9:15  浏览次数：12", (2024, 1, 22)),
        ("【公开日期】2024/1/22", (2024, 1, 22)),
        ("日期：2024-01-22 13:32 来源：", (2024, 1, 22)),
        ("| 名称 | 年度报告 | 公开日期 | 2024-01-22 |\n| 索引号 | 11 | 成文日期 | 2024-01-18 |", (2024, 1, 22)),
        ("有效日期：2024-01-22", None),
        ("今天是2026年3月1日 星期日", None),
        ("时间：待定", None),
        ("发布时间：2024年", None),
    ],
)
def test_publication_date(line: str, expected: tuple[int, int, int] | None) -> None:
    title = "清棠县交通运输局2023年政府信息公开工作年度报告"
    text = clean_report("2021").replace(title, f"{line}\n\n{title}")
    date = published(read(text))
    assert (date.ordinal if date else None) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("清棠县交通运输局\n\n2024年1月18日", (2024, 1, 18)),
        ("清棠县交通运输局　　　　2024 年 1 月 18 日", (2024, 1, 18)),
        ("　　　　　　　　　　　　二〇二四年一月十八日", (2024, 1, 18)),
        ("清棠县交通运输局\n2024.1.18\n附件：年度报告.docx", (2024, 1, 18)),
        ("（2024年1月18日）", (2024, 1, 18)),
        ("清棠县政务服务和公共资源交易管理中心办公室\n2024年1月18日", (2024, 1, 18)),
        ("截至2024年1月18日", None),
        ("2024-01-18", None),
        ("清棠县交通运输局", None),
    ],
)
def test_signature(lines: str, expected: tuple[int, int, int] | None) -> None:
    date = signed(read(clean_report("2021").replace("清棠县交通运输局\n2024年1月18日", lines)))
    assert (date.ordinal if date else None) == expected


# ── leftovers ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("2022年，本局共收到申请3件。", [2022]),
        ("2022年度我局主动公开信息30条。", [2022]),
        ("2022年，共收到政府信息公开申请3件。", [2022]),
        ("全年工作平稳。2022年，本局主动公开信息30条。", [2022]),
        ("2022年，全县经济稳中有进。2023年，本局收到申请3件。", []),
        ("2022年，一名同志被评为先进。", []),
        ("2022年底，本局建成专区。", []),
        ("2022年，全省政务公开评估中，本局位列前三。", []),
        ("2022年3月，本局建成专区。", []),
        ("2021年，本局建成政务公开专区。", []),
        ("2022年，本局组建，职能由县交通局划入。", []),
        ("2022年以来，本局持续压减存量。", []),
        ("较2022年，本局公开量上升。", []),
        ("2024年，本局将继续改进。", []),
        ("2023年，本局收到申请3件。", []),
    ],
)
def test_leftovers(sentence: str, years: list[int]) -> None:
    assert [own.year for own in leftovers(report(sentence))] == years


# ── a local calendar ─────────────────────────────────────────────────────────────────────────────


def late(signature: str, calendar: object) -> list[str]:
    """What D404 says with a local calendar."""
    from gouji.plugins.dates import late_report

    text = clean_report("2021").replace("2024年1月18日", signature)
    additions = Additions(("local.toml", {"calendar": calendar}))
    assert late_report.check is not None
    return [finding.message for finding in late_report.check(read(text)._replace(additions=additions))]


def test_a_local_calendar_counts_and_is_named() -> None:
    assert late("2024年1月18日", {"department": "01-15"}) == [
        "2024年1月18日已经超过本地报送日程的期限2024年1月15日（标题中的机关为「清棠县交通运输局」，按部门的报告计）"
    ]
    assert late("2024年1月15日", {"department": "01-15"}) == []
    assert late("2024年2月1日", {"government": "02-20"}) != []


@pytest.mark.parametrize(
    ("calendar", "complaint"),
    [
        ("01-15", "local.toml：calendar：应写作 [calendar] 表"),
        ({"office": "01-15"}, "local.toml：calendar.office：没有这个键；可用的有：government、department、township"),
        ({"department": "1-15"}, 'local.toml：calendar.department：应写作月-日，如"02-20"'),
        ({"department": 115}, 'local.toml：calendar.department：应写作月-日，如"02-20"'),
        ({"department": "02-30"}, "local.toml：calendar.department：没有02-30这一天"),
    ],
)
def test_a_wrong_calendar_is_refused(calendar: object, complaint: str) -> None:
    with pytest.raises(RulesetError) as error:
        late("2024年1月18日", calendar)
    assert str(error.value) == complaint


# ── real reports ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", range(5))
def test_seeds(number: int) -> None:
    assert [shown(f) for f in findings(real.seed(number)) if f.code[0] == "D" and f.code != "D401"] == []


@pytest.mark.parametrize("name", ["suqian-2023", "suqian-2024"])
def test_real_reports(name: str) -> None:
    data = real.read_bytes("real", name)
    assert [shown(f) for f in findings(data) if f.code[0] == "D" and f.code != "D401"] == []


@pytest.mark.parametrize("name", ["huaian-2024", "hongze-2023", "hongze-2024"])
def test_real_pdf_reports(name: str) -> None:
    assert [shown(f) for f in findings(real.pdf_text(name)) if f.code[0] == "D"] == []
