"""Opening (打开账本): the file of a ledger as a database, made when first needed, or a sentence that says why not."""

from __future__ import annotations

import atexit
import gc
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files as resources
from types import ModuleType
from typing import TYPE_CHECKING, Any

from gouji import __version__
from gouji.i18n import _
from gouji.usage import UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = ":memory:"
"""A ledger that is gone when it is closed."""
_DRAFT = ".new"
"""What the name of a ledger has behind it that is being made: it has its own name when it is whole."""
_LOG = ".wal"
"""What the name of the database's log has behind that of the database."""
_CONFIG: dict[str, Any] = {
    "memory_limit": "160MB",
    "threads": 2,
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,  # nothing is fetched from anywhere
    "autoload_known_extensions": False,
}
_CONFINED = {"enable_external_access": False, "lock_configuration": True}
_AT_ONCE = 1000
"""How many rows of an answer to take from the database at a time."""
_DAMAGED = re.compile("[Cc]orrupt|Could not read enough bytes|Serialization Error|INTERNAL Error")
_HOLDER = re.compile(r"held in (?P<program>.*?) \(PID (?P<process>\d+)\)")


class InUse(UsageError):
    """Another process has the ledger open."""


class TooLittleMemory(UsageError):
    """What is asked takes more memory than the database may use."""


def opened(path: str) -> DuckDBPyConnection:
    """A ledger to be written in, made if it is not there. Raises UsageError."""
    if path == MEMORY:
        database = _connected(path, path, temp_directory="")
        _lay_out(database)
        return database
    _check_place(path)
    if not os.path.exists(path):
        _make(path)
    return _checked(_connected(path, path), path)


def opened_to_read(path: str, *, confined: bool = True) -> DuckDBPyConnection:
    """A ledger to be read. confined: whether what is asked of it may reach no other file. Raises UsageError."""
    _check_place(path)
    if not os.path.exists(path):
        raise UsageError(_("没有账本 {path}：gouji audit 会建立账本，--ledger 说明它在哪里").format(path=path))
    database = _connected(path, path, access_mode="READ_ONLY", **(_CONFINED if confined else {}))
    return _checked(database, path)


