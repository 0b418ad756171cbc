"""Make what the pages take from the code: ``docs/rules/``, the reference in ``docs/api.md``, the READMEs' sessions.

    make docs

A rule's page is what ``gouji explain`` prints for it, and below each command that a README shows stands what it prints.
A test fails while the pages are not those that this makes.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from itertools import groupby, pairwise
from pathlib import Path
from textwrap import dedent

from gouji import api, i18n
from gouji.explain import FAMILIES, SEVERITIES, explain
from gouji.host import Host
from gouji.i18n import _
from gouji.rule import Rule

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SESSION = re.compile(r"^```console\n(\$ gouji (.*)\n)(?:.*\n)*?```$", re.MULTILINE)
NOTE = "<!-- Made by `make docs` from the rules themselves; change those. -->"
MARK = "<!-- What follows is made by `make docs` from the docstrings; change those. -->"

API = {
    "Writing a rule": ("rule", "Rule", "Finding", "Severity", "Culprit", "mending", "Fix", "Edit", "hookimpl"),
    "The report": (
        "Report",
        "Title",
        "Section",
        "Heading",
        "Table",
        "Cell",
        "CellKind",
        "Label",
        "Damage",
        "DamageKind",
    ),
    "The text": ("reading", "passages", "Passage", "full_text", "FullText", "half_width", "is_quoted", "Additions"),
    "Figures of the text": (
        "restatements",
        "Restatement",
        "wholes",
        "Whole",
        "Statement",
        "Figure",
        "Mention",
        "statement_entries",
        "Entry",
    ),
    "Citations": (
        "citations",
        "Citation",
        "issue_number",
        "IssueNumber",
        "Article",
        "instruments",
        "Instrument",
        "Registry",
        "mismatches",
        "Mismatch",
        "mark_faults",
        "MarkFault",
    ),
    "Dates": (
        "dates",
        "Date",
        "periods",
        "Period",
        "stretches",
        "Stretch",
        "signature",
        "signed",
        "published",
        "settled",
        "leftovers",
        "OwnYear",
        "filer",
        "Filer",
        "filing",
        "deadline",
        "Deadline",
    ),
    "Words and addresses": (
        "hits",
        "Hit",
        "Term",
        "lexicon",
        "Lexicon",
        "lexicon_entries",
        "doubled_words",
        "links",
        "Link",
        "LinkFault",
        "is_within",
        "government_domains",
        "known_domains",
        "personal_numbers",
        "PersonalNumber",
        "PersonalKind",
    ),
    "Arithmetic": (
        "Number",
        "ruleset_rules",
        "statutory_rules",
        "forced_values",
        "grouped",
        "measures",
        "Measures",
        "MONEY",
    ),
    "Across reports": (
        "collection_rule",
        "Collection",
        "Related",
        "PLACE",
        "place_of",
        "outstanding",
        "Due",
        "filed_late",
        "Late",
        "copies_of_last_year",
        "copies_of_others",
        "Copy",
    ),
    "The form": ("Edition", "TableForm", "RowForm", "SectionForm", "table_name", "cell_name"),
    "The document": (
        "Document",
        "Block",
        "Paragraph",
        "Grid",
        "Ruling",
        "Piece",
        "Place",
        "spoken",
        "Address",
        "Draft",
        "Origin",
    ),
    "Readers and reporters": (
        "Reader",
        "Remark",
        "Comment",
        "Unreadable",
        "Reporter",
        "ReportOptions",
        "Outcome",
        "FileResult",
        "Excerpt",
        "Drawing",
        "DrawnCell",
    ),
    "Messages": ("_", "N_"),
}
"""The public names by what a pack's author is after."""


