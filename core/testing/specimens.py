"""Specimens (样本): valid reports of many kinds, made by chance from a seed, so that two runs see the same ones.

They differ in edition and year, in who reports, in size, in what the narrative says, in the day of signing and in how
the tables are set. No bundled rule finds anything in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from importlib.util import find_spec
from random import Random
from typing import NamedTuple

from gouji import ruleset
from gouji.form import Edition
from gouji.i18n import N_
from gouji.testing.clean import BALANCE, Look, piped, printed

Rows = Sequence[Sequence[str]]

_YEARS = {"2019": (2019, 2020), "2021": (2021, 2024)}
_LARGEST = (0, 3, 40, 900)
_TITLES = ("{agency}{year}年政府信息公开工作年度报告", "{year}年{agency}政府信息公开工作年度报告")


class Agency(NamedTuple):
    """Who reports in a specimen (报告机关): kind is a government, a department or a township."""

    name: str
    kind: str
    own: str
    """What it calls itself."""
    last: tuple[int, int]
    """The last month and day on which it signs."""


AGENCIES = (
    Agency("清棠县人民政府", N_("政府"), "本县", (3, 28)),
    Agency("南岫市人民政府", N_("政府"), "本市", (3, 28)),
    Agency("清棠县交通运输局", N_("部门"), "本局", (1, 31)),
    Agency("沐原市望禾区审计局", N_("部门"), "本局", (1, 31)),
    Agency("南岫市教育局", N_("部门"), "本局", (1, 31)),
    Agency("汀洛县林泉镇人民政府", N_("乡镇"), "本镇", (1, 31)),
    Agency("沐原市望禾区柳溪街道办事处", N_("乡镇"), "本街道", (1, 31)),
)


class Specimen(NamedTuple):
    """A valid report (样本).

    path: its file's name. text: what the file says. agency: who reports. edition: its key.
    """

    path: str
    text: str
    agency: Agency
    edition: str
    year: int


def specimens(count: int = 36, *, seed: int = 1) -> Iterator[Specimen]:
    """So many valid reports, the same for the same seed.

    >>> [(each.agency.name, each.year) for each in specimens(2)]
    [('清棠县人民政府', 2020), ('南岫市人民政府', 2021)]
    """
    tables = _TABLES if find_spec("lxml") is not None else _TABLES[:-1]
    for number in range(1, count + 1):
        chance = Random(f"{seed}/{number}")
        agency = AGENCIES[(number - 1) % len(AGENCIES)]
        edition = ruleset.edition(("2019", "2021", "2021")[(number - 1) % 3] if number > 1 else "2019")
        year = chance.randint(*_YEARS[edition.key])
        suffix, table = tables[number % len(tables)]
        look = Look(agency.name, chance.choice(_TITLES), _narrative(agency, chance), "", _day(agency, chance), table)
        text = printed(edition, year, _values(edition, chance), look)
        text = _page(text) if suffix == ".html" else text
        yield Specimen(f"{number}{suffix}", text, agency, edition.key, year)


# ── What they say ────────────────────────────────────────────────────────────────────────────────


_ABOUT_DISCLOSURE = (
    "{{year}}年，{own}坚持以公开为常态，修订公开指南和目录，政策文件与解读材料同步发布，依法按期答复申请人。",
    "{{year}}年，{own}围绕中心工作推进政务公开，及时回应群众关切，政府信息公开工作平稳有序。",
    "（一）主动公开。{own}修订公开目录，政策文件与解读材料同步发布。",
)
_ABOUT_APPLICATIONS = (
    "（二）依申请公开。{{year}}年新收政府信息公开申请{{received__total}}件，上年结转{{carried_in__total}}件。",
    "{own}健全登记、审核、答复、归档流程，答复前与申请人充分沟通。",
    "",
)
_ABOUT_CONTROL = (
    "{own}把政务公开纳入工作考核，主动接受社会评议，年内没有需要责任追究的情形。",
    "（三）监督保障。工作考核、社会评议按要求开展，组织业务培训，没有发生责任追究的情形。",
)
_PROBLEMS = (
    "存在的主要问题是解读形式比较单一。今年增加了图文和视频解读，并组织了业务轮训。",
    "存在的主要问题：一是政策解读的形式还比较单一，二是工作人员业务能力有待提升。\n\n改进情况：丰富解读形式，组织业务轮训。",
)
_OTHERS = ("本年度没有收取信息处理费。", "本年度未收取信息处理费。没有其他需要报告的事项。")


def _narrative(agency: Agency, chance: Random) -> Mapping[str, Sequence[str]]:
    overview = [chance.choice(texts) for texts in (_ABOUT_DISCLOSURE, _ABOUT_APPLICATIONS, _ABOUT_CONTROL)]
    return {
        "overview": [text.format(own=agency.own) for text in overview if text],
        "problems": [chance.choice(_PROBLEMS)],
        "other_matters": [chance.choice(_OTHERS)],
    }


def _day(agency: Agency, chance: Random) -> tuple[int, int]:
    month = chance.randint(1, agency.last[0])
    return month, chance.randint(8, agency.last[1] if month == agency.last[0] else 28)


# ── What they count ──────────────────────────────────────────────────────────────────────────────


def _values(edition: Edition, chance: Random) -> dict[str, int | str]:
    """Figures on which every relation of the form holds: those that :mod:`gouji.testing.clean` cannot work out."""
    values: dict[str, int | str] = {}
    largest = chance.choice(_LARGEST)
    for row in edition.tables["disclosure"].rows:
        values |= {f"{row.key}__{field}": chance.randint(0, largest) for field in row.fields}
        for least, field in (("published", "public_total"), ("issued", "in_force")):
            if field in row.fields:
                values[f"{row.key}__{field}"] = int(values[f"{row.key}__{least}"]) + chance.randint(0, 60)
        if "procurement_amount" in row.fields:
            values[f"{row.key}__procurement_amount"] = f"{chance.randint(1, 9 + largest)}.5万元"
    applications = edition.tables["applications"]
    outcomes = [row.key for row in applications.rows if row.key not in BALANCE]
    for applicant in applications.rows[0].fields[:-1]:
        count = dict.fromkeys(outcomes, 0)
        for _each in range(chance.randint(0, 4) if largest else 0):
            count[chance.choice(outcomes)] += chance.randint(0, largest)
        carried_out = chance.randint(0, min(3, largest))
        carried_in = chance.randint(0, min(3, sum(count.values()) + carried_out))
        count |= {"carried_out": carried_out, "carried_in": carried_in}
        values |= {f"{row}__{applicant}": number for row, number in count.items()}
    for row in edition.tables["review"].rows:
        values |= {f"{row.key}__{field}": chance.randint(0, min(9, largest)) for field in row.fields[:-1]}
    return values


# ── How their tables are set ─────────────────────────────────────────────────────────────────────


def _tabbed(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def _marked_up(rows: Rows) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


_TABLES: tuple[tuple[str, Callable[[Rows], str]], ...] = ((".txt", piped), (".txt", _tabbed), (".html", _marked_up))


def _page(text: str) -> str:
    """A report as a web page: each paragraph in an element of its own."""
    blocks = [block if block.startswith("<table>") else f"<p>{block}</p>" for block in text.strip().split("\n\n")]
    blocks[-1] = blocks[-1].replace("\n", "</p><p>")
    return '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>' + "\n".join(blocks) + "</body></html>\n"
