"""Faults of plugins (插件的毛病): what is wrong with one, in which line of its own source, and what to do about it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from inspect import signature, unwrap
from types import CodeType, FunctionType

from gouji.document import Place
from gouji.finding import Culprit, Edit, Finding, Fix, Related, Severity
from gouji.form import TABLES
from gouji.i18n import N_, _
from gouji.rule import FAMILIES, Rule
from gouji.trouble import describe, why_unread
from gouji.usage import UsageError, unknown

_CODE = re.compile(r"[A-Z]{2,}\d{3}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TEXTS = ("title", "reason", "basis", "wrong", "right")

_TEXT = N_("一段文字，如 str(…)")
_FINDING: dict[str, tuple[tuple[type, ...], str]] = {
    "place": ((Place,), N_("位置，如 cell.place 或 passage.place(起, 止)")),
    "message": ((str,), _TEXT),
    **dict.fromkeys(("table", "row", "field", "expected", "actual"), ((str, type(None)), _TEXT)),
    "culprit": ((Culprit, type(None)), N_("Culprit(…)")),
    "fix": ((Fix, type(None)), N_("Fix((Edit(位置, 文字),))")),
    "places": ((int,), N_("整数")),
    "cells": ((tuple,), N_('(行, 列) 组成的元组，如 (("repeated", "total"),)')),
    "related": ((tuple,), N_("Related(…) 组成的元组")),
    **dict.fromkeys(("path", "agency"), ((str, type(None)), _TEXT)),
    "year": ((int, type(None)), N_("整数")),
    "severity": ((Severity, type(None)), N_("Severity.ERROR、Severity.WARNING 或 Severity.INFO")),
}
"""What a finding holds: of which kinds, and what authors should write."""

_ADVICE = (
    (SyntaxError, N_("请改正这一行")),
    (SystemExit, N_("插件不能自己结束程序：请去掉这里的 sys.exit() 之类")),
    (FileNotFoundError, N_("请看 plugins 或 --plugin 里的路径写得对不对：文件夹里须有 __init__.py")),
)


class PackFault(Exception):
    """Something wrong with a plugin that is already said in words (插件有误), ``place`` being where in its source."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


def explain_fault(error: BaseException, file: str) -> str:
    """An exception of a plugin's code in one line: where in the source, what, and what to do about it.

    file: the plugin's own file; the line is the innermost one in it, or in its folder if that is a package.
    """
    if isinstance(error, UsageError):
        return error.brief  # it says all that
    place, what, advice = _place(error, file), describe(error), _advice(error)
    if isinstance(error, SyntaxError):
        what = f"{type(error).__name__}: {error.msg}"
    elif isinstance(error, PackFault):
        place, what = error.place or place, str(error)
    elif isinstance(error, OSError) and not place:
        what = why_unread(error)
    said = _placed(place, what)
    return _("{fault}。{advice}").format(fault=said, advice=advice) if advice else said


def explain_rule_fault(error: BaseException, rule: Rule) -> str:
    """An exception of a rule's check in one line, as :func:`explain_fault` does."""
    return explain_fault(error, file_of(rule.check or rule.across))


def line_of(function: Callable[..., object] | None) -> str:
    """Where a function begins, as ``file:line``; empty if that cannot be told."""
    code = getattr(unwrap(function), "__code__", None) if function is not None else None
    return f"{code.co_filename}:{code.co_firstlineno}" if isinstance(code, CodeType) else ""


def file_of(function: Callable[..., object] | None) -> str:
    """The file of a function's package, its own if it is in none; empty if that cannot be told."""
    file = line_of(function).rpartition(":")[0]
    package = os.path.join(os.path.dirname(file), "__init__.py")
    return package if file and os.path.isfile(package) else file


def faults_of(rule: Rule) -> Iterator[str]:
    """What keeps a rule of a pack out of the catalogue."""
    place = _line_of(rule)
    for fault in _faults_of(rule):
        yield _placed(place, fault)


def _faults_of(rule: Rule) -> Iterator[str]:
    if not isinstance(rule.code, str) or not _CODE.fullmatch(rule.code):
        if isinstance(rule.code, str) and rule.code[:1] in FAMILIES and re.fullmatch(r".\d+", rule.code):
            message = _("规则代码 {code} 不能用：一个字母的前缀归 gouji 自带的规则，请用两个以上大写字母，如 QH001")
        else:
            message = _("规则代码 {code} 不能用：应是两个以上大写字母加三位数字，如 QH001")
        yield message.format(code=rule.code)
    if not isinstance(rule.name, str) or not _NAME.fullmatch(rule.name):
        message = _("规则 {code} 的名称 {name} 不能用：应是小写字母、数字和连字符，如 late-signature")
        yield message.format(code=rule.code, name=rule.name)
    if not isinstance(rule.severity, Severity):
        message = _("规则 {code} 的严重程度 {value} 不能用：应是 Severity.ERROR、Severity.WARNING 或 Severity.INFO")
        yield message.format(code=rule.code, value=repr(rule.severity))
    for name in _TEXTS:
        if not isinstance(getattr(rule, name), str):
            yield _("规则 {code} 的 {name} 应是一段文字").format(code=rule.code, name=name)
    if not (callable(rule.check) or callable(rule.across)):
        yield _("规则 {code} 没有检查函数").format(code=rule.code)