def pages() -> Iterator[tuple[Path, str]]:
    """Every page that is made, with its path."""
    rules = Host().rules
    yield DOCS / "rules" / "README.md", index(rules)
    for rule in rules.values():
        yield DOCS / "rules" / f"{rule.code}.md", page(rule)
        yield DOCS / "rules" / "en" / f"{rule.code}.md", english_page(rule)
    guide = (DOCS / "api.md").read_text(encoding="utf-8").partition(MARK)[0]
    yield DOCS / "api.md", f"{guide}{MARK}\n\n{reference()}"
    for readme in sorted(ROOT.glob("README*.md")):
        yield readme, SESSION.sub(session, readme.read_text(encoding="utf-8"))


def page(rule: Rule) -> str:
    """The page of one rule: what ``gouji explain`` prints."""
    return f"{NOTE}\n\n{explain(rule)}\n[全部规则](README.md) · [English](en/{rule.code}.md)\n"


def english_page(rule: Rule) -> str:
    """The page of one rule in English: what ``gouji explain --lang en`` prints."""
    with in_english():
        return f"{NOTE}\n\n{explain(rule)}\n[All rules](../README.md) · [中文](../{rule.code}.md)\n"


def index(rules: Mapping[str, Rule]) -> str:
    """The table of all rules, family by family."""
    lines = [
        NOTE,
        "",
        "# 规则目录 · The rules",
        "",
        "Each page is what `gouji explain CODE` prints, in Chinese and (`--lang en`) in English. A rule is named by",
        "its code or by its name, wherever gouji takes a code. The severity is the default; a",
        "[configuration](../configuration.md) may change it.",
    ]
    for letter, family in groupby(rules.values(), key=lambda rule: rule.code[0]):
        lines += [
            "",
            f"## {letter} {FAMILIES[letter]}",
            "",
            "| code | name | severity | 规则 | rule |",
            "|---|---|---|---|---|",
        ]
        for rule in family:
            severity = f"{rule.severity.key} {SEVERITIES[rule.severity]}"
            with in_english():
                english = f"[{_(rule.title)}](en/{rule.code}.md)"
            cells = (f"[{rule.code}]({rule.code}.md)", f"`{rule.name}`", severity, rule.title, english)
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def session(shown: re.Match[str]) -> str:
    """A command, and what it prints now."""
    done = subprocess.run(
        [sys.executable, "-m", "gouji", *shlex.split(shown[2])],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):  # found nothing, or something
        raise SystemExit(f"gouji {shown[2]}\n{done.stderr}")
    return f"```console\n{shown[1]}{done.stdout.strip()}\n```"


@contextmanager
def in_english() -> Iterator[None]:
    """Messages are English within this context."""
    i18n.use("en")
    try:
        yield
    finally:
        i18n.use("zh")


def reference() -> str:
    """Everything in :mod:`gouji.api`, from its docstrings."""
    named = [name for names in API.values() for name in names]
    if sorted(named) != sorted(api.__all__):
        sys.exit(f"docs/generate.py and gouji.api differ: {set(named) ^ set(api.__all__)}")
    parts = []
    for heading, names in API.items():
        parts.append(f"## {heading}")
        for name in names:
            thing = getattr(api, name)
            thing = inspect.unwrap(thing) if callable(thing) else thing
            parts.append("\n\n".join([f"### `{name}`", *describe(name, thing)]))
    return "\n\n".join(parts) + "\n"


def describe(name: str, thing: object) -> Iterator[str]:
    """The paragraphs about one public name."""
    if inspect.isclass(thing) and issubclass(thing, Enum):
        yield inspect.getdoc(thing) or ""
        values = constants(inspect.getsource(thing))
        yield "\n".join(
            f"- `{name}.{member.name}`" + (f": {plain(values[member.name])}" if member.name in values else "")
            for member in thing
        )
    elif inspect.isclass(thing):
        yield f"```python\n{name}{fields(thing)}\n```"
        yield prose(inspect.getdoc(thing) or "", names=getattr(thing, "__annotations__", ()))
        if entries := list(members(thing)):
            yield "\n".join(entries)
    elif inspect.isfunction(thing):
        yield f"```python\n{name}{call(inspect.signature(thing))}\n```"
        yield prose(inspect.getdoc(thing) or "")
    else:
        value = re.sub(r"\b(\w+\.)+(?=[A-Z])", "", str(thing)).replace("'", '"')
        yield from ([f"```python\n{name} = {value}\n```"] if "object at" not in value else [])
        yield from filter(None, [documented(name, thing)])


