"""The relation language (勾稽关系的写法), by ``relation.lark``: text in, a comparison of two linear sides out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from gouji import grammars
from gouji.i18n import _
from gouji.model import Number

if TYPE_CHECKING:
    from lark import Lark, UnexpectedInput

PRIOR, CHILDREN = "prior", "children"
"""Prefixes of names that reach into other reports: the year before's, and those of all subordinate agencies."""

SYMBOLS = {
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
    "COMMA": ",",
    "LPAR": "(",
    "RPAR": ")",
    "SUM": "sum",
    "_TO": "..",
    "COMPARISON": "== != <= >= < >",
}
"""How the grammar's terminals are written, for messages."""

_MEANT = {"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "－": "-", "—": "-", "＝": "=="}
"""Signs of mathematics, and how the language writes them."""

_LONGEST = 2000
"""So many characters a relation may have."""


class RelationError(ValueError):
    """A relation that cannot be understood: what is wrong, and at which line and column of its text, how far."""

    def __init__(self, message: str, line: int, column: int, length: int = 1) -> None:
        super().__init__(_("第{line}行第{column}列：{message}").format(line=line, column=column, message=message))
        self.message = message
        self.line = line
        self.column = column
        self.length = length

    def offset(self, text: str) -> int:
        """Where in the relation's text it is, counted from 0."""
        return sum(len(line) + 1 for line in text.split("\n")[: self.line - 1]) + self.column - 1


class Name(NamedTuple):
    """A name as written, and where it stands in the relation's text."""

    text: str
    line: int
    column: int

    @property
    def prefix(self) -> str:
        """``prior``, ``children``, or empty for a name of the report itself."""
        first = self.text.partition(".")[0]
        return first if first in {PRIOR, CHILDREN} and first != self.text else ""

    @property
    def key(self) -> str:
        """The name without its prefix."""
        return self.text.removeprefix(f"{self.prefix}.") if self.prefix else self.text


class Term(NamedTuple):
    """A coefficient times one cell, or times the sum of the cells from ``first`` to ``last`` in the form's order."""

    coefficient: Number
    first: Name
    last: Name | None = None

    def times(self, factor: Number) -> Term:
        """The term multiplied by a constant."""
        return self._replace(coefficient=self.coefficient * factor)


class Side(NamedTuple):
    """One side of a relation: terms to be added up, and a constant."""

    terms: tuple[Term, ...]
    constant: Number

    def plus(self, other: Side) -> Side:
        """The sum of two sides."""
        return Side(self.terms + other.terms, self.constant + other.constant)

    def times(self, factor: Number) -> Side:
        """The side multiplied by a constant."""
        return Side(tuple(term.times(factor) for term in self.terms), self.constant * factor)


class Formula(NamedTuple):
    """A relation (勾稽关系) as written: ``left comparison right``; ``text`` is what was written."""

    left: Side
    comparison: str
    right: Side
    text: str = ""

    @property
    def names(self) -> Iterator[Name]:
        """Every name in it, in order."""
        for term in self.left.terms + self.right.terms:
            yield term.first
            if term.last is not None:
                yield term.last


def parse(text: str) -> Formula:
    """Understand the text of a relation. Raises :class:`RelationError`.

    >>> parse("received + carried_in == total + carried_out").comparison
    '=='
    """
    from lark import UnexpectedInput

    too_long = RelationError(_("太长：连续的若干项可以写成 sum(甲..乙)"), 1, 1)
    if len(text) > _LONGEST:
        raise too_long
    try:
        left, comparison, right = _parser().parse(text).children
        return Formula(_side(left), str(comparison), _side(right), text)
    except UnexpectedInput as error:
        raise _syntax_error(text, error) from None
    except RecursionError:
        raise too_long from None


@cache
def _parser() -> Lark:
    return grammars.load("relation")


def _side(node: Any) -> Side:
    """The linear form of a subtree; the tree's node names are those of the grammar."""
    match node.data, node.children:
        case "constant", [number]:
            side = Side((), Decimal(number) if "." in number else int(number))
        case "cell", [token]:
            side = Side((Term(1, _single(_name(token))),), 0)
        case "total", ranges:
            side = Side(tuple(Term(1, *map(_name, part.children)) for part in ranges), 0)
        case "negate", [operand]:
            side = _side(operand).times(-1)
        case "add", [left, right]:
            side = _side(left).plus(_side(right))
        case "subtract", [left, right]:
            side = _side(left).plus(_side(right).times(-1))
        case _, [left, right]:
            side = _product(_side(left), _side(right))
    return side


def _single(name: Name) -> Name:
    if name.prefix == CHILDREN:
        message = _("{name}不是一个数，应写作sum({name})").format(name=name.text)
        raise RelationError(message, name.line, name.column, len(name.text))
    return name


def _product(left: Side, right: Side) -> Side:
    if left.terms and right.terms:
        name = right.terms[0].first
        raise RelationError(
            _("只能乘以常数，不能乘以{name}").format(name=name.text), name.line, name.column, len(name.text)
        )
    return left.times(right.constant) if left.terms else right.times(left.constant)


def _name(token: Any) -> Name:
    return Name(str(token), token.line, token.column)


def _syntax_error(text: str, error: UnexpectedInput) -> RelationError:
    from lark import UnexpectedCharacters, UnexpectedToken

    line, column = error.line, error.column
    if isinstance(error, UnexpectedCharacters):
        return RelationError(_stray(error.char), line, column)
    assert isinstance(error, UnexpectedToken)
    expected = "  ".join(sorted(_symbol(terminal) for terminal in error.expected))
    if error.token.type == "$END":
        lines = text.split("\n")
        message = _("写到这里就断了，后面应是：{expected}").format(expected=expected)
        return RelationError(message, len(lines), len(lines[-1]) + 1)
    message = _("这里不能是“{found}”，应是：{expected}").format(found=error.token, expected=expected)
    return RelationError(message, line, column, len(error.token))


def _stray(found: str) -> str:
    """What is said of a character that the language does not have."""
    meant = _MEANT.get(found) or normalize("NFKC", found)
    if found == "=":
        return _("没有“=”这个符号：相等写作“==”")
    if meant in "/÷%‰":
        return _("没有“{found}”这个符号：请移到另一边写成乘，如 2 * granted >= total").format(found=found)
    if meant != found and meant.isascii():
        return _("“{found}”应写作“{meant}”").format(found=found, meant=meant)
    if found.isalpha():
        return _("名称要用英文的键，如 granted，不用栏目的文字")
    return _("不能识别的字符“{found}”").format(found=found)


def _symbol(terminal: str) -> str:
    if terminal == "NAME":
        return _("名称")
    if terminal == "NUMBER":
        return _("数")
    return SYMBOLS.get(terminal) or _("结束")
