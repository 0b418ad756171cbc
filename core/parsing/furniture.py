"""Furniture (表外文字): what stands in or about a table and is no part of the form, such as page numbers and notes."""

import re

from gouji.parsing.folding import fold

_SIGNED = (
    r"(?:\d,)?(?:注|备注|说明)[:,].*|(?:单位)?(?:主要|分管)?(?:负责|审核|审批|复核|填报|填表|制表|统计|经办|联系)人(?:员|签[字名])?:.*"
    r"|(?:填报|填表|制表|报送|上报)(?:单位|机关|日期|时间):.*|联系(?:电话|方式):.*"
)
"""Notes, and what people sign with, below a table or above it; what follows in the row belongs to it."""
_FURNITURE = (
    r"-+\d{1,4}-+|第\d+页(?:[,/]?共\d+页)?|\d+/\d+|\(?(?:续|接)上?[表页]?[一二三四\d]?\)?|表[一二三四\d]?(?:\(?续\)?)?"
    rf"|\(?单位[:,].{{1,8}}|填报单位.*|填表.*|.*以表格(?:形式)?(?:报告|列示|呈现).*|{_SIGNED}"
)


def is_note(text: str) -> bool:
    """Whether a text is a note, or what somebody signs with (注, 审核人): the cells behind it go with it."""
    return re.fullmatch(_SIGNED, fold(text)) is not None


def is_furniture(text: str) -> bool:
    """Whether a text is a page's number, a caption, a unit or a note (页码、续表、单位、注).

    >>> is_furniture("- 4 -"), is_furniture("表三（续）"), is_furniture("规章")
    (True, True, False)
    """
    return re.fullmatch(_FURNITURE, fold(text)) is not None
