"""The hooks (插件接口) that a plugin may implement; this module and :mod:`gouji.api` are all that it needs.

A plugin is any module or object with functions of these names, each marked with :data:`gouji.api.hookimpl`.
The order in which plugins are called never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from os import PathLike

    from gouji.finding import Finding
    from gouji.model import Report
    from gouji.readers import Reader
    from gouji.reporters import Reporter
    from gouji.rule import Rule

hookspec = pluggy.HookspecMarker("gouji")


@hookspec
def gouji_rules() -> Iterable[Rule]:  # type: ignore[empty-body]
    """The rules that the plugin brings. They run sorted by code, each on its own."""


@hookspec
def gouji_rulesets() -> Iterable[str | PathLike[str]]:  # type: ignore[empty-body]
    """Paths of the TOML rulesets that the plugin brings: rules, and all else that they add."""


@hookspec
def gouji_readers() -> Iterable[Reader]:  # type: ignore[empty-body]
    """Readers for further formats of files."""


@hookspec
def gouji_reporters() -> Iterable[Reporter]:  # type: ignore[empty-body]
    """Reporters for further formats of output."""


@hookspec(firstresult=True)
def gouji_check(report: Report, rules: Sequence[Rule]) -> list[Finding] | None:
    """Run the rules on one report. Implement it with ``hookimpl(wrapper=True)`` to act before and after each report."""