def fetched(answer: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, few of which are in memory at a time."""
    while some := answer.fetchmany(_AT_ONCE):
        yield from some


def own_files(path: str) -> set[str]:
    """The files that a ledger has, or has for a time: they are none of what is audited."""
    whole = os.path.realpath(path)
    return {f"{whole}{end}" for end in ("", _LOG, _DRAFT, _DRAFT + _LOG)}


@cache
def driver() -> ModuleType:
    """DuckDB. Raises UsageError, with what to install, if it is not there."""
    try:
        import duckdb
    except ImportError as error:
        message = _("核查和账本需要另外安装组件 {library}：pip install 'gouji[{extra}]'")
        raise UsageError(message.format(library="duckdb", extra="audit")) from error
    # It tells the user of every object that has not been collected in the end, and gouji.__main__ has none collected.
    atexit.register(gc.unfreeze)
    return duckdb


@contextmanager
def telling(path: str) -> Iterator[None]:
    """Say in the user's words what goes wrong with the file: a full disk, too little memory, damage. Raises UsageError.

    What is wrong with a query is DuckDB's own error.
    """
    duckdb = driver()
    of_file = duckdb.OperationalError, duckdb.FatalException, duckdb.InternalException
    try:
        yield
    except duckdb.Error as error:
        if isinstance(error, of_file) or type(error) is duckdb.Error:  # the latter for a wrong checksum
            raise told(path, error) from error
        raise


def told(path: str, error: Exception) -> UsageError:
    """The error for a ledger that cannot be used, in the user's words."""
    reason = str(error).partition("\n")[0].removeprefix("IO Error: ")
    if "Could not set lock" in reason:
        holder = _HOLDER.search(reason)
        by = _("（进程 {process}：{program}）").format(**holder.groupdict()) if holder else ""
        return InUse(_("账本 {path} 正由另一个程序使用{by}，请等它结束后再运行").format(path=path, by=by))
    if "not a valid DuckDB database" in reason:
        return UsageError(_("{path} 不是账本：请用 --ledger 另指一个文件").format(path=path))
    if _DAMAGED.search(reason):
        message = _("账本 {path} 已经损坏：请将它删除或改名，再运行 gouji audit，报告会重新读取（{error}）")
        return UsageError(message.format(path=path, error=reason))
    kind = TooLittleMemory if isinstance(error, driver().OutOfMemoryException) else UsageError
    return kind(_("账本 {path} 用不了：{error}").format(path=path, error=reason))


def _check_place(path: str) -> None:
    if not path:
        raise UsageError(_("账本没有名称：请在 --ledger 后面写上文件名"))
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise UsageError(_("账本的名称 {path} 不是 UTF-8，请换一个").format(path=path)) from error
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise UsageError(_("没有文件夹 {folder}，账本 {path} 放不进去").format(folder=folder, path=path))
    if os.path.isdir(path):
        raise UsageError(_("{path} 是文件夹，不是账本").format(path=path))


def _connected(file: str, path: str, **settings: Any) -> DuckDBPyConnection:
    """The database in a file. path: what the user calls it. Raises UsageError."""
    duckdb = driver()
    # Where it begins like a URL or the name of another kind of database, DuckDB would go and look for that.
    file = file if file == MEMORY else os.path.abspath(file)
    try:
        database: DuckDBPyConnection = duckdb.connect(file, config=_CONFIG | settings)
    except duckdb.Error as error:
        raise told(path, error) from error
    return database


def _make(path: str) -> None:
    """Make a ledger. One that was left half made is made anew; there is none under its name before it is whole."""
    draft = path + _DRAFT
    try:
        database = _connected(draft, path)
    except InUse:
        raise
    except UsageError:
        for left in (draft, draft + _LOG):
            with suppress(OSError):
                os.remove(left)
        database = _connected(draft, path)
    with closing(database):
        if not _is_laid_out(database):
            _lay_out(database)
        database.execute("CHECKPOINT")  # so that it is whole without its log, which has the draft's name
    if not os.path.exists(path):
        with suppress(FileNotFoundError):
            os.remove(path + _LOG)  # of a ledger that has been deleted after its run was killed
        with suppress(FileNotFoundError):  # another run, at the same time, was faster
            os.replace(draft, path)


def _lay_out(database: DuckDBPyConnection) -> None:
    database.execute("BEGIN")
    database.execute(_schema())
    database.execute(
        "INSERT INTO state VALUES ('layout', ?), ('version', ?), ('changes', '0'), ('numbered', '0')",
        [_layout(), __version__],
    )
    database.execute("COMMIT")


def _is_laid_out(database: DuckDBPyConnection) -> bool:
    return bool(database.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'state'").fetchall())


def _checked(database: DuckDBPyConnection, path: str) -> DuckDBPyConnection:
    """The database, if it is a ledger, and of today's layout. Raises UsageError."""
    try:
        with telling(path):
            laid_out = _is_laid_out(database)
            state = dict(database.execute("SELECT name, value FROM state").fetchall()) if laid_out else {}
        if not laid_out:
            raise UsageError(_("{path} 不是账本：请用 --ledger 另指一个文件").format(path=path))
        if state.get("layout") != _layout():
            message = _(
                "账本 {path} 是 gouji {version} 建立的，样式与这一版（{own}）不同："
                "请将它删除或改名，再运行 gouji audit，报告会重新读取"
            )
            raise UsageError(message.format(path=path, version=state.get("version"), own=__version__))
    except BaseException:
        database.close()
        raise
    return database


def _schema() -> str:
    return resources("gouji.audit.ledger").joinpath("schema.sql").read_text("utf-8")


@cache
def _layout() -> str:
    """What tells this layout from all others."""
    statements = re.sub(r"--.*", "", _schema()).split()
    return sha256(" ".join(statements).encode()).hexdigest()[:16]
