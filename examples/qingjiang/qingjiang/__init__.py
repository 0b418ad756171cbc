"""清江省的检查规则：gouji 从这里知道有哪些。"""

from pathlib import Path

from gouji.api import Rule, hookimpl

from .rules import late_signature, unexplained_number


@hookimpl
def gouji_rules() -> list[Rule]:
    """要用程序才说得清的。"""
    return [late_signature, unexplained_number]


@hookimpl
def gouji_rulesets() -> list[Path]:
    """能写成数据的，写在规则集里。"""
    return [Path(__file__).with_name("province.toml")]
