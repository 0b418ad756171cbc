"""The options by which a check leaves out what is known or excepted (旧问题): the baseline and suppressions."""

from __future__ import annotations

from typing import Any

import click

from gouji.config.settings import Configuration
from gouji.i18n import _
from gouji.usage import UsageError


def options() -> list[click.Parameter]:
    """``--baseline``, ``--no-baseline``, ``--strict-baseline`` and ``--no-suppressions``."""
    return [
        click.Option(["--baseline"], metavar="FILE", help=_("不报告基线文件里已有的问题，只报告新的。")),
        click.Option(["--no-baseline"], is_flag=True, help=_("不用配置里的基线。")),
        click.Option(["--strict-baseline"], is_flag=True, help=_("基线里的问题已经没有了，也算错误。")),
        no_suppressions(),
    ]


def no_suppressions() -> click.Parameter:
    """``--no-suppressions``."""
    help_text = _("不理会写在报告里和报告旁的例外，只认自己的配置。")
    return click.Option(["--no-suppressions"], is_flag=True, help=help_text)


def wanted(given: dict[str, Any], run: Configuration) -> dict[str, Any]:
    """What the options and the configuration of the run say of all that, as an order has it. Raises UsageError."""
    baseline = given["baseline"] or run.baseline
    if given["no_baseline"]:
        if given["baseline"]:
            raise UsageError(_("--baseline 和 --no-baseline 不能同时用"))
        baseline = None
    if given["strict_baseline"] and baseline is None:
        raise UsageError(_("--strict-baseline 要有基线：请加 --baseline FILE，或者在配置里写 baseline"))
    return {
        "baseline": baseline,
        "strict_baseline": given["strict_baseline"],
        "suppressions": not given["no_suppressions"],
    }