def documented(name: str, thing: object) -> str:
    """The docstring below the assignment of a public value, in whichever module that stands."""
    for module in [module for package, module in sys.modules.items() if package.startswith("gouji.")]:
        if getattr(module, name, None) is thing and (text := constants(inspect.getsource(module)).get(name)):
            return plain(text)
    return ""


def fields(thing: type) -> str:
    """A class's signature, one parameter a line; empty for an exception."""
    if issubclass(thing, Exception):
        return "(message)"
    parameters = [f"    {typed(each)},\n" for each in inspect.signature(thing).parameters.values()]
    return f"(\n{''.join(parameters)})" if parameters else "()"


def members(thing: type) -> Iterator[str]:
    """A class's own public methods and properties, each with the first paragraph of its docstring."""
    for name, member in vars(thing).items():
        function = getattr(member, "fget", None) or getattr(member, "func", None) or member
        if name.startswith("_") or not inspect.isfunction(function) or not function.__doc__:
            continue
        signature = inspect.signature(function)
        own = signature.replace(parameters=list(signature.parameters.values())[1:])
        summary = " ".join(plain(function.__doc__).strip().partition("\n\n")[0].split())
        yield f"- `{name}{call(own) if function is member else ''}`: {summary}"


def call(signature: inspect.Signature) -> str:
    """A signature with its types as the source has them."""
    parameters = [typed(each) for each in signature.parameters.values()]
    kinds = [each.kind for each in signature.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        parameters.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    return f"({', '.join(parameters)}) -> {annotation(signature.return_annotation)}"


def typed(parameter: inspect.Parameter) -> str:
    """A parameter with its type and default as the source has them."""
    text = f"{parameter.name}: {annotation(parameter.annotation)}"
    if parameter.default is inspect.Parameter.empty:
        return text
    return f"{text} = {'…' if repr(parameter.default) == '<factory>' else repr(parameter.default)}"


def annotation(written: object) -> str:
    """An annotation as the source has it: names without their modules."""
    text = str(getattr(written, "__forward_arg__", written))
    text = re.sub(r"<(?:class|enum) '([\w.]+)'>", r"\1", text)
    return re.sub(r"(?:ForwardRef\('(\w+)'\)|\b(?:\w+\.)+(\w+))", r"\1\2", text)


def prose(docstring: str, names: Collection[str] = ()) -> str:
    """A docstring as Markdown: what it says of the fields with these names as a list, its examples as code."""
    lines: list[str] = []
    inside = False
    for line in plain(docstring).splitlines():
        if line.startswith(">>>") and not inside:
            lines.append("```pycon")
            inside = True
        elif not line and inside:
            lines.append("```")
            inside = False
        subject, colon, text = line.partition(": ")
        if colon and names and set(subject.split(", ")) <= set(names):
            lines.append(f"- `{subject}`: {text}")
        else:
            lines.append(line)
    return "\n".join([*lines, "```"] if inside else lines)


def plain(docstring: str) -> str:
    """A docstring without the marks that Sphinx wants."""
    return re.sub(r":\w+:`([^`]+)`", r"`\1`", docstring.replace("``", "`"))


def constants(source: str) -> dict[str, str]:
    """The docstrings that stand below assignments, by the name assigned to."""
    found = {}
    for scope in ast.walk(ast.parse(dedent(source))):
        body = getattr(scope, "body", None)
        for statement, following in pairwise(body) if isinstance(body, list) else ():
            match statement, following:
                case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(text))):
                    found[name] = " ".join(text.split())
    return found


def main() -> None:
    """Write all pages, and remove those of rules that are gone."""
    made = dict(pages())
    for old in set((DOCS / "rules").rglob("*.md")) - made.keys():
        old.unlink()
    for path, text in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
