"""Single defects of the narrative, each planted into a report that is otherwise true, with the stretch to be found.

«…» marks the stretch; ``{name}`` is a fact of `narrative_facts`, ``{name+7}`` that figure and seven more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import NamedTuple

from generation.narrative_facts import Facts, Numbers, facts_of
from generation.narratives import Narrated, marked, narrated

Change = Callable[[Narrated, Facts], Narrated]
When = Callable[[Numbers], bool]


def _always(_: Numbers) -> bool:
    return True


class Plant(NamedTuple):
    """A defect. ``codes``: any of these answers it. ``also``: codes that may be found besides, for the same fault."""

    name: str
    codes: tuple[str, ...]
    change: Change
    when: When = _always
    kinds: str = ""
    years: tuple[int, int] = (2021, 2025)
    avoid: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    wraps: bool = True
    """Whether the defect is still one when its line is broken anywhere."""

    def reports(self, count: int) -> list[Narrated]:
        """The first reports that the defect fits, with the defect, its marks still in the text."""
        found = []
        edition = "2019" if self.years[1] < 2021 else "2021"
        for seed in range(3000):
            report = narrated(seed, edition=edition, kinds=self.kinds, avoid=self.avoid)
            facts = facts_of(report, report.filer, Random(seed))
            if self.years[0] <= report.year <= self.years[1] and self.when(Numbers(facts)):
                found.append(self.change(report, facts))
                if len(found) == count:
                    return found
        raise AssertionError(f"no report fits {self.name}")


def filled(template: str, facts: Facts) -> str:
    """The template with its figures, and with marks."""

    def figure(match: re.Match[str]) -> str:
        fact, more = facts[match[1]], int(match[2] or 0)
        return str(int(fact) + more) if more else str(fact)

    return marked(re.sub(r"{(\w+)([+-]\d+)?}", figure, template))


# ── Where a defect is planted ────────────────────────────────────────────────────────────────────


def sentence(template: str) -> Change:
    """A paragraph of its own in section 一, after the first."""

    def change(report: Narrated, facts: Facts) -> Narrated:
        first, *rest = report.story.overview
        return report.telling(overview=(first, filled(template, facts), *rest))

    return change


def within(template: str) -> Change:
    """At the end of the last paragraph of section 一, after its other sentences."""

    def change(report: Narrated, facts: Facts) -> Narrated:
        *rest, last = report.story.overview
        return report.telling(overview=(*rest, last + filled(template, facts)))

    return change


def part(name: str, *templates: str) -> Change:
    """The whole of a part of the story: preamble, overview, problems, others or signature."""
    return lambda report, facts: report.telling(**{name: tuple(filled(text, facts) for text in templates)})


def note(table: str, template: str) -> Change:
    """The text before a table."""
    return lambda report, facts: report.telling(notes=report.story.notes | {table: (filled(template, facts),)})


def opening(template: str) -> Change:
    """The first paragraph of section 一."""
    return lambda report, facts: report.telling(overview=(filled(template, facts), *report.story.overview[1:]))


def titled(template: str) -> Change:
    """Another title."""
    return lambda report, facts: replace(report, headline=filled(template, facts))


def both(first: Change, second: Change) -> Change:
    """One change after another."""
    return lambda report, facts: second(first(report, facts), facts)


SIGNED = part("signature", "{signs}", "{n}年1月20日")
DATELESS = part("signature", "{signs}")
BASE = "本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）要求编制。"
PERIOD = "本报告所列数据的统计期限自{y}年1月1日起至{y}年12月31日止。"


def plants(code: str, make: Callable[[str], Change], templates: tuple[str, ...], **options: object) -> list[Plant]:
    """A plant for each template, numbered."""
    codes = tuple(code.split("|"))
    return [
        Plant(f"{codes[0]}-{number}", codes, make(template), **options)  # type: ignore[arg-type]
        for number, template in enumerate(templates, 1)
    ]


def renamed(plants: list[Plant], suffix: str) -> list[Plant]:
    return [plant._replace(name=plant.name + suffix) for plant in plants]


# ── D: dates ─────────────────────────────────────────────────────────────────────────────────────

_UNDATED = ("统计", "1月1日")
DATES = [
    *plants(
        "D401",
        lambda text: part("preamble", text),
        (BASE, BASE + "数据核定时间点为{y}年12月31日。", BASE + "本报告由{signs}编制，共六个部分。"),
        avoid=_UNDATED,
    ),
    *plants(
        "D402",
        lambda period: part("preamble", BASE + period),
        (
            "所列数据统计期限自«{y}年1月1日起至{y}年11月30日»止。",
            "统计期限为«{y}年2月1日至{y}年12月31日»。",
            "统计时限从«{y}年1月1日起至12月30日»止。",
            "统计周期为«{p}年12月1日至{y}年11月30日»。",
            "数据统计期限自«{p}年1月1日起至{y}年12月31日»止。",
            "统计期限«{y}.1.1-{y}.12.30»。",
            "统计时间为«{y}年1月1日—{n}年1月31日»。",
            "统计期限自« {y} 年 1 月 1 日起至 {y} 年 6 月 30 日»止。",
        ),
        avoid=_UNDATED,
        also=("D403",),
    ),
    *plants(
        "D403|D402",
        lambda period: part("preamble", BASE + period),
        (
            "所列数据统计期限自«{p}年1月1日起至{p}年12月31日»止。",
            "统计期限为«{p}年1月1日至12月31日»。",
            "统计期限自«{n}年1月1日至{n}年12月31日»。",
        ),
        avoid=_UNDATED,
    ),
    Plant(
        "D403-title",
        ("D403", "D402"),
        both(titled("{agency}{p}年政府信息公开工作年度报告"), both(part("preamble", BASE + PERIOD), SIGNED)),
        years=(2022, 2025),
        also=("D402", "D404", "D407"),
    ),
    Plant("D403-late", ("D403",), part("signature", "{signs}", "«{y+3}年1月18日»"), also=("D404",)),
    *plants(
        "D404",
        lambda text: part("signature", "{signs}", text),
        ("«{n}年2月1日»", "«{n}年3月5日»", "«{n} 年 6 月 18 日»"),
        kinds="department office",
    ),
    *renamed(
        plants(
            "D404",
            lambda text: part("signature", "{signs}", text),
            ("«{n}年4月1日»", "«{n}年5月20日»", "«{n}-04-12»"),
            kinds="government",
        ),
        "-government",
    ),
    *plants(
        "D405",
        lambda text: part("signature", "{signs}", text),
        ("«{n}年1月32日»", "«{n}年2月30日»"),
        kinds="government town",
    ),
    *renamed(
        plants(
            "D405",
            sentence,
            (
                "«{y}年11月31日»，召开政务公开工作推进会。",
                "培训班于«{y}年4月31日»至5月2日举办。",
                "新版公开指南自«{y}年13月5日»起执行。",
                "栏目改版工作于«{y}年6月0日»完成。",
            ),
        ),
        "-told",
    ),
    Plant("D405-leap", ("D405",), sentence("«{y}年2月29日»，完成公开目录更新。"), years=(2021, 2023)),
    *plants(
        "D406",
        lambda text: part("signature", "{signs}", text),
        ("«{y}年12月20日»", "«{y}年11月5日»", "«{y} 年 6 月 30 日»"),
        also=("D403",),
    ),
    *plants(
        "D407",
        opening,
        (
            "«{p}年»，{we}坚持以公开为常态、不公开为例外，圆满完成政府信息公开各项任务。",
            "{we}认真做好政府信息公开工作，现将«{p}年»政府信息公开工作情况报告如下：",
        ),
    ),
    Plant(
        "D407-figure",
        ("D407",),
        sentence("«{p}年»，{scope}共收到政府信息公开申请{received}件，均按规定办理。"),
        when=lambda n: n["received"] > 0,
    ),
    Plant("D407-fee", ("D407",), part("others", "«{p}年»度未收取信息处理费。")),
    Plant(
        "D407-preamble",
        ("D407",),
        part(
            "preamble",
            f"根据《中华人民共和国政府信息公开条例》，现公布{{agency}}«{{p}}年»政府信息公开工作年度报告。{PERIOD}",
        ),
        also=("D403",),
    ),
    Plant(
        "D407-problems",
        ("D407",),
        part("problems", "«{p}年»，{we}政府信息公开工作还存在解读形式单一、更新不够及时等问题。"),
    ),
]

# ── C: citations ─────────────────────────────────────────────────────────────────────────────────

_FORMAT = "关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
_OFFICE = "《国务院办公厅政府信息与政务公开办公室"
CITATIONS = [
    *plants(
        "C501",
        sentence,
        (
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函[2021]30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函［2021］30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函（2021）30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函【2021】30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函〔2021〕第30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函〔2021〕030号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函〔21〕30号»）编制年度报告。",
            "制定《清棠县政务公开工作方案》（«清政办发[{y}]12号»），分解任务。",
            "制定《清棠县政务公开工作方案》（«清政办发(2020)12号»），分解任务。",
            "制定《清棠县政务公开工作方案》（«清政办发〖{y}〗12号»），分解任务。",
            "印发《沐原市{y}年政务公开工作方案》（«〔{y}〕—22号»），逐项落实。",
            "印发《沐原市{y}年政务公开工作方案》（«〔{y}〕22号»），逐项落实。",
            "印发《沐原市{y}年政务公开工作方案》（«沐政办函〔{y}〕-22号»），逐项落实。",
            "印发《沐原市政务公开实施细则》（«沐政规〔{y}〕05号»）。",
        ),
    ),
    *plants(
        "C502",
        sentence,
        (
            f"按照{_OFFICE}{_FORMAT}（«国办发〔2021〕30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开函〔2021〕30号»）编制年度报告。",
            f"按照{_OFFICE}{_FORMAT}（«国办公开办函〔2021〕60号»）编制年度报告。",
            "落实《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（«国办发〔2019〕14号»）。",
            "落实《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（«国办函〔2019〕54号»）。",
            "执行《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（«国办发〔2020〕109号»）。",
            "执行《国务院办公厅关于印发〈公共企事业单位信息公开规定制定办法〉的通知》（«国办函〔2020〕50号»）。",
            "对照《国务院办公厅关于印发政府网站发展指引的通知》（«国办函〔2017〕47号»）做好管理。",
            f"按照{_OFFICE}关于规范政府信息公开平台有关事项的通知》（«国办公开办函〔2019〕60号»）完成改版。",
            "落实《优化营商环境条例》（«国务院令第713号»），发布惠企政策。",
            "认真贯彻《中华人民共和国政府信息公开条例》（«国务院令第710号»）。",
            "贯彻《国务院办公厅印发〈关于全面推进政务公开工作的意见〉实施细则的通知》（«国办函〔2016〕80号»）。",
        ),
        also=("C503",),
    ),
    *plants(
        "C503|C502",
        sentence,
        (
            "认真贯彻«《中华人民共和国政府信息公开条例》（国务院令第492号）»。",
            f"按照«{_OFFICE}关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）»要求编制本报告。",
            "«国办公开办函〔2019〕60号»文件所附格式是本报告编制的依据。",
        ),
        years=(2022, 2025),
    ),
    Plant("C504-1", ("C504",), part("preamble", "按照有关规定，编制本报告。" + PERIOD), avoid=("条例",)),
    Plant(
        "C504-2", ("C504",), part("preamble", "依据《优化营商环境条例》等规定，编制本报告。" + PERIOD), avoid=("条例",)
    ),
    *plants(
        "C505",
        sentence,
        (
            "严格执行《中华人民共和国政府信息公开条例》«第五十七条»的规定。",
            "按照《中华人民共和国政府信息公开条例》«第二十条第（十六）项»更新目录。",
            "按照《中华人民共和国政府信息公开条例》«第五十条第（六）项»报告有关情况。",
            "依据《中华人民共和国政府信息公开条例》«第三十六条第八项»作出答复。",
            "依据《中华人民共和国行政处罚法》«第八十七条»公示处罚结果。",
            "依据《中华人民共和国行政许可法》«第九十条»公开许可决定。",
            "落实《优化营商环境条例》«第七十三条»，公开惠企政策。",
            "执行《政府信息公开条例》«第六十二条»，规范答复。",
        ),
    ),
    *plants(
        "C506",
        sentence,
        (
            "认真学习«《»中华人民共和国保守国家秘密法，严格保密审查。",
            "落实中华人民共和国档案法«》»，做好移交工作。",
            "公布沐原市人民政府关于废止«《沐原市公共停车场管理办法>等»三部规章的决定。",
            "执行《国务院办公厅关于印发«<政府信息公开信息处理费管理办法>»的通知》（国办函〔2020〕109号）。",
            "制定«《清棠县政务公开工作方案、《信息发布审核办法》»，完善制度。",
            "执行《国务院办公厅关于印发«《政府信息公开信息处理费管理办法》»的通知》（国办函〔2020〕109号）。",
        ),
    ),
    *plants(
        "C507",
        lambda text: both(SIGNED, sentence(text)),
        (
            "落实《清棠县政务公开工作方案》（«清政办发〔{n+1}〕3号»）。",
            "按照《沐原市政务公开工作要点》（«沐政办函〔{n+2}〕17号»）分解任务。",
            "根据县政务公开办通知（«清政公开办〔{n+1}〕6号»）要求开展自查。",
        ),
    ),
    *plants(
        "C508",
        sentence,
        (
            "认真贯彻«《中华人民共和国信息公开条例》»（国务院令第711号）。",
            "认真贯彻«《中华人民共和国政府信息公开条列》»（国务院令第711号）。",
            f"按照«{_OFFICE}关于印发〈中华人民共和国政府信息年度报告格式〉的通知》»（国办公开办函〔2021〕30号）编制。",
            "落实«《国务院办公厅关于全面推进基层政务公开规范化工作的指导意见》»（国办发〔2019〕54号）。",
            "执行«《重大行政决策程序条例》»（国务院令第713号）。",
        ),
    ),
    Plant(
        "C508-2022",
        ("C508",),
        sentence("按照«《国务院办公厅印发2022年政务公开工作要点的通知》»（国办发〔2022〕8号）抓好落实。"),
        years=(2022, 2022),
    ),
]
PLANTS = [*DATES, *CITATIONS]
