"""Radicals (部首): what some PDF programs give for common characters, ⼀ for 一 and ⺠ for 民.

They look alike and compare unlike. Each is one character for one, so every place stays what it was.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_KANGXI = range(0x2F00, 0x2FD6)
# CJK Radicals Supplement, which NFKC leaves alone.
_SUPPLEMENT = str.maketrans(
    "⺀⺁⺄⺆⺇⺈⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺶⺷⺸⺹⺺⺻⺼"
    "⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "冫厂乙冂几刀卜㔾小小尣尣兀尣巳幺彑彐忄心扌攵旡月歺母民氵氺灬爫爪丬牛犭王疋目示礻竹糹纟罓网网网羊羊羊耂肀聿月"
    "臼艹艹艹虎衤西西见角角讠贝足车辶辶辶邑金长長长门阜阝雨青韦页风飞食食饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
)
_ANY = re.compile("[\u2e80-\u2fd5]")


def without_radicals(text: str) -> str:
    """The text with the characters that its radicals stand for."""
    return text.translate(_table()) if _ANY.search(text) else text


@cache
def _table() -> dict[int, int | str]:
    return _SUPPLEMENT | {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI} | {0x2F3E: "户"}
