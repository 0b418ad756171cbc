"""内容雷同：报告不能照抄上一年的，也不能照抄别人的。"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.api import (
    N_,
    Collection,
    Copy,
    Finding,
    Related,
    Rule,
    Severity,
    _,
    collection_rule,
    copies_of_last_year,
    copies_of_others,
    hookimpl,
)

BASIS = N_("国办公开办函〔2021〕30号：内容雷同、敷衍塞责，造成不良后果的，依照政府信息公开条例第四十七条处理")
_LONGEST_SHOWN = 40

_SAME = """\
 本年度没有收取信息处理费。
+窗口前移到三个集镇的便民大厅，专人教老人用触摸屏找办事指南。养护计划开工前贴到村口公告栏，把封闭路段和绕行路线画成图。\
公交线路调整先听取学校和医院的意见，采纳了哪些、为什么没有采纳，一条一条写在反馈里。运价听证的材料提前两周上网，旁听席位向乘客代表开放。\
驾校培训质量排名每个季度更新，附上投诉最多的几个环节。桥梁检测结论连同照片一起挂出，哪座桥限重、限到什么时候，货车司机一看就明白。\
出租车服务质量考核的打分细则印成小册子，放在换班点供司机翻看。
"""
_OTHER = """\
 本年度没有收取信息处理费。
+镇上的治超站装了显示屏，过磅的数字司机和执法人员同时看得见。水上客运停航的消息通过渡口广播循环播放，渡工再挨户打电话。\
农村客运班次少的村子试行预约，热线接到的需求当天汇总给车队。维修企业的信用等级做成门牌，扫一扫就能看到上次抽查的记录。\
货运场站搬迁的环评意见逐页扫描上网，附近居民提的噪声问题由设计单位当面解释。危险品运输的禁行时段画进导航，外地车辆进城前就能收到提示。\
治理超限的月度数据改用折线图，老百姓反映比以前的大表格好懂。
"""


@collection_rule(
    "Y804",
    "repeats-last-year",
    Severity.WARNING,
    title=N_("正文与上一年的报告雷同"),
    reason=N_("只换了年份和数字的报告，没有说清当年做了什么。年年一样的编制说明、联系方式和格式自己的说法不算。"),
    basis=BASIS,
    wrong=f"@ 2022 清棠县交通运输局\n{_SAME}\n@ 2023 清棠县交通运输局\n{_SAME}",
    right=f"@ 2022 清棠县交通运输局\n{_SAME}\n@ 2023 清棠县交通运输局\n{_OTHER}",
)
def repeats_last_year(collection: Collection) -> Iterator[Finding]:
    """正文大部分句子在本机关上一年的报告里已经有了，年份、数字和个别词不同的也算。"""
    for copy in copies_of_last_year(collection):
        message = _("正文{percent}%与{year}年的报告相同，共{sentences}句，第一句是“{here}”")
        yield _finding(copy, _said(copy, message))


@collection_rule(
    "G903",
    "same-text",
    Severity.WARNING,
    title=N_("两个机关的报告内容雷同"),
    reason=N_("各机关应当报告自己的工作。一个模板改个名称就交上来的，内容不会真实。政府和它的办公厅（室）算一家。"),
    basis=BASIS,
    wrong=f"@ 2023 清棠县交通运输局\n{_SAME}\n@ 2023 清棠县教育局\n{_SAME}",
    right=f"@ 2023 清棠县交通运输局\n{_SAME}\n@ 2023 清棠县教育局\n{_OTHER}",
)
def same_text(collection: Collection) -> Iterator[Finding]:
    """正文大部分句子与另一个机关同一年的报告相同，机关名称、数字和个别词不同的也算。两份报告各报一次。"""
    for copy in copies_of_others(collection):
        said = _said(copy, _("正文{percent}%与{agency}的报告相同，共{sentences}句，第一句是“{here}”"))
        if copy.more:
            said = _("{said}。与它雷同的报告至少还有{more}份").format(said=said, more=copy.more)
        yield _finding(copy, said)


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _finding(copy: Copy, message: str) -> Finding:
    """The finding about a report that repeats another, at the first sentence that it repeats."""
    other = copy.other
    related = Related(other.path, other.agency, other.year, copy.there.text)
    return Finding(copy.here.place, message, actual=copy.here.text, related=(related,), path=copy.report.path)


def _said(copy: Copy, message: str) -> str:
    return message.format(
        percent=copy.percent,
        sentences=copy.sentences,
        agency=copy.other.agency,
        year=copy.other.year,
        here=_shown(copy.here.text),
    )


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules about copying, of families Y and G."""
    return [repeats_last_year, same_text]
