"""发布规范：公开出去的页面上没有推广文字、错误的链接、转换残留、个人信息和网页上的杂物。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.api import (
    N_,
    Edit,
    Finding,
    Fix,
    FullText,
    Hit,
    Link,
    LinkFault,
    PersonalKind,
    Report,
    Rule,
    Severity,
    _,
    full_text,
    government_domains,
    hits,
    hookimpl,
    is_within,
    known_domains,
    lexicon,
    lexicon_entries,
    links,
    personal_numbers,
    rule,
)

SITES = N_("《政府网站发展指引》（国办发〔2017〕47号）")
CHECKS = N_("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）")

_NEAR = 30
_LONGEST_CLAUSE = 16
_LONGEST_FURNITURE = 60
_NUMBERED = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．是]"

_OWN_SITE = (
    r"(?:门户网站?|政府(?:信息)?(?:公开)?网站?|政务(?:公开)?网站?|信息公开网站?|公开网|本网站|(?:官方|官)网站?|[局委厅办室府][\"”'》]?的?网站)"
    r"[\"”'’》」]*(?:首页|主页|网址|地址|域名|链接|为|是|[:,(（\[【<《\"“])*$"
)
_OTHERS_SITE = (
    r"(?:公司|集团|学院|大学|学校|医院|协会|学会|报社|日报|电视台|广播|银行|图书馆|博物馆|科技馆|出版社|微信|微博|公众号|抖音|邮箱)"
    r"[^,;，；、]{0,12}$"
)

_RESIDUE = (
    (N_("书签"), "[bookmark", r"(?i)\[bookmark:[^\]\n]{0,60}\]?"),
    (N_("乱码"), "\ufffd", "\ufffd+"),
    (N_("乱码"), ">?", r"\?\s?>\s?\?"),
    (N_("乱码"), "锟斤拷", "(?:锟斤拷?)+"),
    (N_("乱码"), "烫烫烫", "烫{3,}"),
    (N_("乱码"), "屯屯屯", "屯{3,}"),
    (N_("乱码"), "ï¿½", "(?:ï¿½)+"),
    (N_("乱码"), "â€", "(?:â€.?)+"),
    (N_("域代码"), "HYPERLINK", r"HYPERLINK\s+(?:\\l\s+)?[\"“][^\"”\n]{0,200}[\"”]?"),
    (N_("域代码"), "PAGEREF", r"PAGEREF\s+\w+[^\n]{0,8}"),
    (N_("域代码"), "MERGEFORMAT", r"(?:\\\*\s*)?MERGEFORMAT"),
    (N_("域代码"), "TOC \\", r"TOC \\[a-z][^\n]{0,30}"),
    (N_("域代码"), "INCLUDEPICTURE", r"INCLUDEPICTURE\b"),
    (N_("域代码"), "_x000", r"_x000[0-9A-Fa-f]_"),
    (N_("网页代码"), "<!", r"<!--[^\n>]{0,60}>?|<!\[endif\]-*>?"),
    (N_("失效的引用"), "#", r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!)"),
    (N_("失效的引用"), "错误", r"错误[!！]\s?(?:未找到引用源|未定义书签|超链接引用无效|文档中没有指定样式)[。.]?"),
    (
        N_("失效的引用"),
        "Error!",
        r"Error! (?:Reference source not found|Bookmark not defined|No text of specified style)\.?",
    ),
    (
        N_("网页代码"),
        "&",
        r"&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|middot|mdash|hellip|emsp|ensp|copy);|&#x?[0-9a-fA-F]{1,6};",
    ),
    (
        N_("网页代码"),
        ">",
        r"(?i)</?(?:span|div|font|strong|o:p|td|tr|tbody|style|script|st1:\w{1,20}|p|b|h[1-6]|u|em)(?:\s[^<>\n]{0,200})?/?>",
    ),
    (N_("模板标记"), "{{", r"\{\{[^{}\n]{0,60}\}\}"),
    (N_("模板标记"), "${", r"\$\{[^{}\n]{0,60}\}"),
    (N_("模板标记"), "<%", r"<%[^%\n]{0,60}%>"),
)
"""What a conversion leaves behind: what to call it, what to look for first, and its extent."""

_SEPARATOR = r"\?\s?>\s?\?"
"""What becomes of > between two blanks that may not break: the way to a page (首页 > 政务公开)."""
_REMOVABLE = {
    "书签": r"(?i)\[bookmark:[^\]\n]{0,60}\]",
    "域代码": r"HYPERLINK\s+(?:\\l\s+)?\"[^\"\n]{0,200}\"(?:\s+\\[a-z](?:\s+\"[^\"\n]*\")?)*"
    r"|PAGEREF\s+[A-Za-z0-9_]+(?:\s+\\[a-z])*"
    r"|(?:=\s*\d+\s*)?(?:\\\*\s*[A-Za-z0-9]+\s*)*?(?:\\\*\s*)?MERGEFORMAT|TOC(?:\s+\\[a-z](?:\s+\"[^\"\n]*\")?)+"
    r"|INCLUDEPICTURE(?:\s+\"[^\"\n]*\")?(?:\s+\\[a-z*]+)*|_x000[0-9A-Fa-f]_",
    "乱码": _SEPARATOR,
}
"""What of it can be removed since it never was a part of the text, by what it is called."""


@rule(
    "H701",
    "injected-promotion",
    Severity.ERROR,
    title=N_("混入了推广文字"),
    reason=N_("赌博、色情、贷款等推广文字多半是网页被篡改、被镜像或者复制时带进来的，公开出去危害很大。"),
    basis=N_("《互联网信息服务管理办法》第十五条；《政府网站发展指引》（国办发〔2017〕47号）"),
    wrong=" 本年度没有收取信息处理费。\n+类似亚博的台子",
    right=" 本年度没有收取信息处理费。\n+全年打击网络赌博，公开体育彩票公益金使用情况。",
    entries=lambda: lexicon_entries("spam", "suspect"),
)
def injected_promotion(report: Report) -> Iterator[Finding]:
    """赌博等网站的名称和招揽用语。打击、整治时提到的不算。"""
    found = hits(report)
    if not found["spam"] and not found["suspect"]:
        return
    whole = full_text(report)
    words = lexicon(report.additions)
    official, lures = words.words("official"), words.words("lure")
    crackdown = words.words("crackdown")
    spam = [hit for hit in found["spam"] if not any(word in _clause_before(whole.text, hit) for word in crackdown)]
    spam += _promoting(whole.text, found["suspect"], official, lures)
    for together in _by_paragraph(whole, spam):
        stretches = [whole.stretch(start, end) for start, end in together]
        start, end = stretches[0]
        shown = list(dict.fromkeys("".join(whole.printed[slice(*stretch)].split()) for stretch in stretches))
        message = _("“{words}”是推广文字，不是报告的内容：请删去，并检查网页是否被篡改").format(
            words=_("”“").join(shown[:5])
        )
        yield Finding(whole.place(start, end), message, actual=whole.printed[start:end], places=len(together))


@rule(
    "H702",
    "foreign-site",
    Severity.WARNING,
    title=N_("政府网站的链接不是政府域名"),
    reason=N_("政府网站使用以.gov.cn为后缀的域名。指向别处的链接，可能已经过期被人注册，或者被人替换。"),
    basis=SITES,
    wrong=" 本年度没有收取信息处理费。\n+本报告可在县政府门户网站（http://www.tangqing.com）下载。",
    right=" 本年度没有收取信息处理费。\n+本报告可在县政府门户网站（http://www.qingtang.gov.cn）下载，有关报道见人民网（http://www.people.com.cn）。",
)
def foreign_site(report: Report) -> Iterator[Finding]:
    """文中说是门户网站、政府网站、官网的链接，域名不在.gov.cn之下。"""
    for link in links(report):
        if "." not in link.host or is_within(link.host, government_domains()) or is_within(link.host, known_domains()):
            continue
        if re.search(_OWN_SITE, link.before) and not re.search(_OTHERS_SITE, link.before):
            message = _("“{host}”不是政府网站的域名（.gov.cn），请核对链接是否写错、过期或者被替换").format(
                host=link.host
            )
            yield Finding(link.place, message, expected=".gov.cn", actual=link.host)


_FAULTS = {
    LinkFault.BLANK: N_("链接“{link}”中间有空格，点不开：请删去空格"),
    LinkFault.WIDTH: N_("链接“{link}”里有全角字符或者中文标点，点不开：请改为半角"),
    LinkFault.SCHEME: N_("链接“{link}”的开头写错了，点不开：应是http://或者https://"),
    LinkFault.DOTS: N_("链接“{link}”里有两个连着的点，点不开：请删去一个"),
    LinkFault.HOST: N_("链接“{link}”没有写网址"),
}


@rule(
    "H706",
    "broken-link",
    Severity.WARNING,
    title=N_("链接无法打开"),
    reason=N_("链接里多了空格、全角字符，或者缺了网址，公众点不开，也就查不到。"),
    basis=CHECKS,
    wrong=" 本年度没有收取信息处理费。\n+本报告可在县政府网站（http:// www.qingtang.gov.cn）下载。",
    right=" 本年度没有收取信息处理费。\n+本报告可在县政府网站（http://www.qingtang.gov.cn）下载。",
)
def broken_link(report: Report) -> Iterator[Finding]:
    """链接中间有空格、全角字符、两个点，开头写错，或者没有网址。"""
    for link in links(report):
        if link.fault is not None:
            message = _(_FAULTS[link.fault]).format(link=link.text)
            expected = f"http://{link.host}" if link.host and link.fault is not LinkFault.DOTS else None
            yield Finding(link.place, message, expected=expected, actual=link.text, fix=_unbroken(report, link))


def _unbroken(report: Report, link: Link) -> Fix | None:
    """The address without the blanks in it; None if something else is wrong, or its words only lead to it."""
    stands = "".join(character for character, _line, _column in report.document.characters(link.place) or ())
    if link.fault is not LinkFault.BLANK or stands != link.text:
        return None
    return Fix((Edit(link.place, "".join(stands.split())),), safe=False)


@rule(
    "H703",
    "conversion-residue",
    Severity.WARNING,
    title=N_("转换残留"),
    reason=N_("书签、域代码、网页代码和乱码是文件转换、复制时留下的，公众看不懂，也说明发布前没有校对。"),
    basis=CHECKS,
    wrong=" 本年度没有收取信息处理费。\n+详见错误！未找到引用源。",
    right=" 本年度没有收取信息处理费。\n+规范性文件<附件>见“政务公开>年度报告”栏目，R&D经费、AT&T;公司情况未涉及。",
)
def conversion_residue(report: Report) -> Iterator[Finding]:
    """书签、域代码、失效的引用、网页代码、模板标记和乱码。表格里不影响读数的只作提示。"""
    whole = full_text(report)
    seen = set()
    for kind, sign, pattern in _RESIDUE:
        if sign not in whole.printed:
            continue
        for match in re.finditer(pattern, whole.printed):
            part = whole.part(match.start())
            if (part, kind) not in seen:
                seen.add((part, kind))
                text = match[0].strip()
                message = _("“{text}”是转换留下的{kind}，请删去")
                if _meant(text):
                    message = _("“{text}”是转换留下的{kind}，应写作“{meant}”")
                message = message.format(text=text, kind=_(kind), meant=_meant(text).strip())
                severity = Severity.INFO if whole.in_cell(match.start()) else None
                place = whole.place(match.start(), match.start() + len(match[0].rstrip()))
                yield Finding(
                    place, message, actual=text, fix=_without_residue(whole, match.start(), kind), severity=severity
                )


def _without_residue(whole: FullText, start: int, kind: str) -> Fix | None:
    """The fix that removes all residue of a kind from a paragraph or cell; None if it stands for something lost."""
    if kind not in _REMOVABLE:
        return None
    first, end = whole.printed.rfind("\n", 0, start) + 1, whole.printed.find("\n", start)
    found = re.compile(_REMOVABLE[kind]).finditer(whole.printed, first, end if end >= 0 else len(whole.printed))
    edits = tuple(
        Edit(whole.place(match.start(), match.end() + _spare_blanks(whole, match)), _meant(match[0])) for match in found
    )
    return Fix(edits) if edits else None


def _meant(residue: str) -> str:
    """What should stand in its place."""
    return " > " if re.fullmatch(_SEPARATOR, residue) else ""


def _spare_blanks(whole: FullText, gone: re.Match[str]) -> int:
    """How many blanks behind what is taken away go with it: those that would follow on a blank, or stand first."""
    before, behind = whole.printed[: gone.start()], whole.printed[gone.end() :]
    if ">" in gone[0] or before[-1:].strip():
        return 0
    return len(behind) - len(behind.lstrip(" "))


_KINDS = {
    PersonalKind.IDENTITY: N_("公民身份号码"),
    PersonalKind.CARD: N_("银行卡号"),
    PersonalKind.MOBILE: N_("个人手机号码"),
}


@rule(
    "H704",
    "personal-data",
    Severity.ERROR,
    title=N_("泄露个人信息"),
    reason=N_("身份号码、银行卡号和与姓名一起出现的手机号码属于个人隐私，公开会损害申请人的权益。"),
    basis=N_("政府信息公开条例第十五条；《中华人民共和国个人信息保护法》第二十五条、第二十八条"),
    wrong=" 本年度没有收取信息处理费。\n+申请人李某某，身份证号11010519491231002X，已答复。",
    right=" 本年度没有收取信息处理费。\n+联系电话：0517-83600000，13800000000，统一社会信用代码11320800014319000X。",
)
def personal_data(report: Report) -> Iterator[Finding]:
    """校验码正确的公民身份号码、银行卡号，以及写在姓名旁边的手机号码。机关的办公电话不算。"""
    whole = full_text(report)
    for number in personal_numbers(report):
        message = _("这里公开了{kind}{masked}：请立即撤下，遮盖后再发布").format(
            kind=_(_KINDS[number.kind]), masked=number.masked
        )
        yield Finding(whole.place(number.start, number.end), message, actual=number.masked)


@rule(
    "H705",
    "page-furniture",
    Severity.INFO,
    title=N_("混有网页上的其他内容"),
    reason=N_("导航、按钮、页脚不是报告的内容。下载、存档的报告里最好没有这些。"),
    basis=CHECKS,
    wrong=" 本年度没有收取信息处理费。\n+扫一扫在手机打开当前页",
    right=" 本年度没有收取信息处理费。\n+附件：清棠县交通运输局2023年政府信息公开工作年度报告.doc",
    entries=lambda: lexicon_entries("furniture"),
)
def page_furniture(report: Report) -> Iterator[Finding]:
    """网页的导航、字号、分享、打印、版权等。一份报告只报一次，在第一处。"""
    whole = full_text(report)
    furniture = [
        each[0] for each in _by_paragraph(whole, hits(report)["furniture"]) if _is_furniture(whole, each[0][0])
    ]
    if furniture:
        start, end = whole.stretch(*furniture[0])
        message = _("混有网页上的导航、按钮或者页脚，共{count}处，如“{text}”").format(
            count=len(furniture), text=whole.printed[start:end]
        )
        yield Finding(whole.place(start, end), message, actual=whole.printed[start:end], places=len(furniture))


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _promoting(text: str, suspects: Sequence[Hit], official: Sequence[str], lures: Sequence[str]) -> Iterator[Hit]:
    """The suspect words that no official word explains, and that stand beside a lure or another suspect word."""
    for index, hit in enumerate(suspects):
        sentence = _sentence(text, hit)
        if any(word in sentence for word in official):
            continue
        near = text[max(0, hit.start - _NEAR) : hit.end + _NEAR]
        others = (other for other in suspects[max(0, index - 3) : index + 4] if abs(other.start - hit.start) <= _NEAR)
        if any(word in near and word in sentence for word in lures) or any(
            other.word not in hit.word and hit.word not in other.word for other in others
        ):
            yield hit


def _sentence(text: str, hit: Hit) -> str:
    """The sentence that a word stands in, as far as it matters."""
    before = re.split("[。\n]", text[max(0, hit.start - 80) : hit.start])[-1]
    return before + re.split("[。\n]", text[hit.start : hit.end + 80])[0]


def _clause_before(text: str, hit: Hit) -> str:
    """What stands before a word in its clause."""
    start = max(text.rfind(mark, max(hit.start - _LONGEST_CLAUSE, 0), hit.start) for mark in ",。;\n")
    return text[max(start + 1, hit.start - _LONGEST_CLAUSE, 0) : hit.start]


def _by_paragraph(whole: FullText, found: Sequence[Hit]) -> Iterator[list[tuple[int, int]]]:
    """Where words stand in the text, for each paragraph or cell; words that overlap are one."""
    parts: dict[int, list[tuple[int, int]]] = {}
    for hit in sorted(found, key=lambda hit: hit.start):
        together = parts.setdefault(whole.part(whole.offset(hit.start)), [])
        if together and hit.start < together[-1][1]:
            start, end = together.pop()
            together.append((start, max(end, hit.end)))
        else:
            together.append((hit.start, hit.end))
    yield from parts.values()


def _is_furniture(whole: FullText, at: int) -> bool:
    """Whether a word stands in a short line of its own: a sentence or a heading may well speak of such things."""
    start = whole.offset(at)
    first, end = whole.printed.rfind("\n", 0, start) + 1, whole.printed.find("\n", start)
    line = whole.printed[first : end if end >= 0 else None].strip()
    if len(line) > _LONGEST_FURNITURE or "。" in line or re.match(_NUMBERED, line):
        return False
    return "，" not in line or line.startswith(whole.printed[start])


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family H."""
    return [
        injected_promotion,
        foreign_site,
        conversion_residue,
        personal_data,
        page_furniture,
        broken_link,
    ]
