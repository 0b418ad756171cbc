"""Own words (自己的话): what of a sentence is an agency's own, and whether that is enough to compare.

Names, years, figures and marks do not count, nor what the law and the form say (``rulesets/boilerplate.toml``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.prose.passages import half_width
from gouji.ruleset import load

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_TITLES = "《[^《》]*》"
_NUMERALS = dict.fromkeys(map(ord, "0123456789〇零一二两三四五六七八九十百千万亿"))
_NO_LETTERS = r"[^\u3400-\u9fffA-Za-z]+"
_OWN = "[本我全各该](?:街道|中心|单位|机关|部门|系统|年度|[省市区县旗州镇乡局委办厅院所站年])"
_SUFFIX = "(?:人民政府)?(?:办公[厅室])?(?:街道)?(?:办事处)?(?:委员会)?[省市区县旗州镇乡局委办厅院所站]?$"
_PLACES = "[^省市区县旗州镇乡]{2,}[省市区县旗州镇乡]"


class Likeness(NamedTuple):
    """How much alike is too much (雷同的界限): lengths in characters of own words, likenesses in percent."""

    shortest_sentence: int
    shortest_narrative: int
    same_sentence: int
    same_narrative: int


@cache
def likeness() -> Likeness:
    """The limits, as the ruleset gives them."""
    return Likeness(**load("boilerplate")["likeness"])


@cache
def names(agency: str | None) -> tuple[str, ...]:
    """What an agency may call itself by name, the longest first: all of it or parts of it.

    >>> names("汀洛县林泉镇人民政府")
    ('汀洛县林泉镇人民政府', '林泉镇人民政府', '汀洛县林泉镇', '林泉镇', '汀洛县')
    >>> names("清棠县交通运输局")
    ('清棠县交通运输局', '清棠县交通运输', '交通运输局', '交通运输', '清棠县')
    """
    whole = half_width("".join((agency or "").split()))
    forms = {whole, _bare(whole)}
    rest = whole
    for place in re.findall(_PLACES, whole):
        forms.add(place)
        rest = rest.removeprefix(place)
        forms |= {rest, _bare(rest)}
    # 人民政府 and the like are said of any
    return tuple(sorted((name for name in forms if len(_bare(name)) > 1), key=lambda name: (-len(name), name)))


def _bare(name: str) -> str:
    return re.sub(_SUFFIX, "", name)


def own_words(sentence: str, called: tuple[str, ...] = ()) -> str:
    """The own words of a sentence by whoever is called so; empty if they are too few to compare.

    >>> own_words("2024年，清棠县教育局组织业务培训3次，逐条讲解答复书的写法。", names("清棠县教育局"))
    '年组织业务培训次逐条讲解答复书的写法'
    >>> own_words("本年新收政府信息公开申请3件，上年结转1件。")
    ''
    """
    text = re.sub(_TITLES, "", half_width(sentence))
    for name in called:
        text = text.replace(name, "")
    own = re.sub(_OWN, "", re.sub(_NO_LETTERS, "", text.translate(_NUMERALS)))
    return own if _is_worth_comparing(own) else ""


def _is_worth_comparing(own: str) -> bool:
    left = len(own)
    least = likeness().shortest_sentence
    if left < least:
        return False
    words, whole = _boilerplate()
    for index, start, end in words.find_matches_as_indexes(own):
        if index < whole:
            return False
        left -= end - start
    return left >= least


@cache
def _boilerplate() -> tuple[AhoCorasick, int]:
    """What to look for: the words of sentences that do not count at all, their number, and then the phrases."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    data = load("boilerplate")
    whole, phrases = data["sentences"]["words"], data["phrases"]["words"]
    return AhoCorasick([*whole, *phrases], matchkind=MatchKind.LeftmostLongest), len(whole)
