"""Attribution: whose report on which year a file is, by its own words and by its path; agencies are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.audit.attribution import Attribution, attribute
from gouji.audit.roster import Agency, Roster
from gouji.audit.roster.names import implied

G, D, T = "government", "department", "township"
CITY, COUNTY, OTHER = "南岫市人民政府", "清棠县人民政府", "松川县人民政府"
ROSTER = Roster(
    [
        Agency(CITY, G),
        Agency("南岫市人民政府办公室", D, parent=CITY),
        Agency("南岫市财政局", D, parent=CITY),
        Agency("南岫市城市管理局", D, parent=CITY),
        Agency("南岫市发展和改革委员会", D, parent=CITY, aliases=("南岫市发改委", "市发改委")),
        Agency(COUNTY, G, parent=CITY),
        Agency("清棠县人民政府办公室", D, parent=COUNTY),
        Agency("清棠县财政局", D, parent=COUNTY, aliases=("清棠县国库局",)),
        Agency("清棠县水务局(河长办)", D, parent=COUNTY),
        Agency("柳溪镇人民政府", T, parent=COUNTY),
        Agency("湖滨街道办事处", T, parent=COUNTY),
        Agency(OTHER, G, parent=CITY),
        Agency("松川县财政局", D, parent=OTHER),
        Agency("档案馆", D, parent=OTHER),
    ]
)


def whose(path: str, said: str | None) -> str | None:
    """The agency, if the year is beyond doubt; there is a doubt if, and only if, there is none."""
    found = attribute(path, said, 2023, ROSTER)
    assert (found.agency is None) == (found.doubt is not None)
    return found.agency


@pytest.mark.parametrize(
    ("said", "agency"),
    [
        ("清棠县财政局", "清棠县财政局"),
        ("清棠县 财政局", "清棠县财政局"),
        ("清棠县国库局", "清棠县财政局"),
        ("市发改委", "南岫市发展和改革委员会"),
        ("清棠县", COUNTY),
        ("清棠县政府", COUNTY),
        ("南岫市清棠县人民政府", COUNTY),
        ("河西省南岫市清棠县人民政府", COUNTY),
        ("苏州省南岫市财政局", "南岫市财政局"),
        ("清棠县政府办公室", "清棠县人民政府办公室"),
        ("清棠县水务局（河长办）", "清棠县水务局(河长办)"),
        ("清棠县财政局（国有资产监督管理办公室）", "清棠县财政局"),
        ("柳溪镇", "柳溪镇人民政府"),
        ("清棠县柳溪镇人民政府", "柳溪镇人民政府"),
        ("清棠县湖滨街道", "湖滨街道办事处"),
        ("市财政局", "南岫市财政局"),
        ("城市管理局", "南岫市城市管理局"),
        ("南岫市发展和改革委", "南岫市发展和改革委员会"),
        ("档案馆", "档案馆"),
        ("松川县档案馆", "档案馆"),
        ("县档案馆", "档案馆"),
        # not on the roster, or elsewhere
        ("清棠县教育局", None),
        ("清棠县档案馆", None),
        ("北川县财政局", None),
        ("北川市清棠县财政局", None),
        ("松川县柳溪镇人民政府", None),
        ("管理局", None),
        ("市", CITY),
        # several fit
        ("财政局", None),
        ("县财政局", None),
        ("县人民政府", None),
        ("人民政府", None),
    ],
)
def test_words_of_the_report(said: str, agency: str | None) -> None:
    assert whose("来稿/0017.docx", said) == agency


@pytest.mark.parametrize(
    ("path", "said", "agency"),
    [
        # the path completes what the report says
        ("清棠县/a.txt", "财政局", "清棠县财政局"),
        ("南岫市/a.txt", "财政局", "南岫市财政局"),
        ("南岫市/清棠县/a.txt", "财政局", "清棠县财政局"),
        ("南岫市/清棠县/a.txt", "县财政局", "清棠县财政局"),
        ("清棠县财政局2023年.txt", "财政局", "清棠县财政局"),
        ("松川县/a.txt", "县人民政府", OTHER),
        (r"D:\年报\松川县\a.txt", "财政局", "松川县财政局"),
        # where the report says nothing, it must be told by the path alone
        ("清棠县财政局.pdf", None, "清棠县财政局"),
        ("清棠县-财政局_2023年度.pdf", None, "清棠县财政局"),
        ("清棠县/财政局2023.txt", None, "清棠县财政局"),
        ("清棠县财政局/2023.txt", None, "清棠县财政局"),
        ("清棠县2023年政府信息公开工作年度报告.docx", None, COUNTY),
        ("南岫市清棠县政府2023年报（定稿）.docx", None, COUNTY),
        ("柳溪镇/2023.txt", None, "柳溪镇人民政府"),
        ("清棠县/柳溪镇2023年.txt", None, "柳溪镇人民政府"),
        ("清棠县/2023.txt", None, None),  # the folder may hold the reports of all its departments
        ("清棠县人民政府办公室/2023.txt", None, None),  # and that office gathers them
        ("清棠县水利2023年报.txt", None, None),
        ("财政局2023.txt", None, None),
        ("清棠县财政局/松川县财政局.txt", None, None),
        ("0017.txt", None, None),
        # they agree
        ("南岫市/清棠县/清棠县财政局.txt", "清棠县财政局", "清棠县财政局"),
        ("清棠县/a.txt", "清棠县财政局", "清棠县财政局"),
        ("清棠县2023年.txt", "清棠县财政局", "清棠县财政局"),
        ("南岫市人民政府办公室/a.txt", "清棠县财政局", "清棠县财政局"),
        ("清棠县/a.txt", "人民政府办公室", "清棠县人民政府办公室"),
        # the right one is named beside another: to whom it went, with whom it was filed
        ("清棠县财政局（抄送柳溪镇人民政府）.txt", "清棠县财政局", "清棠县财政局"),
        ("南岫市财政局收/清棠县财政局.txt", "清棠县财政局", "清棠县财政局"),
        ("松川县/清棠县财政局.txt", "清棠县财政局", "清棠县财政局"),
        # they contradict each other
        ("松川县财政局.txt", "清棠县财政局", None),
        ("松川县财政局/a.txt", "清棠县财政局", None),
        ("松川县/a.txt", "清棠县财政局", None),
        ("清棠县财政局.txt", "清棠县", None),
        ("清棠县/a.txt", "市财政局", None),
        ("清棠县/a.txt", "档案馆", None),
    ],
)
def test_words_of_the_path(path: str, said: str | None, agency: str | None) -> None:
    assert whose(path, said) == agency


@pytest.mark.parametrize(
    ("path", "said", "year"),
    [
        ("a.txt", 2023, 2023),
        ("a.txt", None, None),
        ("2023年度/a.txt", None, 2023),
        ("清棠县2023.txt", None, 2023),
        ("2024年核查/清棠县2023年政府信息公开工作年度报告.txt", None, 2023),
        ("2024年核查/a.txt", None, None),
        ("20240118.txt", None, None),
        ("2024-01-18清棠县2023年.txt", None, 2023),
        ("2022年和2023年.txt", None, None),
        ("2023/2022/a.txt", None, 2022),
        ("2026/清棠县.txt", 2023, 2023),  # the year of the audit
        ("清棠县2024年1月报送.txt", 2023, 2023),
        ("清棠县2024.txt", 2023, 2023),  # the year of its publication
        ("2022/清棠县.txt", 2023, None),
        ("清棠县2022.txt", 2023, None),
        ("清棠县2024年政府信息公开工作年度报告.txt", 2023, None),
        ("清棠县2024年度报告.txt", 2023, None),
    ],
)
def test_years(path: str, said: int | None, year: int | None) -> None:
    found = attribute(path, "清棠县", said, ROSTER)
    assert (found.agency, found.year) == (COUNTY, year)
    assert (found.year is None) == (found.doubt is not None)


@pytest.mark.parametrize(
    ("path", "said", "sentence"),
    [
        ("a.txt", None, "报告没有写明是哪个机关的，文件名和文件夹名也看不出来"),
        ("a.txt", "清棠县教育局", "名册上没有“清棠县教育局”"),
        ("a.txt", "财政局", "名册上符合的有“南岫市财政局”、“清棠县财政局”、“松川县财政局”，"),
        ("松川县财政局.txt", "清棠县财政局", "报告写的是“清棠县财政局”，文件名或文件夹名里却是“松川县财政局”"),
    ],
)
def test_doubts_are_told(path: str, said: str | None, sentence: str) -> None:
    assert sentence in str(attribute(path, said, 2023, ROSTER).doubt)


def test_both_doubts_are_told() -> None:
    found = attribute("a.txt", None, None, ROSTER)
    assert found[:2] == (None, None)
    assert str(found.doubt).count("看不出来") == 2


@pytest.mark.parametrize(
    ("said", "agencies"),
    [
        (["清棠县 财政局", "清棠县财政局"], ["清棠县财政局"]),
        (["清棠县", "清棠县人民政府"], ["清棠县人民政府"]),
        (["清棠县人民政府", "南岫市清棠县"], ["清棠县人民政府"]),
        (["清棠县", "南岫市清棠县政府", "河西省南岫市清棠县"], ["河西省南岫市清棠县"]),
        (["清棠县财政局", "南岫市清棠县财政局"], ["南岫市清棠县财政局"]),
        (["湖滨街道", "湖滨街道办事处"], ["湖滨街道办事处"]),
        # which of two it is, or whether it is any of them, nobody can tell
        (["清棠县", "南岫市清棠县", "北川市清棠县"], ["北川市清棠县", "南岫市清棠县", "清棠县"]),
        (["财政局", "清棠县财政局"], ["清棠县财政局", "财政局"]),
        (["清棠县", "清棠县财政局"], ["清棠县", "清棠县财政局"]),
        ([" ", ""], []),
    ],
)
def test_without_a_roster(said: list[str], agencies: list[str]) -> None:
    roster = implied(said)
    assert sorted(roster.agencies) == agencies
    assert {attribute("a.txt", name, 2023, roster).agency for name in said} - {None} == set(agencies)


def test_path_without_a_roster() -> None:
    roster = implied(["清棠县财政局", "清棠县水务局"])
    assert attribute("清棠县水务局2023.txt", None, None, roster) == Attribution("清棠县水务局", 2023)
    assert attribute("清棠县教育局2023.txt", None, None, roster).agency is None


@pytest.mark.parametrize(
    ("path", "said", "settled"),
    [
        # who calls itself 财政局 only is no reason to doubt the others
        ("财政局2023.txt", "清棠县财政局", True),
        ("2023年/财政局/1.txt", "清棠县财政局", True),
        ("松川县财政局2023.txt", "财政局", True),
        # nor is the folder of whoever has gathered the reports
        ("清棠县/a.txt", "财政局", True),
        ("清棠县财政局/2023.txt", "清棠县水务局", True),
        # but a file's own name is
        ("清棠县财政局2023.txt", "清棠县水务局", False),
    ],
)
def test_doubts_without_a_roster(path: str, said: str, settled: bool) -> None:
    roster = implied(["清棠县", "清棠县财政局", "清棠县水务局", "财政局", "县财政局"])
    found = attribute(path, said, 2023, roster)
    assert (found.agency == said, found.doubt is None) == (settled, settled)


def test_roster_without_governments() -> None:
    """A city's own list of its departments: what they share is the city."""
    roster = Roster([Agency(f"南岫市{name}局", D) for name in ("财政", "教育", "水务", "城市管理")])
    assert attribute("a.txt", "市财政局", 2023, roster).agency == "南岫市财政局"
    assert attribute("教育局2023.txt", None, 2023, roster).agency == "南岫市教育局"
    assert attribute("a.txt", "清棠县财政局", 2023, roster).agency is None


names = st.text(alphabet="南岫市清棠松川县财政局人民政府办公室柳溪镇() ", max_size=12)


@given(names, st.lists(names, max_size=3), st.sampled_from([None, 2022, 2023]))
def test_doubt_says_what_is_missing(said: str, folders: list[str], year: int | None) -> None:
    found = attribute("/".join([*folders, "a.txt"]), said or None, year, ROSTER)
    assert (found.doubt is None) == (found.agency is not None and found.year is not None)
    assert found.agency is None or found.agency in ROSTER.agencies


@given(st.sampled_from(sorted(ROSTER.agencies)), st.lists(names, max_size=3))
def test_no_path_makes_another_agency_of_a_full_name(said: str, folders: list[str]) -> None:
    assert attribute("/".join([*folders, "a.txt"]), said, 2023, ROSTER).agency in (said, None)


@given(st.permutations(list(ROSTER.agencies.values())), names, names)
def test_order_of_the_roster_does_not_matter(agencies: list[Agency], said: str, folder: str) -> None:
    path = f"{folder}/a.txt"
    assert attribute(path, said, 2023, Roster(agencies)).agency == attribute(path, said, 2023, ROSTER).agency
