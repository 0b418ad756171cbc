"""Issue numbers (发文字号、令号、标准号): every one in the text, well written or not, with what is wrong with it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gouji.prose.citing.syntax import tokens

CODE, BRACKETS, YEAR, DASH, ORDINAL, ZERO, SIGN, ORDER = (
    "code",
    "brackets",
    "year",
    "dash",
    "ordinal",
    "zero",
    "sign",
    "order",
)
"""What can be wrong with a number: no issuer, other brackets than 〔〕, a year not in full, a stray dash, 第 in a
document's number, a leading zero, 号 missing, an order's number not written 第…号."""


class IssueNumber(NamedTuple):
    """One number as printed (发文字号).

    text: as it is printed, without blanks. key: in the form of the standard, ``国办发〔2022〕8号``,
    ``国务院令第711号``, ``GB/T9704—2012``; empty if it names no issuer.
    code: the issuer's (机关代字), ``国务院令`` or ``GB/T``.
    year: in full, None where it has none. serial: the number within the year. faults: what is wrong with it.
    """

    text: str
    key: str
    code: str
    year: int | None
    serial: int
    faults: tuple[str, ...] = ()


# Patterns without sets of Chinese characters: these take a thousandth of a second each to compile.
_YEAR = r"\d{2,4}年?\W第?\W?第?\d{1,5}号?"
_BARE = r"(?:19|20)\d\d年?\d{1,3}号"
_ORDER = r"(?:中华人民共和国)?国(?:务院)?令(?:\W\d{2,4}\W)?\(?第?\d{1,4}号|国务院第?\d{1,4}号令"
_STANDARD = r"[A-Z]{2}\d{0,2}/T\d{3,6}(?:\W{1,2}\d{4})?(?![.\d])"
_OPEN, _CLOSE = "〔[［【(〖﹝「〈{｛", "〕]］】)〗﹞」〉}｝"
_DASHES = "-—–―"
_LONGEST_CODE = 20
_CODE_ENDINGS = "发函字办规释电综"
_SURE_ENDINGS = ("办发", "政发", "府发", "厅发", "委发", "局发", "党发", "办函", "政函", "府函", "厅函", "局函", "法释")
"""Of codes that stand for themselves where the brackets after them are lost."""
_LEAD_IN = (
    "根据|依据|按|依照|遵照|参照|贯彻|落实|执行|印发|转发|下发|制发|出台|以及"
    "|规定|文件|通知|精神|要求|有关|相关|以下|关于"
)
_CODE_NOUNS = ("通知", "文件", "规定")
_LEAD_INS = rf".*(?:{_LEAD_IN})"
_NO_CODE = "第号条款项年"

Candidate = tuple[int, int, str]
"""Where a number seems to stand, and of what kind it seems to be."""


def issue_numbers(text: str, plain: str) -> Iterator[tuple[int, int, IssueNumber]]:
    """Each number in a passage with where it begins and ends; ``plain`` is the text in half width.

    >>> [found.key for _, _, found in issue_numbers(*["依据国办发〔2022〕8号、〔2019〕14号，邮编:100017"] * 2)]
    ['国办发〔2022〕8号', '国办发〔2019〕14号']
    """
    last, code = 0, ""
    for begin, end, kind in _candidates(plain):
        start, prefix = begin, ""
        if begin < last:
            continue
        if kind in {"year", "bare"}:
            start = _code_start(plain, begin)
            if kind == "year" and start == begin and code and begin - last <= 2:
                prefix = code  # 国办公开办函〔2021〕30号、〔2019〕60号: the issuer is named once
            if not prefix and not (_is_document if kind == "year" else _is_unbracketed)(plain, start, begin, end):
                continue
        found = issue_number(prefix + plain[start:end])
        if found is not None:
            yield start, end, found._replace(text=text[start:end])
            last, code = end, found.code


def _candidates(plain: str) -> list[Candidate]:
    """What looks like a number, in order."""
    found: list[Candidate] = []
    if "号" in plain or "〔" in plain:
        for match in re.finditer(_YEAR, plain):
            start, stretch = match.start() - 1, match[0].lstrip("0123456789").lstrip("年")
            if start >= 0 and plain[start] in _OPEN and stretch[0] in _CLOSE:
                found.append((start, match.end(), "year"))
    if "号" in plain:
        if "令" in plain:
            for match in re.finditer(_ORDER, plain):
                closed = "(" in match[0] and plain.startswith(")", match.end())
                found.append((match.start(), match.end() + closed, "order"))
        found += [
            (match.start(), match.end(), "bare")
            for match in re.finditer(_BARE, plain)
            if plain[match.start() - 1] in _CODE_ENDINGS
        ]
    if "/T" in plain:
        found += [(match.start(), match.end(), "standard") for match in re.finditer(_STANDARD, plain)]
    return sorted(found)


def _code_start(plain: str, end: int) -> int:
    """Where the issuer's code begins that ends at an offset: at a mark, or behind the words that lead up to it."""
    start = end
    while start > 0 and end - start < _LONGEST_CODE and "㐀" <= plain[start - 1] <= "鿿":
        if plain[start - 1] in _NO_CODE:
            break
        start -= 1
    if start > 0 and plain[start - 1] in "(》" and end - start < _LONGEST_CODE:
        return start
    run = plain[start:end]
    lead = re.match(_LEAD_INS, run)
    rest = run[lead.end() :] if lead else run
    if not rest and run.endswith(_CODE_NOUNS):
        return start  # 工作通知〔2023〕58号
    return end - len(rest.lstrip("和及与或由以据按照的了在对见为是从"))


