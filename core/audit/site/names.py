"""Names of pages (文件名): ASCII, the same in every run, and nothing of what a report or a roster says in them."""

from __future__ import annotations

from hashlib import blake2b

INDEX = "index.html"
AGENCIES = "agencies.html"
OVERDUE = "overdue.html"
DOUBTFUL = "doubtful.html"
RULES = "rules.html"


def of_agency(name: str) -> str:
    """The page of an agency."""
    return f"agency/{_hash(name)}.html"


def of_area(name: str) -> str:
    """The page of all that stand directly below an agency; of the topmost if the name is empty."""
    return f"area/{_hash(name)}.html"


def of_file(path: str) -> str:
    """The page of a report that is nobody's."""
    return f"file/{_hash(path)}.html"


def of_notice(name: str) -> str:
    """The page to print with what an agency has to put right."""
    return f"notice/{_hash(name)}.html"


def part(name: str, number: int) -> str:
    """The name of the ``number``-th part of a page that is too long for one, counted from 1.

    >>> part("agencies.html", 1), part("agencies.html", 3)
    ('agencies.html', 'agencies-3.html')
    """
    return name if number == 1 else f"{name.removesuffix('.html')}-{number}.html"


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
