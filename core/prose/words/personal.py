"""Personal numbers (个人信息): citizens' identity numbers, bank cards and mobile numbers that should not be published.

A number counts only if it can be nothing else: by its check digit, and by what stands beside it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from gouji.model import Report, reading
from gouji.prose.dating.dates import exists
from gouji.prose.fulltext import BLANK, full_text
from gouji.prose.passages import half_width

_SEPARATORS = r" \t\xa0\u2000-\u200d\u202f\u2060\u3000\ufeff—–\u2010-\u2012·-"
_RUN = rf"[0-9][0-9{_SEPARATORS}]{{9,}}[0-9xX]"
_WRAPPED = r"(?<=[^\n]{15}[0-9])\n(?=[0-9])"
_SHORTEST_PIECE = 8
_ANY_SETTING = rf"[0-9](?:[\n{_SEPARATORS}]{{0,3}}[0-9xX])+"
_SHORTEST = 11
_LONGEST = 19
_MOST_GROUPS = 6
_BESIDE = 30
_BEHIND = 12

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"

_NO_IDENTITY = r"信用代码|机构代码|项目代码|编码|订单号?|发票号?码?|流水号|合同号|业务号|单号|受理号"
_CARD = r"卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|借记卡|信用卡|开户行|开户银行|社保卡"
_NO_CARD = r"对公|非税|财政|国库|收款单位|缴款|缴费账户|公司|政府|中心|[局委厅]|信用代码|订单|发票|流水|合同|编号|单号"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫"
    "段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁"
    "沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平"
)
_ROLES = (
    "姓名|联系人|申请人|经办人|当事人|投诉人|举报人|负责人|收件人|户主|持卡人|法定代表人|代理人|家属|"
    "村民|居民|市民|信访人|患者|学生"
)
_TITLES = "(?:先生|女士|同志|老师|某某?)?"
_TO_PHONE = r"[,，、:;(（]*(?:的|之)?(?:本人)?(?:联系)?(?:电话|手机|移动电话|方式)?(?:号码|号)?(?:为|是)?[:：(（]*"
_NO_NAME_ENDS = "科股室处局办站所队部院委厅组网台号区县市镇乡村街路员线厂店馆会司费间"
_NO_NAMES = (
    "农民|农户|商户|单位|司机|司法|管理|文件|程序|路径|项目|应急|关于|万元|全称|方便|方式|方案|方法|安全|安排|高效|成立|成果|时限|常年|常用|金额|温馨|顾问|顾客|支持|党群|"
    "党政|宣传|和谐|平安|公开|元旦|计算|查询|查阅|车辆|石油|水利|任务|符合|明确|明细|包括|向上|解读|解答|强化|全面|全文|全省|全国|全年|尤其|连续|游客|巩固|麻烦|满意"
)


class PersonalKind(Enum):
    """Whose secret a number is (个人信息种类)."""

    IDENTITY = "identity"
    """公民身份号码 (GB 11643)."""
    CARD = "card"
    """银行卡号."""
    MOBILE = "mobile"
    """移动电话号码 beside a person's name."""


class PersonalNumber(NamedTuple):
    """A number that should not have been published: its digits alone, and ``printed[start:end]`` of the full text."""

    kind: PersonalKind
    digits: str
    start: int
    end: int

    @property
    def masked(self) -> str:
        """The number with its middle hidden, as findings may show it.

        >>> PersonalNumber(PersonalKind.MOBILE, "13800000000", 0, 11).masked
        '138****0000'
        """
        head = 3 if self.kind is PersonalKind.MOBILE else 4
        return self.digits[:head] + "*" * (len(self.digits) - head - 4) + self.digits[-4:].upper()


@reading
def personal_numbers(report: Report) -> tuple[PersonalNumber, ...]:
    """The personal numbers that stand anywhere in a report, in document order."""
    # A page may break a number where its line is full; the cells of a table, one a line, are short.
    text = re.sub(_WRAPPED, " ", full_text(report).plain)
    return tuple(found for run in re.finditer(_RUN, text) for found in _in_run(text, run))


@reading
def personal_digits(report: Report) -> frozenset[str]:
    """The digits of the personal numbers in a report, and the longer piece of one that is broken over two lines."""
    printed = full_text(report).plain
    pieces = (
        "".join(character for character in piece if character.isalnum())
        for number in personal_numbers(report)
        for piece in printed[number.start : number.end].split("\n")
    )
    whole = {number.digits.upper() for number in personal_numbers(report)}
    return frozenset(whole | {piece.upper() for piece in pieces if len(piece) >= _SHORTEST_PIECE})


