"""Parsing a stretch of a sentence by ``citation.lark`` (引用的语法): text in, its tokens out, None if it is none."""

from functools import lru_cache


@lru_cache(4096)
def tokens(start: str, text: str) -> tuple[tuple[str, str, int], ...] | None:
    """The tokens of a text, each with its type, its text and its offset; None if the text is not what ``start`` says.

    >>> tokens("number", "〔2022〕—22号")[3]
    ('DASH', '—', 6)
    """
    from lark.exceptions import LarkError

    from gouji import grammars

    try:
        tree = grammars.load("citation").parse(text, start=start)
    except LarkError:
        return None
    return tuple((token.type, str(token), token.start_pos or 0) for token in tree.scan_values(lambda _: True))
