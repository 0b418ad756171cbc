"""Who reports, and the true figures of a report as its narrative may restate them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from generation.reports import Sample

Value = int | str
Facts = dict[str, Value]
Style = Callable[[int], str]


class Filer(NamedTuple):
    """An invented filer: what the title calls it, who signs, and how its narrative speaks of itself."""

    agency: str
    signs: str
    kind: str
    """government, office, department, town, street, authorised or board."""
    we: str
    scope: str
    """What the figures cover, as in 全县."""
    host: str
    regions: tuple[str, ...] = ()


FILERS = (
    Filer("清棠县人民政府", "清棠县人民政府办公室", "government", "我县", "全县", "www.qingtang.gov.cn",
          ("林泉镇", "桐溪乡", "白鹭镇", "县自然资源局")),
    Filer("清棠县", "清棠县人民政府办公室", "government", "我县", "全县", "www.qingtang.gov.cn",
          ("林泉镇", "桐溪乡", "白鹭镇", "县自然资源局")),
    Filer("沐原市", "沐原市人民政府", "government", "我市", "全市", "www.muyuan.gov.cn",
          ("望禾区", "南岫区", "清棠县", "汀洛县", "市直部门")),
    Filer("沐原市人民政府", "沐原市人民政府办公厅", "government", "我市", "全市", "www.muyuan.gov.cn",
          ("望禾区", "南岫区", "清棠县", "汀洛县", "市直部门")),
    Filer("望禾区人民政府", "望禾区人民政府", "government", "我区", "全区", "wanghe.muyuan.gov.cn",
          ("区住房和城乡建设局", "区自然资源分局", "云栖街道", "松风街道")),
    Filer("澜陵省人民政府", "澜陵省人民政府办公厅", "government", "我省", "全省", "www.lanling.gov.cn",
          ("沐原市", "南岫市", "汀洛市", "省直单位")),
    Filer("南岫市人民政府办公室", "南岫市人民政府办公室", "office", "我办", "市政府办公室", "www.nanxiu.gov.cn"),
    Filer("汀洛县人民政府办公室", "汀洛县人民政府办公室", "office", "我办", "我办", "www.tingluo.gov.cn"),
    Filer("清棠县交通运输局", "清棠县交通运输局", "department", "我局", "我局", "www.qingtang.gov.cn"),
    Filer("沐原市望禾区审计局", "沐原市望禾区审计局", "department", "区审计局", "本机关", "wanghe.muyuan.gov.cn"),
    Filer("沐原市发展和改革委员会", "沐原市发展和改革委员会", "department", "我委", "我委", "fgw.muyuan.gov.cn"),
    Filer("澜陵省水利厅", "澜陵省水利厅", "department", "我厅", "本机关", "slt.lanling.gov.cn"),
    Filer("望禾区应急管理局", "望禾区应急管理局", "department", "本局", "本局", "wanghe.muyuan.gov.cn"),
    Filer("汀洛县林泉镇人民政府", "汀洛县林泉镇人民政府", "town", "我镇", "全镇", "www.tingluo.gov.cn"),
    Filer("清棠县桐溪乡人民政府", "清棠县桐溪乡人民政府", "town", "我乡", "我乡", "www.qingtang.gov.cn"),
    Filer("望禾区云栖街道办事处", "望禾区人民政府云栖街道办事处", "street", "我街道", "街道", "wanghe.muyuan.gov.cn"),
    Filer("沐原市住房公积金管理中心", "沐原市住房公积金管理中心", "authorised", "中心", "中心", "gjj.muyuan.gov.cn"),
    Filer("国家税务总局清棠县税务局", "国家税务总局清棠县税务局", "authorised", "我局", "我局", "www.qingtang.gov.cn"),
    Filer("沐原高新技术产业开发区管理委员会", "沐原高新技术产业开发区管理委员会", "board", "管委会", "本机关",
          "gxq.muyuan.gov.cn"),
)  # fmt: skip

_REFUSED = "state_secret law_forbidden security_stability third_party internal_affairs process_info enforcement_file"
_GROUPS = {
    "refused": f"{_REFUSED} admin_query".split(),
    "unavailable": ["not_held", "needs_creation", "still_unclear"],
    "unprocessed": ["petition", "repeated", "publication", "massive", "confirm_again"],
    "disposed": ["overdue_correction", "overdue_fee", "other"],
}


def facts_of(sample: Sample, filer: Filer, rng: Random) -> Facts:
    """Every figure that a sentence may name, and the names of the filer."""
    cells = {key: int(text) for key, text in sample.values.items() if text.lstrip("+-").isdigit()}
    facts: Facts = dict(filer._asdict()) | {"y": str(sample.year), "n": str(sample.year + 1), "p": str(sample.year - 1)}
    facts["regions"] = ""
    for (table, row, column), value in cells.items():
        if table == "applications":
            facts[row if column == "total" else f"{row}_{column}"] = value
        else:
            facts[f"{row}_{column}"] = value
    number = Numbers(facts)
    for group, rows in _GROUPS.items():
        facts[group] = sum(number[row] for row in rows if row in facts)
    facts["closed"] = facts.pop("total")
    facts["pool"] = number["received"] + number["carried_in"]
    facts["person"] = number["received_natural_person"]
    facts["organisations"] = number["received"] - number["person"]
    for result in ("upheld", "corrected", "other", "pending", "total"):
        facts[f"suits_{result}"] = number[f"direct_{result}"] + number[f"after_review_{result}"]
    _comparisons(facts, number, rng)
    _breakdowns(facts, number, filer, rng)
    return facts | {"m": rng.choice("件件件件件件件份宗条项"), "c": rng.choice("件件件件起例宗")}


class Numbers:
    """The figures among the facts."""

    def __init__(self, facts: Facts) -> None:
        """Of these facts."""
        self._facts = facts

    def __getitem__(self, name: str) -> int:
        """The figure with this name; 0 if the form of this edition does not have it."""
        value = self._facts.get(name, 0)
        assert isinstance(value, int), name
        return value


def _comparisons(facts: Facts, number: Numbers, rng: Random) -> None:
    """The year before, invented but consistent, bounds, rates and shares."""
    received, closed, pool = number["received"], number["closed"], number["pool"]
    step = rng.randint(1, 40)
    facts |= {"less": max(received - step, 0), "more": received + step, "step": step, "grew": min(step, received)}
    facts |= {"floor": received // 10 * 10, "ceiling": received // 10 * 10 + 10, "half": rng.randint(0, received)}
    facts["rest"] = received - number["half"]
    facts["reply_rate"] = percent(closed, pool)
    facts["open_share"] = percent(number["granted"] + number["partial"], closed)
    facts["refused_share"] = percent(number["refused"], closed)
    facts["unavailable_share"] = percent(number["unavailable"], closed)
    facts["person_share"] = percent(number["person"], received)
    facts["organisation_share"] = percent(number["organisations"], received)
    licences = number["licensing_decisions"]
    facts["licences_wan"] = f"{(Decimal(licences) / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP)}"
    facts["prior_rate"] = percent(step, number["less"])


def percent(part: int, whole: int) -> str:
    """A share as narratives print it, with one or two decimals; whole percentages without any."""
    if not whole:
        return "0"
    share = Decimal(100 * part) / whole
    rounded = share.quantize(Decimal("0.01") if whole % 2 else Decimal("0.1"), ROUND_HALF_UP)
    if 0 < part < whole and rounded in (0, 100):  # 12355 of 12358 is not 100%
        rounded = Decimal("99.9") if rounded else Decimal("0.01")
    return f"{rounded.normalize():f}"


def _breakdowns(facts: Facts, number: Numbers, filer: Filer, rng: Random) -> None:
    """The requests received by region, by channel and by subject: parts that add up, and some that are not all."""
    received = number["received"]
    measure = "件"
    if filer.regions:
        facts["regions"] = listed(filer.regions, parts(received, len(filer.regions), rng), measure)
        facts["some_region"], facts["some"] = filer.regions[0], rng.randint(0, received)
    channels = ("网络申请", "信函申请", "当面申请")
    split = parts(received, 3, rng)
    facts["channels"] = listed(channels, split, measure)
    facts["online"], facts["by_mail"] = split[0], split[1] + split[2]
    subjects = parts(received, 4, rng)[:3]
    facts["subjects"] = listed(("征地拆迁", "规划审批", "社会保障"), subjects, measure) + "等"


def listed(names: Sequence[str], numbers: Sequence[int], measure: str) -> str:
    """甲县3件、乙县5件."""
    return "、".join(f"{name}{number}{measure}" for name, number in zip(names, numbers, strict=True))


def parts(whole: int, count: int, rng: Random) -> list[int]:
    """Random parts of a number."""
    cuts = sorted(rng.randint(0, whole) for _ in range(count - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)]


# ── How numbers are written ──────────────────────────────────────────────────────────────────────

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A small number in words, 两 before a measure word."""
    if number == 2:
        return "两"
    if 0 <= number < 10:
        return _DIGITS[number]
    if 0 <= number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return str(number)


def style(rng: Random) -> Style:
    """How one narrative writes its numbers."""
    return rng.choices(
        (str, "{:,}".format, lambda n: str(n).translate(_WIDE), chinese, " {} ".format), (12, 3, 1, 1, 2)
    )[0]


def say(template: str, facts: Facts, write: Style) -> str:
    """The template with its figures."""
    written = {name: facts[name] for name in re.findall(r"{(\w+)}", template)}
    return template.format_map({name: write(fact) if isinstance(fact, int) else fact for name, fact in written.items()})
