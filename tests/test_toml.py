"""What is said of a file that is no TOML: the line, the column, and what is probably wrong there."""

from __future__ import annotations

import pytest

from gouji.toml import parsed
from gouji.usage import UsageError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a ＝ 1", "1:3：不是正确的 TOML：「＝」是全角符号，应写半角的 =\n    a ＝ 1\n      ^"),
        ("a = “甲”", '1:5：不是正确的 TOML：「“」是全角符号，应写半角的 "'),
        ('a = ["甲"，"乙"]', "1:9：不是正确的 TOML：「，」是全角符号，应写半角的 ,"),
        ("【a】", "1:1：不是正确的 TOML：「【」是全角符号，应写半角的 ["),
        ("甲 = 1", "1:1：不是正确的 TOML：键要用英文字母、数字、下划线或连字符；用汉字的，要加引号"),
        ("a. = 1", "1:4：不是正确的 TOML：键要用英文字母"),
        ("\na", "2:2：不是正确的 TOML：键的后面应是等号"),
        ("a = 甲", "1:5：不是正确的 TOML：这里应是一个值：文字要加引号"),
        ('a = "甲\n', "1:7：不是正确的 TOML：引号没有在这一行里配对"),
        ('a = """甲', "1:9：不是正确的 TOML：引号没有配对"),
        ("a = [1 2]", "1:8：不是正确的 TOML：方括号没有配对，或者两项之间少了逗号"),
        ("a = {b = 1 c = 2}", "1:12：不是正确的 TOML：花括号没有配对"),
        ("a = 1 b = 2", "1:7：不是正确的 TOML：一行只写一个键"),
        ("[a\n", "1:3：不是正确的 TOML：表名后面应是“]”"),
        ("[[a]\n", "1:4：不是正确的 TOML：表名后面应是“]]”"),
        ("a = 1\na = 2", "2:1：不是正确的 TOML：这个键前面已经写过"),
        ("a = {b = 1, b = 2}", "：不是正确的 TOML：这个键前面已经写过"),
        ("[a]\n[a]", "2:1：不是正确的 TOML：这张表前面已经写过；要写若干条，请用两层方括号"),
        ('a = "C:\\文"', "：不是正确的 TOML：双引号里的反斜杠要写两遍"),
        ("a = 2026-02-30", "：不是正确的 TOML：没有这样的日期"),
        ('a = "\\uD800"', "：不是正确的 TOML：Escaped character is not a Unicode scalar value"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parsed("local.toml", text)
    assert str(caught.value).startswith("local.toml:")
    assert said in str(caught.value)


def test_what_is_right_is_given() -> None:
    assert parsed("local.toml", "a = [1]") == {"a": [1]}
