"""The ready-made parse tables are those of the grammars beside them."""

from typing import Any

import pytest
from lark import Lark

from gouji.grammars import FORM, STARTS, build, form, load
from gouji.grammars.outline import outline


def content(parser: Lark) -> dict[str, Any]:
    """What a parser was made of, in comparable form."""
    return {
        "rules": [(str(rule.origin.name), [s.name for s in rule.expansion], rule.alias) for rule in parser.rules],
        "terminals": {terminal.name: (str(terminal.pattern), terminal.priority) for terminal in parser.terminals},
        "ignored": sorted(parser.lexer_conf.ignore),
        "starts": list(parser.options.start),
    }


@pytest.mark.parametrize("name", STARTS)
def test_tables_are_those_of_the_grammar(name: str) -> None:
    assert content(load(name)) == content(build(name)), "run `make grammars`"


@pytest.mark.parametrize("name", [name for name, starts in STARTS.items() if starts is FORM])
def test_outlines_are_those_of_the_grammar(name: str) -> None:
    assert form(name) == outline(build(name)), "run `make grammars`"