@lru_cache(64)
def hidden(text: str, known: frozenset[str]) -> str:
    """The text with the middle of each of the known numbers hidden, however it is set; it stays as long as it was."""
    if not known or len(text) < _SHORTEST_PIECE:
        return text
    characters, lengths = list(text), {len(number) for number in known}
    for run in re.finditer(_ANY_SETTING, half_width(text)):
        at = [offset for offset in range(run.start(), run.end()) if text[offset].isalnum()]
        digits = "".join(half_width(text[offset]) for offset in at).upper()
        for length in lengths:
            for first in range(len(digits) - length + 1):
                if digits[first : first + length] in known:
                    for offset in at[first + 3 : first + length - 4]:
                        characters[offset] = "*"
    return "".join(characters)


def _in_run(text: str, run: re.Match[str]) -> Iterator[PersonalNumber]:
    """The personal numbers in a run of digits and separators: one group of digits, or several next to each other."""
    groups = list(re.finditer(r"[0-9]+|[xX]", run[0]))
    if text[run.start() - 1 : run.start()].isascii() and text[run.start() - 1 : run.start()].isalpha():
        groups = groups[1:]  # the number of something
    offset, index = run.start(), 0
    whole = "".join(group[0] for group in groups)
    most = len(groups) if _SHORTEST <= len(whole) <= _LONGEST else _MOST_GROUPS
    while index < len(groups):
        index, found = _at(text, offset, groups, index, most)
        if found is not None:
            yield found


def _at(
    text: str, offset: int, groups: Sequence[re.Match[str]], index: int, most: int
) -> tuple[int, PersonalNumber | None]:
    """The longest personal number that begins with a group, and the group to go on with."""
    digits, candidates = "", []
    for last in range(index, min(index + most, len(groups))):
        digits += groups[last][0].lower()
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST:
            candidates.append((last, digits))
    for last, found in reversed(candidates):
        start, end = offset + groups[index].start(), offset + groups[last].end()
        kind = _kind(found, text, start, end)
        if kind is not None:
            return last + 1, PersonalNumber(kind, found, start, end)
    return index + 1, None


def _kind(digits: str, text: str, start: int, end: int) -> PersonalKind | None:
    """What a number is, by itself and by what stands before it; None if it may be anything else."""
    if text[end : end + 1].isascii() and text[end : end + 1].isalnum():
        return None
    if len(digits) == 18 and is_identity(digits):
        return None if re.search(_NO_IDENTITY, _before(text, start)) else PersonalKind.IDENTITY
    if not digits.isdigit():
        return None
    if len(digits) >= 16:
        around = _before(text, start) + text[end : end + _BEHIND].partition("\n")[0]
        return PersonalKind.CARD if is_card(digits) and _is_of_card(digits, around) else None
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789":
        return PersonalKind.MOBILE if _follows_name(_before(text, start)) else None
    return None


def _before(text: str, start: int) -> str:
    """What stands before a number on its line, without blanks; ``|`` stands for the beginning of the line."""
    before = text[max(0, start - _BESIDE) : start]
    if start <= _BESIDE:
        before = f"\n{before}"
    _earlier, line_break, line = before.rpartition("\n")
    return ("|" if line_break else "") + re.sub(BLANK, "", line)


def is_identity(digits: str) -> bool:
    """Whether 18 digits are an identity number (GB 11643—1999): province, date of birth, check digit.

    >>> is_identity("11010519491231002x"), is_identity("110105194912310021")
    (True, False)
    """
    if digits[:2] not in _PROVINCES or not digits[:17].isdigit():
        return False
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return digits[17].lower() == _CHECKS[remainder] and _is_birthday(digits[6:14])


def _is_birthday(digits: str) -> bool:
    year = int(digits[:4])
    return 1900 <= year <= 2099 and exists(year, int(digits[4:6]), int(digits[6:]))


def is_card(digits: str) -> bool:
    """Whether 16 to 19 digits are the number of a Chinese bank card: a card's beginning, and Luhn's check digit.

    >>> is_card("6222020000000000000"), is_card("6222020000000000001")
    (True, False)
    """
    if not digits.startswith(("62", "4", "5", "3568", "9558")):
        return False
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(digits), 1)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_of_card(digits: str, around: str) -> bool:
    """Whether a number with 62 and 19 digits, or with words that say so around it, may be a person's bank card."""
    if re.search(_NO_CARD, around):
        return False
    return (len(digits) == 19 and digits.startswith("62")) or re.search(_CARD, around) is not None


def _follows_name(before: str) -> bool:
    """Whether a telephone number stands right behind a person's name."""
    role = rf"(?:{_ROLES})(?:信息|是|为)?[:：(（]?"
    name = rf"([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?){_TITLES}"
    match = re.search(rf"(?:{role}|[|,，。;、:：(（\"“]){name}{_TO_PHONE}$", before)
    if match is None or match[1][-1] in _NO_NAME_ENDS:
        return False
    return re.fullmatch(_NO_NAMES, match[1]) is None
