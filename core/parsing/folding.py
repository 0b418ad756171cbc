"""Folding (归一): what of a label's printed form does not count when it is compared with the statutory wording.

White space, line breaks, 全角 against 半角, the style of quotation marks, brackets and punctuation, Markdown's marks.
Never applied to citations, whose brackets are judged raw.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("[{【〔〖［｛<〈", "("),
        **dict.fromkeys("]}】〕〗］｝>〉", ")"),
        **dict.fromkeys("、;,。", ","),
        **dict.fromkeys("—–―−‐‑‒－﹣", "-"),
        **dict.fromkeys("“”‘’\"'「」『』`*\\_#\u200b\u200c\u200d\ufeff\u00ad\0", None),
        "∕": "/",
    }
)
_MARKUP = r"(?i)<br\s*/?>|&nbsp;?|\[bookmark:[^\]]*\]"
_NUMBER = re.compile(
    r"\(([一二三四五六七八九十]{1,2}|\d{1,2})\)|([一二三四五六七八九十]{1,2})[,.:]|(\d{1,2})[,.):]*(?=[^\d,.):])"
)
_GLOSS = re.compile(r"\([^()]*\)$")
_ARABIC = {character: str(value) for value, character in enumerate("一二三四五六七八九十", 1)}


class Folded(NamedTuple):
    """A label without its printing (归一后的栏目名称).

    number: its ordinal in Arabic, empty if there is none. text: the rest. bare: the rest without a bracketed gloss.
    """

    number: str
    text: str
    bare: str


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    r"""The text with nothing left that printing adds.

    >>> fold("（七） 总\n计"), fold("3.危及“三安全一稳定”")
    ('(七)总计', '3.危及三安全一稳定')
    """
    if "<" in text or "&" in text or "[" in text:
        text = re.sub(_MARKUP, "", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.translate(_PUNCTUATION).split())


@lru_cache(maxsize=8192)
def fold_label(text: str) -> Folded:
    """A label's number and wording.

    >>> fold_label("1、属于国家秘密").text == fold_label("（1）属于国家秘密").text == fold_label("属于国家秘密").text
    True
    >>> fold_label("上一年项目数量（指2018年事项数）").bare
    '上一年项目数量'
    """
    folded = fold(text)
    number = _NUMBER.match(folded)
    rest = folded[number.end() :] if number and number.end() < len(folded) else folded
    ordinal = next(group for group in number.groups() if group) if number and rest is not folded else ""
    bare = _GLOSS.sub("", rest)
    return Folded(_ARABIC.get(ordinal, ordinal), rest, bare or rest)
