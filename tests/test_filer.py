"""Who reports: a government, one of its agencies or a township; agencies are invented."""

from __future__ import annotations

import pytest
import real

from gouji.api import filer, signature
from gouji.model import Report
from gouji.prose.dating.filing import filing, kind_by_name
from gouji.testing import clean_report, read

G, D, T, U = "government", "department", "township", "unsure"


def named(title: str, signer: str | None = None, sentence: str = "公开目录已全部更新。") -> Report:
    """The clean report of another agency, in words that tell nothing of it."""
    text = clean_report("2021")
    text = text.replace("清棠县交通运输局2023年政府信息", f"{title}2023年政府信息").replace("本局", "本机关")
    text = text.replace("清棠县交通运输局\n", f"{title if signer is None else signer}\n")
    return read(text.replace("依法按期答复申请人。", f"依法按期答复申请人。{sentence}"))


@pytest.mark.parametrize(
    ("agency", "kind"),
    [
        ("清棠县", G),
        ("清棠区", G),
        ("清棠市", G),
        ("清棠省", G),
        ("清棠县人民政府", G),
        ("清棠市人民政府", G),
        ("清棠自治州人民政府", G),
        ("清棠旗人民政府", G),
        ("清棠盟", G),
        ("清棠自治县", G),
        ("清棠地区行政公署", G),
        ("清棠县政府", G),
        ("清棠新区人民政府", G),
        ("清棠县交通运输局", D),
        ("清棠县人民政府办公室", D),
        ("清棠市人民政府办公厅", D),
        ("清棠县人民政府（办公室）", D),
        ("清棠县发展和改革委员会", D),
        ("清棠县卫健委", D),
        ("清棠省教育厅", D),
        ("清棠县政务服务中心", D),
        ("清棠县公共资源交易中心", D),
        ("清棠县统计局（清棠县普查中心）", D),
        ("清棠县信访局", D),
        ("清棠县档案馆", D),
        ("清棠市公安局交通警察支队", D),
        ("清棠县供销社", D),
        ("清棠县残疾人联合会", D),
        ("清棠县国有资产监督管理委员会", D),
        ("国家税务总局清棠县税务局", D),
        ("柳溪镇", T),
        ("柳溪镇人民政府", T),
        ("清棠县柳溪乡人民政府", T),
        ("石桥街道", T),
        ("清棠区石桥街道办事处", T),
        ("石桥街道办", T),
        ("青山民族乡", T),
        ("白塔苏木人民政府", T),
        ("柳溪镇人民政府办公室", T),
        ("清棠经济开发区", U),
        ("清棠高新技术产业开发区管理委员会", U),
        ("清棠新区", U),
        ("清棠工业园区管委会", U),
        ("清棠风景名胜区管理处", D),
        ("清棠集市办理点", U),
        ("清棠县人民医院", U),
        ("清棠县水务集团", U),
    ],
)
def test_kind_by_title(agency: str, kind: str) -> None:
    assert filer(named(agency)).kind == kind


@pytest.mark.parametrize(
    ("title", "signer", "sentence", "kind"),
    [
        ("清棠区", "清棠区人民政府办公室", "", G),
        ("清棠县", "清棠县政府办", "", G),
        ("清棠县", "清棠县交通运输局", "", U),
        ("清棠县", "", "", G),
        ("清棠县人民政府办公室", "清棠县人民政府办公室", "本报告汇总各乡镇、各部门的情况。", U),
        ("清棠县人民政府办公室", "清棠县人民政府办公室", "全县政务公开工作由本机关指导。", D),
        ("", "清棠县人民政府", "", G),
        ("", "清棠县水利局", "", D),
        ("", "柳溪镇人民政府", "", T),
        ("", "清棠县人民政府办公室", "", U),
        ("", "清棠县人民政府办公室", "我县公开目录已全部更新。", G),
        ("", "", "综合各部门的情况。", G),
        ("", "", "我局公开目录已全部更新，覆盖全县。", D),
        ("", "", "我镇公开目录已全部更新，覆盖全县。", T),
        ("", "", "全市公开目录已全部更新。", G),
        ("", "", "在市政府门户网站公开。", U),
        ("", "", "", U),
    ],
)
def test_kind_by_what_else_the_report_says(title: str, signer: str, sentence: str, kind: str) -> None:
    assert filer(named(title, signer, sentence)).kind == kind


@pytest.mark.parametrize(("number", "kind"), [*enumerate([D, G, G, D, D])])
def test_seeds(number: int, kind: str) -> None:
    assert filer(read(real.seed(number))).kind == kind


def test_evidence_is_what_the_report_says() -> None:
    assert filer(named("清棠县")).evidence == "标题中的机关为「清棠县」"
    assert filer(named("", "清棠县水利局")).evidence == "落款机关为「清棠县水利局」"
    assert filer(named("", "", "我局更新了目录。")).evidence == "正文写有「我局」"
    assert filer(named("", "")).evidence == ""


def test_a_line_of_text_is_no_signature() -> None:
    report = named("清棠县水利局", "", "本局组织了业务轮训，授课的是县水利局")
    assert signature(report)[0] is None


def test_no_ending_belongs_to_two_kinds() -> None:
    from gouji.ruleset import load

    endings = load("filing")["endings"]
    listed = [ending for kind in (G, D, T, U) for ending in endings[kind]]
    assert len(listed) == len(set(listed)) == len(filing().endings)
    assert max(map(len, listed)) <= 8
    assert all(kind_by_name(f"清棠{ending}") == kind for kind in (G, D, T, U) for ending in endings[kind])
