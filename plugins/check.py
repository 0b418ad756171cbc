"""检查本身：输入读不了、不是年度报告、表格是图片、规则出错，都要说出来，不能悄悄跳过。"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.api import (
    N_,
    PLACE,
    Collection,
    Finding,
    Report,
    Rule,
    Severity,
    _,
    collection_rule,
    hookimpl,
    place_of,
    rule,
)

UNREADABLE = Rule(
    "X001",
    "unreadable-input",
    Severity.ERROR,
    title=N_("无法读取"),
    reason=N_("文件损坏、加密、格式不支持、超过大小上限或者没有读取权限时，其中任何内容都没有检查，不等于没有问题。"),
    basis="",
    wrong="",
    right="",
)

NOT_A_REPORT = Rule(
    "X002",
    "not-a-report",
    Severity.ERROR,
    title=N_("不是政府信息公开工作年度报告"),
    reason=N_("既没有年度报告的标题和章节，也没有法定表格，按年度报告去检查只会得出虚假的结果。"),
    basis="",
    wrong="关于召开全县农村工作会议的通知\n各乡镇人民政府，县直各单位：\n请于12日前报送参会人员名单。",
    right="甲县2023年政府信息公开工作年度报告\n\n本报告的内容见附件。",
)

FAILED_RULE = Rule(
    "X004",
    "failed-rule",
    Severity.ERROR,
    title=N_("规则或插件出错"),
    reason=N_("一条规则或一个插件出错，其他规则照常进行，但它本应检查的内容没有检查。"),
    basis="",
    wrong="",
    right="",
)

UNUSED_SUPPRESSION = Rule(
    "X005",
    "unused-suppression",
    Severity.WARNING,
    title=N_("例外没有用到、已经过期或写错"),
    reason=N_(
        "写在文件里、文件旁或配置里的例外，如果已经没有它所说的问题、过了期限或者写错，"
        "留着只会让人误以为有人看过，或者以后遮住新的问题。"
    ),
    basis="",
    wrong="""
甲县2023年政府信息公开工作年度报告

一、总体情况

<!-- gouji: ignore: 原文如此 -->
2023年，全县主动公开政府信息1200条。
""",
    right="""
甲县2023年政府信息公开工作年度报告

一、总体情况

<!-- gouji: ignore L901: 原文如此 -->
2023年，全县主动公开的的政府信息1200条。
""",
)

STALE_BASELINE = Rule(
    "X006",
    "stale-baseline",
    Severity.INFO,
    title=N_("基线里的问题已经没有了"),
    reason=N_("基线记着的问题已经改正，基线却还留着它；同样的问题再出现时就不会报告，所以应当更新基线。"),
    basis="",
    wrong="",
    right="",
)


@rule(
    "X003",
    "tables-as-pictures",
    Severity.ERROR,
    title=N_("表格是图片"),
    reason=N_("表格以图片发布，其中的数字读不出来，也就无法检查；公众同样无法检索和使用。"),
    basis=N_("国办公开办函〔2021〕30号"),
    wrong="""
甲县2023年政府信息公开工作年度报告

一、总体情况

2023年，全县主动公开政府信息1200条。

二、主动公开政府信息情况

![表一](image1.png)

三、收到和处理政府信息公开申请情况

![表二](image2.png)

四、政府信息公开行政复议、行政诉讼情况

![表三](image3.png)
""",
    right="""
甲县2023年政府信息公开工作年度报告

一、总体情况

![工作掠影](image1.png)

2023年，全县主动公开政府信息1200条。
""",
)
def tables_as_pictures(report: Report) -> Iterator[Finding]:
    """No table of the form could be read, and pictures stand where the tables should be."""
    if any(table.present for table in report.tables):
        return
    keys = {table.key for table in report.tables}
    pictures = [place for section in report.sections if section.key in keys for place in section.pictures]
    if pictures:
        yield Finding(pictures[0], _("三张法定表格都读不出来，应有表格的章节里只有图片"), places=len(pictures))


@collection_rule(
    "X007",
    "doubtful-filing",
    Severity.WARNING,
    title=N_("归属存疑：看不出是哪个机关、哪一年度的报告"),
    reason=N_("不知道是谁的、哪一年的报告，就不能与上一年、与上下级核对，也不能算作已经报送，要由人来认定。"),
    basis="",
    wrong="""\
@ 2023 清棠县交通运输局

@ roster
agency,kind,parent,consolidates,from
清棠县水务局,department,,no,2024
""",
    right="""\
@ 2023 清棠县交通运输局

@ roster
agency,kind,parent,consolidates,from
清棠县交通运输局,department,,no,2019
""",
)
def doubtful_filing(collection: Collection) -> Iterator[Finding]:
    """报告没有写明机关或年度、写的机关不在名册上、名册上符合的不止一个，或者与文件名、文件夹名互相矛盾。"""
    query = f"SELECT path, doubt, {', '.join(PLACE)} FROM files WHERE checked AND doubt IS NOT NULL ORDER BY path"
    for path, doubt, *place in collection.rows(query):
        yield Finding(place_of(place), doubt, path=path)


@hookimpl
def gouji_rules() -> list[Rule]:
    """Family X; X003 looks at a report and X007 at all of them, the others are made by the engine."""
    return [
        UNREADABLE,
        NOT_A_REPORT,
        tables_as_pictures,
        FAILED_RULE,
        UNUSED_SUPPRESSION,
        STALE_BASELINE,
        doubtful_filing,
    ]
