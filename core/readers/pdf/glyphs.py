"""Glyphs (字符): the characters of a page and where each stands."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from math import atan2, pi
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from gouji.readers.pdf.geometry import FARTHEST, Sheet
from gouji.readers.pdf.limits import MOST_ON_PAGE, too_crowded

UNKNOWN = "\ufffd"
"""What stands for a character of which only the shape is known."""
_NEAR = 1.5
"""Characters whose left edges are no further apart, in points, may stand below each other."""
_APART = 2.5
"""Characters of one upright line are no further apart than this, in sizes of their font."""
_LOOSE = 3.0
"""A box more times than this as large as the ink in it is wrong, or a comma's."""
_SIDEWAYS = 0.7
"""From this share on, text that runs in another direction tells how the page is to be read."""
_ASKEW = pi / 18
"""Text further off a quarter turn than this runs across the page: a watermark, which is no part of what it crosses."""
_PRESENTED = {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for codes in (range(0xFB00, 0xFB07), range(0xFE10, 0xFE1A), range(0xFE30, 0xFE50))
    for code in codes
} | {"\x02": "-", "\xad": "-"}
"""Ligatures, the punctuation of upright lines, and the hyphens at the end of lines, as they are typed."""
_BLANKS = frozenset(" \t\r\n\f\v\0\xa0\u1680\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff") | frozenset(
    map(chr, range(0x2000, 0x200B))
)


class Glyph(NamedTuple):
    """A character on a page (字符). Blanks are none: where there is room between two characters, there is a blank.

    ``em``: the size of its font, nearly. ``turned``: it lies on its side, or on its head. ``stacked``: it stands right
    below or above the one before it.
    """

    character: str
    left: float
    top: float
    right: float
    bottom: float
    em: float
    turned: bool = False
    stacked: bool = False

    @property
    def middle(self) -> float:
        """Where it stands down the page."""
        return (self.top + self.bottom) / 2


class _Box(NamedTuple):
    """A character and its box in the file's own coordinates; ``number`` is the library's for it."""

    number: int
    character: str
    left: float
    bottom: float
    right: float
    top: float


def read_glyphs(text: pdfium.PdfTextPage, sheet: Sheet) -> tuple[list[Glyph], Sheet]:
    """The characters in the file's order, and how the page lies if it is turned so that they can be read."""
    count = text.count_chars()
    if count > MOST_ON_PAGE:
        raise too_crowded()
    boxes, odd = _boxes(text, _characters(text, count))
    turns = [0] * len(boxes)
    if boxes and (sheet.turns or any(_turns(text, index) for index in odd)):
        turns = [_turns(text, box.number) for box in boxes]
        most, number = Counter(turns).most_common(1)[0]
        if number > _SIDEWAYS * len(boxes):
            sheet = sheet._replace(further=(-most - sheet.turns) % 4)
    level = -(sheet.turns + sheet.further) % 4
    width, height = sheet.size
    placed = (_glyph(box, turn != level, sheet) for box, turn in zip(boxes, turns, strict=True))
    glyphs = [  # what was cut off the page, nobody sees
        glyph for glyph in placed if glyph.right > 0 and glyph.bottom > 0 and glyph.left < width and glyph.top < height
    ]
    return (_with_stacks(glyphs) if odd or level else glyphs), sheet


def _glyph(box: _Box, turned: bool, sheet: Sheet) -> Glyph:
    _, given, *corners = box
    left, top, right, bottom = sheet.area(*corners)
    character = _typed(given)
    size = bottom - top  # ideographs fill it, letters come with room above and below them
    return Glyph(character, left, top, right, bottom, size if character > "\u2e7f" else size * 0.8, turned)


