"""Planted contradictions between narrative and tables, and planted faults of hygiene, language and sections."""

from __future__ import annotations

from generation.narrative_defects import (
    BASE,
    PERIOD,
    Change,
    Numbers,
    Plant,
    both,
    note,
    part,
    plants,
    renamed,
    sentence,
    within,
)
from generation.narrative_facts import Facts
from generation.narratives import Narrated


def _busy(n: Numbers) -> bool:
    """Applications, outcomes, carried over both ways, reviews and suits: nothing is zero that is restated."""
    names = "received carried_in carried_out closed granted partial review_total suits_total normative_docs_issued"
    return all(n[name] > 0 for name in names.split())


def _idle(n: Numbers) -> bool:
    return n["pool"] == 0


def _quiet(n: Numbers) -> bool:
    return n["review_total"] == 0 and n["suits_total"] == 0


FIGURES = [
    *plants(
        "N601",
        sentence,
        (
            "{y}年，{scope}共收到政府信息公开申请«{received+100}件»。",
            "全年新收政府信息公开申请«{received+101}件»，均已登记。",
            "{y}年共受理政府信息公开申请«{pool+210}件»。",
            "全年收到政府信息公开申请{received}件，上年结转«{carried_in+3}件»。",
            "本年度办结政府信息公开申请«{closed+102}件»，结转下年度继续办理{carried_out}件。",
            "本年度办结政府信息公开申请{closed}件，结转下年度继续办理«{carried_out+4}件»。",
            "年内答复政府信息公开申请{closed}件，其中予以公开«{granted+105}件»。",
            "办理结果中，予以公开{granted}件，部分公开«{partial+103}件»。",
            "答复的政府信息公开申请中，不予公开«{refused+107}件»，无法提供{unavailable}件。",
            "收到的政府信息公开申请中，自然人申请«{person+109}件»。",
            "全年因政府信息公开引发行政复议«{review_total+11}件»。",
            "政府信息公开行政复议{review_total}件，其中结果维持«{review_upheld+21}件»。",
            "因政府信息公开工作被提起行政诉讼«{suits_total+31}件»。",
            "全年制发行政规范性文件«{normative_docs_issued+13}件»。",
            "及时公布废止的行政规范性文件«{normative_docs_repealed+17}件»。",
            "截至年底，现行有效行政规范性文件«{normative_docs_in_force+19}件»。",
            "全年作出行政许可决定«{licensing_decisions+23}件»，均依法公示。",
            "全年作出行政处罚决定«{penalty_decisions+29}件»，处罚信息按时上网。",
            "{y}年，{we}共收到依申请公开«{received+160}份»。",
            "全年收到政府信息公开申请«超{received+150}件»。",
            "{y}年，{scope}共收到公民、法人和其他组织提出的政府信息公开申请«{received+1}宗»。",
        ),
        when=lambda n: _busy(n) and n["carried_in"] != 1,
        also=("N603", "N604"),
    ),
    *renamed(
        plants(
            "N601",
            sentence,
            (
                "全年制作规范性文件«{normative_docs_made+15}件»。",
                "全年公开规范性文件«{normative_docs_published+15}件»。",
            ),
            years=(2019, 2020),
        ),
        "-2019",
    ),
    *plants(
        "N602|N604",
        sentence,
        (
            "{y}年，{we}«未收到政府信息公开申请»。",
            "全年«无依申请公开»事项。",
            "本年度«没有收到公民、法人或者其他组织提出的政府信息公开申请»。",
            "全年收到政府信息公开申请«0件»。",
            "所有申请均已办结，«无结转下年度»继续办理的申请。",
            "全年«未发生因政府信息公开引起的行政复议和行政诉讼»。",
            "因政府信息公开产生的行政复议«0件»。",
            "本年度«没有因政府信息公开工作被提起行政诉讼的情况»。",
            "{y}年«未制发行政规范性文件»。",
        ),
        when=_busy,
        also=("N601", "N602", "N604"),
    ),
    Plant("N602-note", ("N602",), note("review", "«无。»"), when=_busy),
    Plant("N602-notes", ("N602",), note("applications", "{y}年«未收到政府信息公开申请»。"), when=_busy),
    Plant(
        "N602-all-granted",
        ("N602", "N601"),
        sentence("收到的政府信息公开申请«均予以公开»。"),
        when=lambda n: _busy(n) and n["granted"] != n["closed"] and n["carried_out"] > 0,
    ),
    *renamed(
        plants(
            "N602|N601",
            sentence,
            ("全年收到政府信息公开申请«{received+3}件»，均已答复。", "{y}年，{we}办结政府信息公开申请«{closed+2}件»。"),
            when=_idle,
            also=("N601", "N602"),
        ),
        "-idle",
    ),
    *renamed(
        plants(
            "N602|N601",
            sentence,
            (
                "全年因政府信息公开被申请行政复议«{review_total+2}件»。",
                "因政府信息公开被提起行政诉讼«{suits_total+1}起»。",
            ),
            when=_quiet,
        ),
        "-quiet",
    ),
    *plants(
        "N603|N601",
        sentence,
        (
            "全年收到政府信息公开申请«{received}件，其中网络申请{received+5}件、信函申请3件»。",
            "全年共办理政府信息公开申请«{pool}件，其中新收{received}件、上年结转{carried_in+3}件»。",
            "政府信息公开行政复议«{review_total}件，其中结果维持{review_upheld}件、结果纠正{review_corrected}件、"
            "其他结果{review_other}件、尚未审结{review_pending+4}件»。",
            "全年收到政府信息公开申请«{received}件，其中自然人{person}件、法人或其他组织{organisations+6}件»。",
            "全年共承办建议提案«35件，其中人大代表建议28件、政协提案9件»。",
            "{y}年答复政府信息公开申请«{closed}件，分别为予以公开{granted}件、部分公开{partial}件、不予公开{refused}件、"
            "无法提供{unavailable}件、不予处理{unprocessed}件、其他处理{disposed+8}件»。",
        ),
        when=_busy,
        also=("N601",),
    ),
    Plant(
        "N603-regions",
        ("N603",),
        sentence("全年收到政府信息公开申请«{received}件，其中林泉镇{received+2}件、桐溪乡4件、白鹭镇1件»。"),
        when=_busy,
        kinds="government",
    ),
    *plants(
        "N604",
        sentence,
        (
            "收到的政府信息公开申请办结率«100%»。",
            "依申请公开办理有序，全年收到政府信息公开申请{received}件，办结率达到«100%»。",
            "全年政府信息公开申请办结率«12.5%»。",
        ),
        when=lambda n: _busy(n) and n["closed"] * 4 > n["pool"],
        also=("N602",),
    ),
    Plant(
        "N604-all",
        ("N604", "N602"),
        sentence("全年收到的政府信息公开申请«已全部办结»。"),
        when=_busy,
    ),
    Plant(
        "N604-low",
        ("N604",),
        sentence("收到的政府信息公开申请办结率«85%»。"),
        when=lambda n: n["closed"] > 0 and n["carried_out"] == 0,
    ),
]

