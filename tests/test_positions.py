"""Where keys and values of a TOML text stand: held against the parser, on texts written in every style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from gouji.positions import Path, Positions, string

NAMES = st.one_of(
    st.from_regex(r"[a-z0-9_-]{1,5}", fullmatch=True),
    st.text(st.sampled_from("ab.#=[]\"'\\ 表\t"), max_size=4),
)
BLANKS = st.sampled_from(["", " ", "\t", "  "])
GAPS = st.sampled_from(["", " ", "\n", " # 注\n", '\n# [[x]] "\n'])
SCALARS = st.sampled_from(
    ["1", "-3", "1.5e3", "0xff", "true", "1979-05-27", "1979-05-27 07:32:00", "07:32:00", "inf", "1_000"]
)
STRINGS = st.sampled_from(
    [
        '""',
        "''",
        r'"a\"b # \u8868 = [x]"',
        "'c:\\d [[e]]'",
        '"""\n甲"乙""丙\\\n   丁\n"""',
        "'''\n'x''y\\'''",
        '""""引""""',
        "''''''''",
        '"""a\\\\"""',
        '"\\U0001F600é"',
    ]
)


def _quoted(name: str) -> str:
    bare = name and all(character.isascii() and (character.isalnum() or character in "_-") for character in name)
    return name if bare else '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["scalar", "string", "array", "table"] if depth else ["scalar", "string"]))
    if kind in ("scalar", "string"):
        return draw(SCALARS if kind == "scalar" else STRINGS)
    gaps = GAPS if kind == "array" else BLANKS
    inner = []
    for number in range(draw(st.integers(0, 3))):
        text = draw(values(depth - 1))
        key = "" if kind == "array" else _quoted(f"{draw(NAMES)}{number}") + draw(BLANKS) + "=" + draw(BLANKS)
        inner.append(draw(gaps) + key + text + draw(gaps))
    opening, closing = "[]" if kind == "array" else "{}"
    return opening + ",".join(inner) + (draw(gaps) if not inner else "") + closing


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    tables = st.sampled_from(["[t%d]", "[[many]]", "[[ many . more ]]", "[ many.x%d ]", '["甲.乙".c%d]', "[[other]]"])
    for number in range(draw(st.integers(0, 8))):
        header = draw(st.one_of(st.none(), tables))
        if header:
            lines.append(
                draw(BLANKS) + (header % number if "%" in header else header) + draw(st.sampled_from(["", " #"]))
            )
        for index in range(draw(st.integers(0, 3))):
            parts = [f"k{number}_{index}", *draw(st.lists(NAMES, max_size=2))]
            key = (draw(BLANKS) + "." + draw(BLANKS)).join(map(_quoted, parts))
            lines.append(f"{draw(BLANKS)}{key}{draw(BLANKS)}={draw(BLANKS)}{draw(values())}{draw(BLANKS)}")
        lines.append(draw(st.sampled_from(["", "# 注释 [a]", "  "])))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def _leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(data, dict):
        children: Any = data.items()
    elif isinstance(data, list):
        children = enumerate(data)
    else:
        yield path, data
        return
    for key, value in children:
        yield from _leaves(value, (*path, key))


@given(documents())
def test_every_key_and_value_is_where_the_parser_finds_it(text: str) -> None:
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return  # a table that is declared twice
    found = Positions(text)
    for path, value in _leaves(data):
        start, end = found.values[path]
        assert repr(tomli.loads(f"v = {found.text[start:end]}")["v"]) == repr(value)
        if isinstance(value, str):
            said, offsets, after = string(found.text, start)
            assert (said, len(offsets), after) == (value, len(value) + 1, end)
        if isinstance(path[-1], str):
            start, end = found.keys[path]
            assert tomli.loads(f"{found.text[start:end]} = 1") == {path[-1]: 1}
        for length in range(1, len(path)):
            assert path[:length] in found.keys


TEXT = """\
title = "甲"

[[relations]]
code = 'QH101'

[[relations]]  # 又一条
holds = "a == \\u0062 + c"
wrong = { a = 1, "b" = [2, 3] }
at.x = 1
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), (1, 1), (1, 9)),
        (("relations", 0), (3, 1), (3, 1)),
        (("relations", 1, "holds"), (7, 1), (7, 9)),
        (("relations", 1, "wrong", "b", 1), (8, 28), (8, 28)),
        (("relations", 1, "at", "x"), (9, 4), (9, 8)),
        (("relations", 1, "missing"), (6, 1), (6, 1)),
        (("absent", "key"), (1, 1), (1, 1)),
    ],
)
def test_lines_and_columns(path: Path, key: tuple[int, int], value: tuple[int, int]) -> None:
    found = Positions(TEXT)
    assert found.place(found.key(path).start) == key
    assert found.place(found.value(path).start) == value


@pytest.mark.parametrize(("index", "column"), [(0, 10), (5, 15), (6, 21), (9, 24), (10, 25), (99, 25)])
def test_a_character_of_a_string_is_found_behind_escapes(index: int, column: int) -> None:
    found = Positions(TEXT)
    start, end = found.stretch(("relations", 1, "holds"), index, 1)
    assert found.place(start) == (7, column)
    assert found.text[start:end] in ("a", "\\u0062", " ", "c", '"')
    assert found.line(7) == 'holds = "a == \\u0062 + c"'
