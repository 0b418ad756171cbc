"""Names of files (文件名) as other programs want them: from the folder of the run, with forward slashes, or as URIs."""

from __future__ import annotations

import os
import re

_ENCODED = re.compile("[^A-Za-z0-9._~/-]")
"""What a URI cannot hold as it is."""


def from_here(path: str) -> str:
    """The path from the current folder on, with forward slashes; absolute for a file that lies elsewhere.

    CI servers run in the folder of the repository and know files by their paths in it, however the user named them.

    >>> from_here("./报告//甲.txt"), from_here("/elsewhere/b.txt")
    ('报告/甲.txt', '/elsewhere/b.txt')
    """
    return _settled(path)[0]


def is_below(path: str) -> bool:
    """Whether a file lies in the current folder or below it, and so has a path from there."""
    return _settled(path)[1]


def uri(path: str) -> str:
    """The path as :func:`from_here` gives it, as a URI: relative to the current folder, else one of a file.

    >>> uri("报告/a b%.txt"), uri("/elsewhere/b.txt")
    ('%E6%8A%A5%E5%91%8A/a%20b%25.txt', 'file:///elsewhere/b.txt')
    """
    name, below = _settled(path)
    encoded = _ENCODED.sub(_percent, name)
    if below:
        return encoded
    drive = re.match("([A-Za-z])%3A(?=/)", encoded)
    encoded = f"/{drive[1]}:{encoded[drive.end() :]}" if drive else encoded
    return f"file:{encoded}" if encoded.startswith("//") else f"file://{encoded}"


def _settled(path: str) -> tuple[str, bool]:
    """The path with forward slashes, and whether it is one from the current folder on."""
    if "\0" in path:  # no path at all, and os.path says so by raising
        return path, True
    absolute, here = os.path.abspath(path), os.path.join(os.getcwd(), "")
    below = os.path.normcase(absolute).startswith(os.path.normcase(here))
    return (absolute[len(here) :] if below else absolute).replace(os.sep, "/"), below


def _percent(match: re.Match[str]) -> str:
    character = match[0]
    if "\udc80" <= character <= "\udcff":  # how Python writes a byte of a name that is not UTF-8
        return f"%{ord(character) - 0xDC00:02X}"
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
