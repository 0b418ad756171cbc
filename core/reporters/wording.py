"""How a finding is put to people (措辞): one vocabulary for every format that people read."""

from __future__ import annotations

import re
import unicodedata

from gouji.document import Place
from gouji.finding import Finding
from gouji.i18n import _
from gouji.outcome import Outcome
from gouji.whereabouts import spoken

_BLANKS = {"\t": "  ", "\n": " ", "\r": " ", "\f": " ", "\v": " "}


def printable(text: str) -> str:
    r"""The text on one line, with what a screen cannot show, or could be misled by, spelt out (可显示的文字).

    Reports come from anywhere: an escape sequence must not reach a terminal nor a control character an XML file, and
    a character that nobody sees (零宽字符) is often the very fault.

    >>> print(printable("总计\t1\x1b[2J\u200b"))
    总计  1\x1b[2J\u200b
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _spelt_out(character) for character in text)


def _spelt_out(character: str) -> str:
    if unicodedata.category(character) == "Zs":  # the no-break and the ideographic space count as not printable
        return character
    return _BLANKS.get(character) or character.encode("unicode_escape").decode("ascii")


def where(path: str, place: Place) -> str:
    """Where to look (位置): ``path:line:column``, in a workbook ``path:cell``, else in words."""
    if place.page is None and place.cell is None:
        return printable(f"{path}:{place.line}:{place.column}")
    spot = spoken(place)
    if spot == place.cell:
        return printable(f"{path}:{spot}")
    return printable(_("{path}：{spot}").format(path=path, spot=spot))


def title(outcome: Outcome, code: str) -> str:
    """A rule's code with its title (规则标题), since nobody remembers a code; the code alone if no rule has it."""
    rule = outcome.rules.get(code)
    return f"{code} {printable(_(rule.title))}" if rule else code


def message(finding: Finding) -> str:
    """What the finding says (问题描述), and for how many places unless it says so itself."""
    text = printable(finding.message)
    if finding.places == 1 or str(finding.places) in re.findall(r"\d+", text):
        return text
    return _("{message}（共{count}处）").format(message=text, count=finding.places)


def basis(finding: Finding) -> str:
    """The finding's basis in law (依据); empty if it has none."""
    return printable(_(finding.basis))
