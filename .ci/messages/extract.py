"""Which messages the code and the rulesets hold (提取): what must have a translation.

In Python and in templates these are the texts of ``_("…")`` and ``N_("…")``, in Python without any mark also the
``title``, ``reason`` and ``basis`` that ``rule(…)`` or ``Rule(…)`` is given. In rulesets they are ``title``, ``why``
and ``basis`` of a relation.
The examples of a rule, ``wrong`` and ``right``, are Chinese reports in any language and are not translated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli
from jinja2 import Environment, nodes

MARKS = {"_", "N_"}
METADATA = ("title", "reason", "basis")
RELATION = ("title", "why", "basis")
FOLDERS = ("core", "grammars", "plugins", "rulesets")


class Message(NamedTuple):
    """A text to be translated (消息) and where it stands."""

    text: str
    path: str
    line: int


class NotLiteralError(Exception):
    """A message is put together before it is translated, so that no catalogue can hold it."""


def messages(root: Path) -> Iterator[Message]:
    """All messages of the project, file by file."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            yield from in_python(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
        for path in sorted((root / folder).rglob("*.jinja")):
            yield from in_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    rulesets = [
        (path.relative_to(root).as_posix(), tomli.loads(path.read_text(encoding="utf-8")))
        for path in sorted((root / "rulesets").glob("*.toml"))
    ]
    instruments = [ruleset["edition"]["instrument"] for _path, ruleset in rulesets if "edition" in ruleset]
    for name, ruleset in rulesets:
        yield from in_ruleset(ruleset, name, instruments)


def in_python(source: str, path: str) -> Iterator[Message]:
    """The messages of a module, in order."""
    calls = [node for node in ast.walk(ast.parse(source, path)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        for node in _texts(call, path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
                yield Message(node.value, path, node.lineno)


def _texts(call: ast.Call, path: str) -> Iterator[ast.expr]:
    """The arguments of a call that are, or lead to, a message."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in MARKS:
        for node in call.args:
            if isinstance(node, ast.JoinedStr | ast.BinOp):
                raise NotLiteralError(f"{path}:{node.lineno}: translate first, then fill in: _(…).format(…)")
            yield node
    elif name in ("rule", "Rule"):
        yield from (keyword.value for keyword in call.keywords if keyword.arg in METADATA)
        yield from call.args[3:6]  # Rule(code, name, severity, title, reason, basis, …)


def in_template(source: str, path: str) -> Iterator[Message]:
    """The messages of a template, in order."""
    for call in Environment().parse(source, path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
            for node in call.args:
                if not isinstance(node, nodes.Const):
                    raise NotLiteralError(f"{path}:{call.lineno}: translate first, then fill in: _(…).format(…)")
                yield Message(node.value, path, call.lineno)


def in_ruleset(ruleset: dict[str, Any], path: str, instruments: Sequence[str]) -> Iterator[Message]:
    """The messages of a ruleset, in order.

    A basis that leaves the instrument to the edition is a message for each edition (a finding's), and one for all of
    them together (the rule's).
    """
    for relation in ruleset.get("relations", []):
        for key in RELATION:
            text: str = relation.get(key, "")
            filled = list(dict.fromkeys(text.replace("{instrument}", instrument) for instrument in instruments))
            if key == "basis" and len(filled) > 1:
                for each in (*filled, "；".join(filled)):
                    yield Message(each, path, 0)
            elif text:
                yield Message(text, path, 0)