def _is_document(plain: str, start: int, begin: int, end: int) -> bool:
    """Whether a year in brackets, and digits behind it, are a document's number, and not a date, a page, a case."""
    code, stretch = plain[start:begin], plain[begin:end]
    year = 0
    while stretch[1 + year].isdigit():
        year += 1
    if year == 3:
        return False
    if stretch[0] == "〔" and "〕" in stretch:
        before, after = plain[start - 1 : start], plain[end : end + 1]
        latin = not code and before.isascii() and before.isalnum()
        torn = start == 0 and not code  # off the line before, as 号 is off the one after where nothing follows
        whole = stretch[-1] == "号" or (after and after not in f"0123456789号、,和及与至~{_DASHES}")
        return bool(whole and not torn and not latin)
    if stretch[-1] != "号" or len(code) < 2:
        return False
    certain = plain[max(start - 2, 0) : start] == "》(" or code[-1] in _CODE_ENDINGS
    return certain and (year == 4 or stretch[0] != "(")


def _is_unbracketed(plain: str, start: int, begin: int, end: int) -> bool:
    """Whether digits are a document's year and number whose brackets were lost."""
    code, stretch = plain[start:begin], plain[begin:end]
    if len(code) < 2:
        return False
    return plain[max(start - 2, 0) : start] == "》(" or ("年" not in stretch and code.endswith(_SURE_ENDINGS))


@lru_cache(4096)
def issue_number(text: str) -> IssueNumber | None:
    """A number in half width as what it says; None for what is no number.

    >>> issue_number("国办发[2022]第08号")
    IssueNumber(text='国办发[2022]第08号', key='国办发〔2022〕8号', code='国办发', year=2022, serial=8, \
faults=('brackets', 'ordinal', 'zero'))
    """
    return _well_written(text) or _by_grammar(text)


def _well_written(text: str) -> IssueNumber | None:
    """A number that is written as it should be: most are, and need no grammar."""
    if text.endswith("号"):
        head, _, serial = text[:-1].rpartition("第")
        if head in _ORDERS and _is_serial(serial):
            return IssueNumber(text, f"国务院令第{serial}号", "国务院令", None, int(serial))
    code, opened, rest = text.partition("〔")
    year, closed, serial = rest.partition("〕")
    well = opened and closed and len(year) == 4 and year.isdecimal() and year.isascii() and serial.endswith("号")
    if well and _is_code(code) and _is_serial(serial[:-1]):
        return IssueNumber(text, text, code, int(year), int(serial[:-1]))
    return None


def _is_code(code: str) -> bool:
    """Whether this may be an issuer's code (机关代字) before a year in brackets."""
    letters = len(code) > 1 and code.isalpha() and not any(mark in code for mark in _NO_CODE)
    return letters and not code.endswith(("国务院令", "国令"))


_ORDERS = ("国务院令", "中华人民共和国国务院令", "国令")


def _is_serial(text: str) -> bool:
    return text.isdecimal() and text.isascii() and text[0] != "0"


def _by_grammar(text: str) -> IssueNumber | None:
    found = tokens("number", text)
    if found is None:
        return None
    kinds = [kind for kind, _, _ in found]
    if kinds[0] in {"ORDER", "COUNCIL"}:
        serial = int([part for kind, part, _ in found if kind == "NUMBER"][-1])
        bracketed = kinds == ["ORDER", "OPEN", "DI", "NUMBER", "HAO", "CLOSE"]
        good = bracketed or kinds == ["ORDER", "DI", "NUMBER", "HAO"]
        return IssueNumber(text, f"国务院令第{serial}号", "国务院令", None, serial, () if good else (ORDER,))
    return _standard(text, found) if kinds[0] == "STANDARD" else _document(text, found)


def _standard(text: str, found: tuple[tuple[str, str, int], ...]) -> IssueNumber:
    serial, *year = [part for kind, part, _ in found if kind == "NUMBER"]
    key = f"{found[0][1]}{int(serial)}" + (f"—{year[0]}" if year else "")
    return IssueNumber(text, key, found[0][1], int(year[0]) if year else None, int(serial))


def _document(text: str, found: tuple[tuple[str, str, int], ...]) -> IssueNumber | None:
    """What the tokens of a document's number say, and the faults in the order in which they stand there."""
    parts = {kind: part for kind, part, _ in found}
    numbers = [part for kind, part, _ in found if kind == "NUMBER"]
    year, serial = numbers if len(numbers) == 2 else (numbers[0][:4], numbers[0][4:])
    if not serial or not int(serial):
        return None
    code = parts.get("CODE", "")
    wrong = {
        CODE: not code,
        BRACKETS: (parts.get("OPEN"), parts.get("CLOSE")) != ("〔", "〕"),
        YEAR: len(year) != 4 or ("NIAN" in parts and "OPEN" in parts),
        DASH: "DASH" in parts,
        ORDINAL: "DI" in parts,
        ZERO: serial[0] == "0",
        SIGN: "HAO" not in parts,
    }
    full = int(year) if len(year) == 4 else 1900 + int(year) + (100 if int(year) < 70 else 0)
    key = f"{code}〔{full}〕{int(serial)}号" if code else ""
    return IssueNumber(text, key, code, full, int(serial), tuple(fault for fault, there in wrong.items() if there))