def hook_fault(function: Callable[..., object], hook: str, wanted: Callable[..., object] | None) -> str:
    """What is wrong with the implementation of a hook that does not fit, ``wanted`` being what it should look like."""
    if wanted is None:
        from gouji import hookspecs

        known = [name for name in vars(hookspecs) if name.startswith("gouji_")]
        fault = str(unknown(_("没有接口 {hook}").format(hook=hook), hook, known, listed=True))
    elif set(signature(function).parameters) <= set(signature(wanted).parameters):
        fault = _("接口 {hook} 以 wrapper=True 标记，里面须有一处 yield，如 found = yield").format(hook=hook)
    else:
        names = ", ".join(signature(wanted).parameters)
        fault = _("接口 {hook} 的参数不对，应写作 def {hook}({names})").format(hook=hook, names=names)
    return _placed(line_of(function), fault)


def not_all(kind: str, things: object, function: Callable[..., object]) -> PackFault:
    """What a hook gave instead of things of one kind."""
    message = _("应返回一列 {kind}，如 [...]，而不是 {found}").format(kind=kind, found=_spoken(things))
    return PackFault(message, line_of(function))


def not_a_finding(thing: object, rule: Rule) -> PackFault:
    """What a rule gave instead of findings, or what one of them holds that it cannot."""
    if isinstance(thing, Finding):
        unsound = (name for name, (kinds, _wanted) in _FINDING.items() if not isinstance(getattr(thing, name), kinds))
        name = next(unsound, "") or _unsound_inside(thing)
        wanted = _("{words}之一").format(words=_("、").join(TABLES)) if name == "table" else _(_FINDING[name][1])
        message = _("Finding 的 {name} 应是{wanted}，而不是 {found}")
        message = message.format(name=name, wanted=wanted, found=_spoken(getattr(thing, name)))
        return PackFault(message, _line_of(rule))
    message = _("检查函数应逐个 yield Finding(位置, 一句话)，或返回一列 Finding，而不是 {found}")
    return PackFault(message.format(found=_spoken(thing)), _line_of(rule))


def _line_of(rule: Rule) -> str:
    return line_of(rule.check or rule.across)


def _unsound_inside(finding: Finding) -> str:
    """Which field of a finding holds something wrong, where all of them are of the right kinds."""
    if finding.table not in (None, *TABLES):
        return "table"
    if finding.fix is not None and not all(isinstance(edit, Edit) for edit in finding.fix.edits):
        return "fix"
    return "cells" if all(isinstance(each, Related) for each in finding.related) else "related"


def _placed(place: str, said: str) -> str:
    return _("：").join(filter(None, (place, said)))


def _spoken(thing: object) -> str:
    if thing is None:
        return _("什么都没有（None），是否少了 return 或 yield？")
    if isinstance(thing, FunctionType):
        return _("函数 {name}，是否少了 @rule(…)？").format(name=thing.__name__)
    return _("{kind}（{value}）").format(kind=type(thing).__name__, value=repr(thing)[:60])


def _place(error: BaseException, file: str) -> str:
    """The line of the plugin's source that an exception comes from."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return f"{error.filename}:{error.lineno}"
    home = os.path.realpath(file) if file else ""
    if os.path.basename(home) == "__init__.py":
        home = os.path.join(os.path.dirname(home), "")
    place, traceback = "", error.__traceback__
    while traceback is not None and home:
        path = traceback.tb_frame.f_code.co_filename
        if os.path.realpath(path).startswith(home):
            place = f"{path}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def _advice(error: BaseException) -> str:
    """What to do about an exception, where that can be said."""
    if isinstance(error, ModuleNotFoundError):
        message = _(
            "请安装 {module}；它若是插件自己的文件，请放进有 __init__.py 的文件夹，写成 from .{module} import …"
        )
        return message.format(module=error.name)
    if isinstance(error, ImportError) and "no known parent package" in str(error):
        return _("单独一个 .py 文件不能用 from .… import …：请放进有 __init__.py 的文件夹，在 plugins 里写文件夹")
    if isinstance(error, ImportError) and error.name == "gouji.api":
        from gouji import api

        name = next(iter(re.findall(r"cannot import name '(\w+)'", str(error))), "")
        return str(unknown(_("gouji.api 里没有 {name}").format(name=name), name, api.__all__))
    for kind, advice in _ADVICE:
        if isinstance(error, kind):
            return _(advice)
    return ""
