"""Local rulesets (地方规则集): what an office or a pack writes down in TOML, without a line of code.

``files`` reads a ruleset and all that it extends, ``additions`` checks what it adds to the data that reports are read
by, ``rules`` makes the rules that it declares: relations, ``sections``, ``phrases`` and ``forbidden`` words; and
``severity`` says how gravely it takes the rules of others. docs/rulesets.md tells what each key means.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from gouji.entries import Fault, RulesetError
from gouji.i18n import _
from gouji.local.additions import additions
from gouji.local.files import Source, chain
from gouji.local.rules import RULES, rules
from gouji.model import NO_ADDITIONS, Additions
from gouji.rule import Rule


class Local(NamedTuple):
    """Rulesets, checked (地方规则集): the files, those that others extend first.

    rules: by the file that brings them. additions: what else the files add.
    """

    sources: tuple[Source, ...]
    rules: Mapping[str, Sequence[Rule]]
    additions: Additions


def load(paths: Sequence[str | os.PathLike[str]]) -> Local:
    """What the rulesets at these paths, or with these names, say. Raises RulesetError with every fault of a file."""
    sources = chain(paths)
    checked = {source.path: _checked(source) for source in sources}
    made = _owned(sources, {path: found for path, (_added, found) in checked.items()})
    return Local(sources, made, reduce(Additions.joined, (added for added, _found in checked.values()), NO_ADDITIONS))


def _checked(source: Source) -> tuple[Additions, list[Rule]]:
    """What one file adds and the rules that it makes. Raises RulesetError with every fault in the file."""
    faults: list[Fault] = []
    added, made = NO_ADDITIONS, list[Rule]()
    try:
        added = additions(source)
    except RulesetError as error:
        faults += error.faults
    try:
        made = rules(source)
    except RulesetError as error:
        faults += error.faults
    if faults:
        raise source.error(*faults)
    return added, made


def _owned(sources: Sequence[Source], made: Mapping[str, Sequence[Rule]]) -> dict[str, list[Rule]]:
    """The rules by file, without those that a file which extends theirs replaces. Two others must not share a code."""
    owners: dict[str, Source] = {}
    for source in sources:
        for rule in made[source.path]:
            owner = owners.get(rule.code)
            if owner is not None and owner.path not in source.extends:
                raise _clash(source, rule, owner)
            owners[rule.code] = source
    return {source.path: [rule for rule in made[source.path] if owners[rule.code] is source] for source in sources}


def _clash(source: Source, rule: Rule, owner: Source) -> RulesetError:
    sentence = _("{code}已经由 {file} 使用；要改它，请用 extends 引用那个文件").format(code=rule.code, file=owner.path)
    faults = (
        Fault((section, index, "code"), sentence)
        for section in RULES
        for index, entry in enumerate(source.says.get(section, ()))
        if entry["code"] == rule.code
    )
    return source.error(*faults)
