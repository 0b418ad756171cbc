"""Symbols (符号): characters of the fonts that print something else than what their codes stand for."""

from __future__ import annotations

_DINGBATS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xE8: "➔",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
} | {0x80 + i: each for i, each in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")}  # fmt: skip
_FURTHER_DINGBATS = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "□"}
_SYMBOL = {0x2D: "−", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xD7: "·"}
_FONTS = {"wingdings": _DINGBATS, "wingdings 2": _FURTHER_DINGBATS, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def symbol(code: str, font: str) -> str:
    """What a symbol of a font looks like, from its code in hexadecimal digits; empty where nobody can tell.

    >>> symbol("F0FE", "Wingdings 2"), symbol("F0FE", "Wingdings"), symbol("2460", "宋体")
    ('', '☑', '①')
    """
    try:
        number = int(code, 16) if len(code) <= 6 else 0
    except ValueError:
        return ""
    shapes = _FONTS.get(font.lower())
    if shapes is not None:
        return shapes.get(number & 0xFF if number in _PRIVATE else number, "")
    if number in _PRIVATE:  # such fonts keep the letters and digits where they are
        number &= 0xFF
    return chr(number) if 0x20 <= number < 0xD800 or 0xF900 <= number < 0x110000 else ""
