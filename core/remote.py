"""Files elsewhere (远程文件): inputs that are named by the URL of a file system that fsspec knows.

``s3://bucket/2025/``, ``https://…/a.docx``, ``zip://*.docx::a.zip``. What they need to be let in is fsspec's business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.i18n import _
from gouji.usage import UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_CHECKSUMS = ("ETag", "etag", "md5Hash", "content_md5", "Content-MD5", "Digest", "CRC")
"""What file systems call that which is another for another content."""
_CHANGED = ("LastModified", "last_modified", "Last-Modified", "mtime", "modified", "updated", "created")
_PIECE = 1 << 16
_SIZES = ("size", "Content-Length")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs", "abfs": "azure", "az": "azure", "http": "http"}
_EXTRAS |= {"https": "http"}
"""The extra of gouji with what a protocol needs."""


class Found(NamedTuple):
    """A file that was found (远程文件).

    url: its own. named: whether it is what the user named, rather than in it.
    version: what tells its content from any other that it had, empty if the file system does not say.
    trouble: why there is none, if nothing is at the URL or nobody is let in.
    """

    url: str
    named: bool
    version: str = ""
    trouble: str = ""


def is_remote(path: str) -> bool:
    """Whether a path is a URL.

    >>> is_remote("s3://bucket/a.docx"), is_remote("C:/a.docx")
    (True, False)
    """
    return "://" in path


def spot(url: str) -> str:
    """The part of a URL that tells where in its file system the file lies, with its name at the end.

    >>> spot("zip://2025/a.docx::s3://bucket/b.zip"), spot("https://host/a.docx?version=2")
    ('2025/a.docx', 'host/a.docx')
    >>> spot("a/b.txt")
    'a/b.txt'
    """
    if not is_remote(url):
        return url
    protocol, _colon, path = _segment(url).partition("://")
    return path.partition("?")[0] if protocol in ("http", "https") else path


def found(url: str, suffixes: Collection[str]) -> Iterator[Found]:
    """The files that a URL means, by path: itself, those below it, or those that match it. Raises UsageError."""
    try:
        system, path = _opened(url)
        infos = _infos(system, path, url, tuple(suffixes))
    except UsageError:
        raise
    except Exception as error:  # each file system has its own
        yield Found(url, True, trouble=why(error))
        return
    for name in sorted(infos):
        yield Found(_url(url, name), name == path, version_of(infos[name]))


def read(url: str, most: int) -> bytes:
    """The bytes of a file, at most so many. Raises OSError."""
    try:
        system, path = _opened(url)
        with system.open(path, "rb") as stream:
            pieces = []
            while most > 0 and (piece := stream.read(min(most, _PIECE))):
                pieces.append(piece)
                most -= len(piece)
        return b"".join(pieces)
    except UsageError as error:
        raise OSError(str(error)) from error
    except Exception as error:
        raise OSError(why(error)) from error


def version_of(info: Mapping[str, Any]) -> str:
    """What tells the content of a file from any other that it had, by what its file system says; empty if it does not.

    >>> version_of({"size": 5, "ETag": '"ab"', "name": "x"})
    'ETag="ab" size=5'
    >>> version_of({"size": 5, "name": "x"})
    ''
    """
    told = [f"{key}={info[key]}" for key in (*_CHECKSUMS, *_CHANGED) if info.get(key) is not None]
    sizes = [f"{key}={info[key]}" for key in _SIZES if info.get(key) is not None]
    return " ".join([*told, *sizes]) if told and sizes else ""


def why(error: Exception) -> str:
    """Why something cannot be had, in the user's words where it is one of the usual reasons."""
    from gouji.trouble import describe, why_unread

    if isinstance(error, UsageError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        cause = error.__cause__
        none = _("没有这个文件或文件夹")
        return none if cause is None else _("：").join((none, describe(cause)))
    if isinstance(error, PermissionError):
        return _("没有读取权限（或没有设置访问凭据）：{error}").format(error=describe(error))
    if "Credentials" in type(error).__name__:
        return _("没有设置访问凭据：{error}").format(error=describe(error))
    return why_unread(error) if isinstance(error, OSError) and error.errno else describe(error)


def _opened(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a URL and the path in it. Raises UsageError if it is of none that is known or installed."""
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
    except ImportError as error:
        protocol = _segment(url).partition("://")[0]
        extra = "audit" if error.name == "fsspec" else _EXTRAS.get(protocol)
        todo = f"pip install 'gouji[{extra}]'" if extra else str(error)
        message = _("读 {protocol}:// 的文件需要另外安装组件：{todo}")
        raise UsageError(message.format(protocol=protocol, todo=todo)) from error
    except ValueError as error:
        raise UsageError(_("{url} 的写法不对：{error}").format(url=url, error=error)) from error
    return system, str(path)


def _infos(
    system: AbstractFileSystem, path: str, url: str, suffixes: tuple[str, ...]
) -> Mapping[str, Mapping[str, Any]]:
    """What the file system says of each file that a URL means."""
    if any(sign in spot(url) for sign in "*["):
        matches: Mapping[str, Mapping[str, Any]] = system.glob(path, detail=True)
        return {name: info for name, info in matches.items() if info["type"] == "file"}
    if not spot(url).lower().endswith(suffixes) and (spot(url).endswith("/") or not spot(url) or system.isdir(path)):
        below: Mapping[str, Mapping[str, Any]] = system.find(path, detail=True)
        if not below and not system.exists(path):
            raise FileNotFoundError(url)
        return below
    return {path: system.info(path)}


def _url(given: str, path: str) -> str:
    """The URL of a path in the file system of a URL, with whatever that is chained to."""
    segment = _segment(given)
    protocol = segment.partition("://")[0]
    own = path if is_remote(path) else f"{protocol}://{path}"
    return given.replace(segment, own, 1)


def _segment(url: str) -> str:
    """The link of a chain of URLs that holds the path."""
    return next(link for link in url.split("::") if is_remote(link))
