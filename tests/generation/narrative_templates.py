"""What narratives restate of the tables, by topic, in sentences that are true when their case is so.

``{name}`` is a fact of `narrative_facts`; ``{r1}`` to ``{r4}`` are figures that no cell holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from generation.narrative_facts import Numbers

When = Callable[[Numbers], bool]


class Case(NamedTuple):
    """Templates that are true when the figures are so; ``kinds`` are the filers that speak so, all if empty."""

    when: When
    templates: tuple[str, ...]
    kinds: str = ""
    editions: str = "2019 2021"


def _always(_: Numbers) -> bool:
    return True


# ── Section 一: what is compared with the tables ─────────────────────────────────────────────────

RECEIVED = (
    Case(
        lambda n: n["received"] > 0,
        (
            "{y}年，{scope}共收到政府信息公开申请{received}{m}。",
            "{y}年，{scope}新收到政府信息公开申请{received}{m}，均按规定登记编号。",
            "全年共收到公民、法人和其他组织提出的政府信息公开申请{received}{m}。",
            "全年收到依申请公开{received}{m}，其中{channels}。",
            "本年度新收政府信息公开申请{received}{m}，上年结转{carried_in}{m}。",
            "{y}年，{scope}共受理政府信息公开申请{received}{m}，其中自然人申请{person}{m}、法人或其他组织申请{organisations}{m}。",
            "年内接收政府信息公开申请{received}{m}，上一年度结转{carried_in}{m}，结转下一年度继续办理{carried_out}{m}。",
            "本年度{scope}新收到申请{received}{m}，较{p}年的{more}件减少{step}件。",
            "{scope}收到的政府信息公开申请共计{received}{m}，其中自然人提出的占{person_share}%，法人及其他组织提出的占{organisation_share}%。",
            "全年收到政府信息公开申请{received}{m}，申请内容主要涉及{subjects}方面。",
            "{y}年度，{we}收到政府信息公开申请{received}{m}，其中通过网络平台提交{online}件，通过信函或者当面提交{by_mail}件。",
            "1月1日至12月31日，{scope}收到政府信息公开申请共{received}{m}。",
            "全年共收到政府信息公开申请{received}{m}，其中上半年{half}件，下半年{rest}件。",
            "{y}年，{scope}新收政府信息公开申请{received}{m}，与上年相比增加{grew}件。",
        ),
    ),
    Case(
        lambda n: n["pool"] > 0,
        (
            "全年共收到办理政府信息公开申请{pool}{m}，其中新收{received}{m}、上年度结转{carried_in}{m}。",
            "{y}年，{scope}共办理政府信息公开申请{pool}{m}（含上年结转{carried_in}{m}），办结{closed}{m}，"
            "结转下年度{carried_out}{m}。",
            "{y}年，{scope}共受理政府信息公开申请{pool}{m}，其中本年新收{received}{m}，上年结转{carried_in}{m}；"
            "已答复{closed}{m}，正在办理{carried_out}{m}。",
            "全年收办政府信息公开申请{pool}{m}，其中予以公开{granted}{m}、部分公开{partial}{m}、不予公开{refused}{m}、"
            "无法提供{unavailable}{m}、不予处理{unprocessed}{m}、其他处理{disposed}{m}、结转下年度办理{carried_out}{m}。",
            "{scope}全年收到政府信息公开申请{received}{m}，加上上年度结转的{carried_in}{m}，共{pool}{m}，答复{closed}{m}。",
            "收到网上和书面申请合计{received}{m}，上年结转{carried_in}{m}，已回复{closed}{m}，{carried_out}{m}正在办理中。",
            "{y}年，{scope}共受理政府信息公开申请{received}{m}，答复{closed}{m}（含上年度结转申请{carried_in}{m}，"
            "另有{carried_out}{m}顺延到下年度答复）。",
            "新收到依申请公开政府信息{received}{m}，结转上年度办理{carried_in}{m}。其中，答复{closed}{m}，"
            "结转下年度继续办理{carried_out}{m}。",
            "{y}年共收到政府信息公开申请{received}{m}，上年度结转办理{carried_in}{m}，其中结转{n}年度{carried_out}{m}，"
            "其余{closed}{m}全部按时答复。",
            "{y}年全年共收到依申请公开{received}{m}，上年结转{carried_in}{m}，法定期限内予以答复{closed}{m}，"
            "结转下年{carried_out}{m}。",
            "{scope}办理政府信息公开申请{pool}{m}，办结{closed}{m}，结转下一年办理{carried_out}{m}。",
            "共处理政府信息公开申请{pool}{m}，其中{carried_in}{m}为上年结转，{carried_out}{m}顺延至下年度。",
        ),
    ),
    Case(
        lambda n: n["received"] > 0,
        (
            "{p}年、{y}年分别收到政府信息公开申请{less}件、{received}件。",
            "政府信息公开申请量由{p}年的{more}件下降到{y}年的{received}件。",
            "{y}年，{we}收到政府信息公开申请{received}{m}，法定期限内答复率100%。",
            "全年收到政府信息公开申请{received}{m}，涉及土地、规划、财政等9个领域。",
        ),
    ),
    Case(
        lambda n: n["received"] >= 20,
        (
            "全年收到政府信息公开申请{floor}余件，均安排专人跟踪办理。",
            "{y}年，{scope}收到的政府信息公开申请近{ceiling}件。",
            "政府信息公开申请量保持高位，全年收到{floor}多件。",
        ),
    ),
    Case(
        lambda n: n["received"] > 0,
        (
            "{y}年，{scope}共收到政府信息公开申请{received}件，其中{regions}。",
            "各级各部门收到政府信息公开申请{received}件，分别为{regions}。",
            "全年收到政府信息公开申请{received}件，其中{some_region}收到{some}件。",
            "{y}年，{scope}新收到政府信息公开申请{received}件，其中市政府办公室收到{some}件。",
            "{scope}共收到政府信息公开申请{received}{m}，其中本级收到{some}件。",
        ),
        "government",
    ),
    Case(
        lambda n: n["received"] == 0 and n["carried_in"] == 0,
        (
            "{y}年，{scope}未收到政府信息公开申请。",
            "全年没有收到公民、法人或其他组织提出的政府信息公开申请，也没有上年结转的申请。",
            "{y}年度{we}未收到依申请公开政府信息的申请。",
            "本年度共收到政府信息公开申请0件，办结0件，结转0件。",
            "全年无依申请公开事项。",
            "{y}年，{we}受理政府信息公开申请0件，与上年持平。",
            "本年度政府信息公开申请为零报告。",
            "{y}年未收到任何形式的政府信息公开申请，无结转办件。",
            "本年度无政府信息公开申请，当面、信函、网络等渠道均保持畅通。",
        ),
    ),
)
OUTCOMES = (
    Case(
        lambda n: n["closed"] > 0,
        (
            "全年办结{closed}{m}，其中予以公开{granted}{m}、部分公开{partial}{m}、不予公开{refused}{m}、无法提供{unavailable}{m}、"
            "不予处理{unprocessed}{m}、其他处理{disposed}{m}。",
            "已答复的{closed}{m}中，予以公开的{granted}{m}，部分公开的{partial}{m}，不予公开的{refused}{m}，"
            "无法提供的{unavailable}{m}，不予处理的{unprocessed}{m}，作其他处理的{disposed}{m}。",
            "本年度办结政府信息公开申请{closed}{m}，结转下年度继续办理{carried_out}{m}。",
            "从办理结果看，予以公开或部分公开占{open_share}%，不予公开占{refused_share}%，无法提供占{unavailable_share}%。",
            "答复结果中，予以公开{granted}{m}，本机关不掌握相关政府信息{not_held}{m}，重复申请{repeated}{m}。",
            "其中，没有现成信息需要另行制作的{needs_creation}{m}，补正后申请内容仍不明确的{still_unclear}{m}，均书面说明理由。",
            "对涉及第三方合法权益的{third_party}{m}、属于行政执法案卷的{enforcement_file}{m}申请，依法不予公开。",
            "属于信访举报投诉类申请{petition}{m}，告知申请人通过相应渠道提出。",
            "所有申请均在法定期限内答复，按时办结率100%。",
            "答复均在法定期限内作出，按期答复率100%，全年答复{closed}{m}。",
            "办理结果为：予以公开{granted}{m}，部分公开{partial}{m}，其余均依法作出相应处理。",
            "全年共答复申请{closed}{m}，无超期答复。",
        ),
    ),
    Case(
        lambda n: n["closed"] > 0 and n["carried_out"] == 0,
        (
            "收到的申请已全部办结，办结率100%。",
            "所有申请均已办结，无结转下年度继续办理的申请。",
            "申请办结率、按时答复率均为100%。",
            "全部申请均在年内答复完毕，没有结转下年度的申请。",
            "年内办结{closed}{m}，办结率达到100%，无结转{n}年继续办理的申请。",
        ),
    ),
    Case(
        lambda n: n["pool"] > 0 and n["carried_out"] > 0,
        (
            "截至年底已办结{closed}{m}，办结率{reply_rate}%，另有{carried_out}{m}尚在法定办理期限内。",
            "除{carried_out}{m}结转下年度办理外，其余均依法依规按时答复。",
            "除{carried_out}{m}结转下年办理外，均依法依规答复，答复率100%。",
            "已办结的申请按时办结率100%，{carried_out}{m}结转至{n}年继续办理。",
            "结转{n}年度继续办理{carried_out}{m}，均未超过法定期限。",
        ),
    ),
    Case(
        lambda n: n["received"] > 0 and n["person"] == n["received"],
        ("申请人全部为自然人。", "全年收到政府信息公开申请{received}{m}，均为自然人提交。"),
    ),
    Case(
        lambda n: n["closed"] > 0 and n["granted"] == n["closed"],
        ("上述申请均予以公开。", "答复的{closed}{m}申请全部予以公开。"),
    ),
)
REVIEW = (
    Case(
        lambda n: n["review_total"] > 0,
        (
            "因政府信息公开工作被申请行政复议{review_total}{c}。",
            "全年因政府信息公开引发行政复议{review_total}{c}，其中结果维持{review_upheld}{c}、结果纠正{review_corrected}{c}、"
            "其他结果{review_other}{c}、尚未审结{review_pending}{c}。",
            "政府信息公开类行政复议{review_total}{c}，维持{review_upheld}{c}，纠正{review_corrected}{c}。",
            "{y}年，{scope}发生政府信息公开行政复议案件{review_total}{c}，尚未审结{review_pending}{c}。",
            "本年度因政府信息公开产生行政复议案件{review_total}{c}和行政诉讼案件{suits_total}{c}，"
            "其中行政复议结果维持{review_upheld}{c}，行政诉讼结果维持{suits_upheld}{c}。",
            "信息公开类行政复议{review_total}{c}、行政诉讼{suits_total}{c}。",
            "涉及政府信息公开的行政复议共{review_total}{c}，行政诉讼共{suits_total}{c}。",
        ),
    ),
    Case(
        lambda n: n["suits_total"] > 0,
        (
            "因政府信息公开工作被提起行政诉讼{suits_total}{c}。",
            "政府信息公开行政诉讼{suits_total}{c}，其中结果维持{suits_upheld}{c}，结果纠正{suits_corrected}{c}，"
            "其他结果{suits_other}{c}，尚未审结{suits_pending}{c}。",
            "行政诉讼{suits_total}{c}，其中未经复议直接起诉{direct_total}{c}，复议后起诉{after_review_total}{c}。",
            "未经复议直接起诉的政府信息公开案件{direct_total}{c}，经复议后起诉的{after_review_total}{c}。",
        ),
    ),
    Case(
        lambda n: n["review_total"] == 0 and n["suits_total"] == 0,
        (
            "全年未发生因政府信息公开引起的行政复议和行政诉讼。",
            "本年度没有因政府信息公开工作被申请行政复议、提起行政诉讼的情况。",
            "{y}年，{we}无政府信息公开行政复议、行政诉讼案件。",
            "因政府信息公开产生的行政复议0件、行政诉讼0件。",
            "未收到因政府信息公开引发的行政复议，未被提起行政诉讼。",
            "政府信息公开行政复议、行政诉讼均为零。",
        ),
    ),
    Case(
        lambda n: n["review_total"] > 0 and n["suits_total"] == 0,
        (
            "全年政府信息公开行政复议{review_total}{c}，未发生行政诉讼。",
            "因政府信息公开申请引起的行政复议{review_total}{c}，未收到因政府信息公开申请引起的行政诉讼。",
        ),
    ),
    Case(
        lambda n: n["review_total"] == 0 and n["suits_total"] > 0,
        ("本年度未发生政府信息公开行政复议案件，发生行政诉讼{suits_total}{c}。",),
    ),
)
DOCUMENTS = (
    Case(
        _always,
        (
            "全年制发行政规范性文件{normative_docs_issued}件，废止{normative_docs_repealed}件，"
            "现行有效{normative_docs_in_force}件，均在政府信息公开专栏集中公开。",
            "{y}年，制发行政规范性文件{normative_docs_issued}件，废止行政规范性文件{normative_docs_repealed}件，"
            "现行有效行政规范性文件{normative_docs_in_force}件。",
            "及时公布已废止的行政规范性文件{normative_docs_repealed}件，并在网站同步标注。",
            "截至年底，现行有效的行政规范性文件共{normative_docs_in_force}件。",
            "本年制定规章{rules_issued}件，废止规章{rules_repealed}件，现行有效规章{rules_in_force}件。",
            "年内共作出行政许可决定{licensing_decisions}件、行政处罚决定{penalty_decisions}件、行政强制决定{coercion_decisions}件，"
            "均依法公示。",
            "全年作出行政处罚决定{penalty_decisions}件，处罚信息按规定时限上网。",
        ),
        editions="2021",
    ),
    Case(
        _always,
        (
            "全年制作规范性文件{normative_docs_made}件，公开规范性文件{normative_docs_published}件。",
            "{y}年新公开规范性文件{normative_docs_published}件，对外公开总数{normative_docs_public_total}件。",
            "年内作出行政许可处理决定{licensing_decisions}件，作出行政处罚处理决定{penalty_decisions}件。",
        ),
        editions="2019",
    ),
    Case(
        lambda n: n["licensing_decisions"] >= 10000,
        ("全年作出行政许可决定{licences_wan}万件，平均办理时限压缩过半。",),
        editions="2021",
    ),
    Case(
        lambda n: n["normative_docs_issued"] == 0,
        ("本年度没有制发行政规范性文件。", "{y}年未制定行政规范性文件。"),
        editions="2021",
    ),
)

# ── Sections 二 to 四, before the table ──────────────────────────────────────────────────────────

NOTES = {
    "disclosure": (
        Case(
            _always,
            ("通过政府网站主动公开各类信息{r4}条。", "该部分以表格形式报告。", "全年公开信息{r4}条，具体如下："),
        ),
    ),
    "applications": (
        Case(_always, ("全年共收到人大代表建议{r1}件、政协提案{r2}件。", "具体情况见下表。")),
        *RECEIVED,
    ),
    "review": (
        Case(lambda n: n["review_total"] == n["suits_total"] == 0, ("无。", "未发生行政复议、行政诉讼。")),
        Case(
            lambda n: n["review_total"] > 0,
            ("本年度被申请行政复议{review_total}{c}，被提起行政诉讼{suits_total}{c}。",),
        ),
    ),
}
