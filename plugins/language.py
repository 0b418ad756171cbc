"""文字。"""

from gouji.api import Rule, hookimpl


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of this family."""
    return []