def _characters(text: pdfium.PdfTextPage, count: int) -> str:
    """All characters of a page, exactly as many as there are."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    given = raw.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    whole = buffer.raw[: 2 * max(given - 1, 0)].decode("utf-16-le", "replace")
    if len(whole) == count:
        return whole
    return "".join(_character(raw.FPDFText_GetUnicode(text, index)) for index in range(count))


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN


def _boxes(text: pdfium.PdfTextPage, characters: str) -> tuple[list[_Box], list[int]]:
    """The characters that are no blanks, and the numbers of those that stand above or below the one before.

    Without those that are set askew: each of them stands higher or lower than the one before.
    """
    found: list[_Box] = []
    odd: list[int] = []
    handle, loose_box, unknown = text.raw, raw.FPDFText_GetLooseCharBox, raw.FPDFText_HasUnicodeMapError
    loose = raw.FS_RECTF()
    reference = ctypes.byref(loose)
    last_left = last_bottom = -1e9
    for index, given in enumerate(characters):
        character = given
        if character in _BLANKS or not loose_box(handle, index, reference):
            continue
        left, bottom, right, top = loose.left, loose.bottom, loose.right, loose.top
        moved = abs(bottom - last_bottom) > _NEAR
        beside, last_left, last_bottom = abs(left - last_left) >= _NEAR, left, bottom
        if moved and _is_askew(handle, index):
            continue
        if unknown(handle, index):
            character = UNKNOWN  # what is given is only its number in the font
        box = _Box(index, character, left, bottom, right, top)
        if moved and not beside:
            odd.append(index)
            box = _checked(handle, box)
            if found and _is_near(last := _checked(handle, found[-1])):
                found[-1] = last
        elif right <= left or top <= bottom:
            box = _checked(handle, box)
        if _is_near(box):
            found.append(box)
    return found, odd


def _is_near(box: _Box) -> bool:
    """Whether a box is on any page at all; a damaged file may have it anywhere, or nowhere."""
    return -FARTHEST < box.left < box.right < FARTHEST and -FARTHEST < box.bottom < box.top < FARTHEST


def _checked(handle: object, box: _Box) -> _Box:
    """The box, or that of the ink where the library is wrong about it, as it is about the fonts of upright lines."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(handle, box.number, left, right, bottom, top):
        return box
    across = box.left - _NEAR <= left.value <= right.value <= box.right + _NEAR
    if across and box.bottom - _NEAR <= bottom.value <= top.value <= box.top + _NEAR:
        size = max(right.value - left.value, top.value - bottom.value)
        if max(box.right - box.left, box.top - box.bottom) <= _LOOSE * size:
            return box
    return _Box(box.number, box.character, left.value, bottom.value, right.value, top.value)


def _turns(text: pdfium.PdfTextPage, index: int) -> int:
    """The quarter turns to the right by which a character is turned in the file."""
    angle: float = raw.FPDFText_GetCharAngle(text, index)
    return round(angle * 2 / pi) % 4


def _is_askew(handle: object, index: int) -> bool:
    """Whether the line of a character runs at a slant across the page; letters that lean do not matter."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(handle, index, matrix):
        return False
    quarter = pi / 2
    off = atan2(matrix.b, matrix.a) % quarter
    return min(off, quarter - off) > _ASKEW


def _typed(character: str) -> str:
    """The character as one would type it; U+FFFD for those that only their font knows."""
    if character in _PRESENTED:
        return _PRESENTED[character]
    if character < " " or "\ue000" <= character <= "\uf8ff" or character in "\ufffe\uffff":
        return UNKNOWN
    return character


def _with_stacks(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs, those marked that stand right above or below the one before."""
    found = glyphs[:1]
    for glyph, last in zip(glyphs[1:], glyphs, strict=False):
        down = abs(glyph.middle - last.middle)
        across = abs(glyph.left + glyph.right - last.left - last.right) / 2
        size = max(glyph.bottom - glyph.top, last.bottom - last.top, glyph.right - glyph.left)
        stacked = across < size / 3 and size / 3 < down < _APART * size
        found.append(glyph._replace(stacked=True) if stacked else glyph)
    return found