# ── H: hygiene ───────────────────────────────────────────────────────────────────────────────────


def identity(seventeen: str) -> str:
    """An identity number with its check digit."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


def card(most: str) -> str:
    """A bank card number with its check digit."""
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(most))]
    return most + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def after(line: str) -> Change:
    """A line below the signature."""

    def change(report: Narrated, facts: Facts) -> Narrated:
        return both(
            part("signature", "{signs}", "{n}年1月20日"), lambda r, f: part("signature", *r.story.signature, line)(r, f)
        )(report, facts)

    return change


HYGIENE = [
    *plants(
        "H701",
        after,
        (
            "«澳门新葡京娱乐城»",
            "«类似亚博的台子»",
            "«无抵押贷款»当天放款，加微信咨询",
            "«365bet网上娱乐»_365体育平台网址",
            "«成人视频»在线观看",
        ),
    ),
    *renamed(
        plants(
            "H701",
            sentence,
            (
                "国务院办公厅«买足球的软件»印发工作要点后，{we}及时分解任务。",
                "举办«雷速体育直播»政策解读活动两场，受到群众欢迎。",
                "公开惠企政策，«真人百家乐»服务企业发展。",
                "优化栏目设置，«威廉希尔体育»政务公开水平不断提升。",
            ),
        ),
        "-told",
    ),
    *plants(
        "H702",
        sentence,
        (
            "本报告可在“中国·沐原”政府门户网站（«http://www.tgflt.cn»）查阅下载。",
            "电子版可从县政府网站（«www.qingtang-zf.com»）下载。",
            "登录市人民政府门户网站（网址：«http://www.muyuan.gov.cn.xjy888.com/»）查阅全文。",
        ),
    ),
    *plants(
        "H703",
        sentence,
        (
            "公开各类信息«[bookmark: _GoBack]»312条。",
            "优化栏目设置，方便群«\ufffd\ufffd»查阅。",
            '通过门户网站« HYPERLINK "http://www.muyuan.gov.cn" »公开信息。',
            "完善公开目录«PAGE \\* MERGEFORMAT»和指南。",
            "具体情况见«错误!未找到引用源。»",
        ),
    ),
    *plants(
        "H704",
        sentence,
        (
            f"对申请人张建国（身份证号：«{identity('11010519900307851')}»）的申请作出答复。",
            f"申请人身份证号码«{identity('32080219781122001')}»，已当面送达。",
            f"退还信息处理费至申请人账户，银行卡号«{card('622202020011223344')}»。",
            "答复申请人王建国（手机：«13912345678»）的申请，做到一次性告知。",
        ),
    ),
    *plants(
        "H705",
        after,
        ("«扫一扫在手机打开当前页»", "«分享到：微信 微博»", "«【打印本页】 【关闭窗口】»"),
    ),
    *plants(
        "H706",
        sentence,
        (
            "查阅网址：«http:// www.muyuan.gov.cn»，欢迎监督。",
            "电子版见«http://www. muyuan.gov.cn»。",
            "电子版见«http:///zwgk/ndbg/»栏目。",
        ),
        wraps=False,
    ),
]

# ── L: language; S308 to S310 ────────────────────────────────────────────────────────────────────

LANGUAGE = [
    *plants(
        "L901",
        within,
        (
            "切实提高了公开工作«的的»质量。",
            "«针对对»存在的不足开展整改。",
            "公开财政«资金资金»使用情况。",
            "公开内容«得到得到»群众认可。",
        ),
    ),
    *plants(
        "L902",
        within,
        ("无«其它»需要说明的情况。", "«截止»年底，各项任务全部完成。", "报告«截止»{y}年12月31日的情况。"),
    ),
    *plants(
        "L903",
        within,
        ("全年报送信息15篇«,»均被采用。", "主要做法有：一是抓培训«;»二是抓督查。"),
    ),
]
_ANSWERING = ("考核", "评议", "追究", "问责")
SECTIONS = [
    *plants(
        "S308",
        lambda text: part("others", text),
        ("«无。»", "«本年度没有其他需要报告的事项。»", "«{n}年将继续推进政务公开专区建设。»"),
    ),
    *plants("S309", lambda text: part("preamble", text), (BASE + PERIOD,), kinds="government", avoid=_ANSWERING),
    *plants("S310", lambda text: part("problems", text), ("«无。»", "«暂无。»", "«无明显问题。»", "«无»")),
]
PLANTS = [*FIGURES, *HYGIENE, *LANGUAGE, *SECTIONS]
