"""What the tests of audits share: reports of several agencies and years, and what a ledger says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from commandline import Ran, gouji

from gouji import ruleset
from gouji.audit.auditing import Audit, Wanted
from gouji.audit.ledger.asking import asked
from gouji.audit.ledger.store import Ledger
from gouji.config.search import Configurations
from gouji.host import Host
from gouji.run import Order, Run
from gouji.testing.clean import CLEAN, printed

TOWN = "清棠县"
OFFICES = ("交通运输局", "水务局", "教育局", "民政局", "司法局", "财政局", "审计局", "统计局")
YEARS = (2022, 2023, 2024)

CONTENT = {
    "files": "SELECT * EXCLUDE (file, run, key) FROM files ORDER BY path",
    **{
        table: f"SELECT path, {table}.* EXCLUDE (file) FROM {table} LEFT JOIN files USING (file) ORDER BY ALL"
        for table in ("cells", "findings", "passages", "bands")
    },
    "agencies": "FROM agencies ORDER BY agency",
}
"""What two ledgers of the same reports have alike, whatever their history: all but numbers, times and keys."""
WORDS = re.findall(
    r"\S+",
    """
窗口 值守 查阅 专人 解读 图文 视频 群众 反馈 社区 企业 登记 台账 热线 栏目 更新 归集 考核 走访 会商
共享 养护 路段 公交 学校 医院 采纳 听证 旁听 乘客 桥梁 货车 渡口 广播 预约 车队 门牌 抽查 噪声 导航
折线图 小册子 公告栏 触摸屏 老人 集镇 绕行 照片 网格 议事 礼堂 茶馆 展板 问卷 邮箱 回访 样本
""",
)


def essay(seed: int, length: int = 24) -> list[str]:
    """So many sentences that nobody else says."""
    chance = Random(seed)
    return ["".join(chance.choice(WORDS) for _word in range(chance.randint(7, 15))) + "。" for _each in range(length)]


def write(folder: Path, agency: str, year: int, narrative: str = "", **values: int | str) -> Path:
    """Write the report of an agency on a year."""
    form = ruleset.governing(year)
    assert form is not None
    path = folder / str(year) / f"{agency}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(printed(form, year, values, CLEAN._replace(agency=agency, remark=narrative)), encoding="utf-8")
    return path


def write_all(folder: Path, offices: Sequence[str] = OFFICES, years: Sequence[int] = YEARS) -> None:
    """Write the reports of a county's offices, some with faults within, between years, and one that cannot be read."""
    for number, office in enumerate(offices):
        for year in years:
            values: dict[str, int | str] = {"granted__total": 99} if number == 1 else {}
            write(folder, TOWN + office, year, **(values | ({"carried_in": 4} if number == 2 else {})))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut short")


def write_roster(path: Path, offices: Sequence[str] = (*OFFICES, "档案局"), years: Sequence[int] = YEARS) -> None:
    rows = [f"{TOWN}人民政府,government,,no,{years[0]},{years[0]}"]
    rows += [f"{TOWN}{office},department,{TOWN}人民政府,no,{years[0]},{years[-1]}" for office in offices]
    path.write_text("\n".join(("agency,kind,parent,consolidates,from,to", *rows)) + "\n", encoding="utf-8")


def audit(*arguments: str) -> Ran:
    """Audit the ``county`` in the current folder by the command line."""
    return gouji("audit", "reports", "--roster", "roster.csv", "--isolated", *arguments)


def audit_into(ledger: str, *arguments: str) -> Ran:
    """Audit the ``reports`` in the current folder, without a roster, as JSON."""
    return gouji("audit", "reports", "--isolated", "--quiet", "--ledger", ledger, "--format", "json", *arguments)


@contextmanager
def auditing(ledger: Path | str, *names: str, wanted: Wanted | None = None) -> Iterator[Audit]:
    """An audit in this process."""
    configurations = Configurations(None, isolated=True)
    host = Host((), ())
    opened = Ledger(str(ledger))
    try:
        yield Audit(Run(Order(names), configurations, host), opened, wanted or Wanted())
    finally:
        opened.close()


def audited(ledger: Path | str, *names: str, wanted: Wanted | None = None) -> list[str]:
    """Audit in this process, and give the names of the files that were read."""
    with auditing(ledger, *names, wanted=wanted) as audit:
        pending = audit.pending
        assert [each.path for each in audit.collect(pending)] == [each.path for each in pending]
        audit.conclude()
        return [task.path for task in pending]


def content(ledger: Path | str) -> dict[str, list[Any]]:
    """What is in a ledger, however it came there."""
    found = {}
    for name, query in CONTENT.items():
        with asked(str(ledger), query) as answer:
            found[name] = list(answer.rows)
    return found


def told(ledger: Path | str, query: str) -> list[Any]:
    """The rows that a query gives."""
    with asked(str(ledger), query) as answer:
        return list(answer.rows)
