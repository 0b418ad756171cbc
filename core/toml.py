"""TOML as people write it (TOML 文件): parsed, or refused with the place and with what is probably wrong there."""

from __future__ import annotations

from typing import Any

import tomli

from gouji.entries import marked
from gouji.i18n import N_, _
from gouji.usage import UsageError

_FULL_WIDTH = str.maketrans("＝，．［］｛｝＂＃【】“”‘’「」：", '=,.[]{}"#[]""\'\'""=')
"""What stands for TOML's own characters when the Chinese keyboard is still on."""

_LIKELY = {
    "Invalid statement": N_("这里应是一个键，或者方括号里的表名"),
    "Invalid initial character for a key part": N_("键要用英文字母、数字、下划线或连字符；用汉字的，要加引号"),
    "Expected '=' after a key in a key/value pair": N_("键的后面应是等号"),
    "Expected newline or end of document after a statement": N_("一行只写一个键，后面多了内容"),
    "Expected ']' at the end of a table declaration": N_("表名后面应是“]”"),
    "Expected ']]' at the end of an array declaration": N_("表名后面应是“]]”"),
    "Invalid value": N_("这里应是一个值：文字要加引号，也可以是数、true、false、方括号里的若干个"),
    "Unterminated string": N_("引号没有配对"),
    "Illegal character '\\n'": N_("引号没有在这一行里配对"),
    "Unclosed array": N_("方括号没有配对，或者两项之间少了逗号"),
    "Unclosed inline table": N_("花括号没有配对，或者两项之间少了逗号"),
    "Unescaped '\\' in a string": N_("双引号里的反斜杠要写两遍，或者改用单引号"),
    "Cannot overwrite a value": N_("这个键前面已经写过"),
    "Duplicate inline table key": N_("这个键前面已经写过"),
    "Cannot declare": N_("这张表前面已经写过；要写若干条，请用两层方括号"),
    "Invalid date or datetime": N_("没有这样的日期"),
}
"""The parser's messages, by how they begin, and what people should look for."""


_TWICE = ("Cannot overwrite a value", "Cannot declare")
"""What the parser says of lines that repeat something."""


def parsed(file: str, text: str) -> dict[str, Any]:
    """What a TOML text says. Raises UsageError, with line and column, if it is none.

    file: its path, as it is to be shown.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        line = [*text.split("\n"), ""][error.lineno - 1]
        column = error.colno
        if error.msg.startswith(_TWICE):
            column = len(line) - len(line.lstrip()) + 1  # the parser has gone past it
        reason = _full_width(line[column - 1 :]) or _likely(error.msg, line[column - 1 :])
        place = f"{file}:{error.lineno}:{column}"
        message = _("{place}：不是正确的 TOML：{error}").format(place=place, error=reason)
        raise UsageError(f"{message}\n{marked(line, column)}") from None


def _full_width(rest: str) -> str:
    """What is said if the text goes on with a full-width character where TOML has one of its own; else nothing."""
    found = rest[:1]
    meant = found.translate(_FULL_WIDTH)
    return "" if meant == found else _("「{found}」是全角符号，应写半角的 {meant}").format(found=found, meant=meant)


def _likely(message: str, rest: str) -> str:
    """The parser's message in plain words, or as it is if it is a rare one; ``rest`` is how the line goes on."""
    if message.startswith("Invalid statement") and rest[:1].isalpha():
        message = "Invalid initial character for a key part"
    return next((_(likely) for beginning, likely in _LIKELY.items() if message.startswith(beginning)), message)
