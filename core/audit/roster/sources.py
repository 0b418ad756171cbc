"""Sources of a roster (名册文件): CSV, workbooks and TOML, each as rows of texts that know where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, Protocol
from unicodedata import normalize

from gouji.document import Grid
from gouji.entries import Fault as Mistake
from gouji.entries import located, shown
from gouji.i18n import _
from gouji.readers import Unreadable
from gouji.ruleset import load
from gouji.trouble import why_unread
from gouji.usage import UsageError, unknown

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the bytes of workbooks begin: of today's, and of those of Excel 97."""
_LARGEST = 64 << 20
_SEPARATORS = (",", "\t", ";")
_FARTHEST_HEAD = 20
"""A title and remarks may stand above the line with the names of the columns, but not more than so many lines."""
NEEDED = ("agency", "kind")
"""The columns without which there is no roster."""
_SECTION = "agencies"


class Row(NamedTuple):
    """One agency as its row says it (名册的一行): texts by column, none of them blank; ``number`` counts the rows."""

    number: int
    values: Mapping[str, str]


class Fault(NamedTuple):
    """One thing that is wrong in a roster (差错): in which row, None for all of it, in which column, and what."""

    row: int | None
    column: str | None
    reason: str


class Source(Protocol):
    """A roster as it stands in a file: its rows, and the faults of its form."""

    file: str
    rows: list[Row]
    faults: list[Fault]

    def told(self, faults: Iterable[Fault]) -> Iterator[str]:
        """The faults in words, each with its place, in the order in which they stand there."""


def source(path: str) -> Source:
    """The rows of a file. Raises UsageError if it cannot be read, or has no rows at all."""
    data = _bytes(path)
    if path.lower().endswith(".toml"):
        return _Toml(path, data)
    try:
        lines = _of_workbook(data) if data.startswith(_WORKBOOKS) else _of_csv(data)
    except Unreadable as error:
        raise UsageError(_("名册 {path} 读不了：{error}").format(path=path, error=error)) from error
    return _Table(path, lines)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(_("名册 {path} 读不了：{error}").format(path=path, error=why_unread(error))) from error
    if len(data) > _LARGEST:
        raise UsageError(_("名册 {path} 太大，请核对是不是选错了文件").format(path=path))
    return data


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


class _Cell(NamedTuple):
    """A cell: its column, counted or measured, its text, and its place as it is shown."""

    column: int
    text: str
    place: str


_Lines = list[list[_Cell]]


class _Table:
    """A roster in a table, whose first row with a name for the agencies' column names all columns."""

    def __init__(self, file: str, lines: _Lines) -> None:
        self.file = file
        self.faults: list[Fault] = []
        heads = {index: _columns(line) for index, line in enumerate(lines[:_FARTHEST_HEAD])}
        head = next((index for index, columns in heads.items() if "agency" in columns.values()), None)
        if head is None:
            message = _("名册 {path} 没有表头：应有一行列名，至少有机关（agency）和类别（kind）两列")
            raise UsageError(message.format(path=file))
        self._head = lines[head]
        self._lines = [line for line in lines[head + 1 :] if any(_filled(cell.text) for cell in line)]
        self._columns = heads[head]
        self.rows = [Row(number, self._values(line)) for number, line in enumerate(self._lines)]
        self._check_head()

    def told(self, faults: Iterable[Fault]) -> Iterator[str]:
        """The faults in words, from top to bottom."""
        for fault in sorted(faults, key=lambda fault: -1 if fault.row is None else fault.row):
            line = self._head if fault.row is None else self._lines[fault.row]
            there = (cell for cell in line if fault.column in (self._columns.get(cell.column), cell.text))
            place = next(there, line[0]).place
            named = next((cell.text for cell in self._head if self._columns.get(cell.column) == fault.column), None)
            said = fault.reason if fault.row is None or named is None else _("：").join((named, fault.reason))
            yield _("{place}：{fault}").format(place=f"{shown(self.file)}:{place}", fault=said)

    def _values(self, line: list[_Cell]) -> dict[str, str]:
        values: dict[str, str] = {}
        for cell in line:
            column = self._columns.get(cell.column)
            if column and _filled(cell.text):
                text = cell.text.strip()
                values[column] = f"{values[column]}\n{text}" if column in values else text
        return values

    def _check_head(self) -> None:
        found = list(self._columns.values())
        for cell in self._head:
            if cell.text.strip() and cell.column not in self._columns:
                self.faults.append(Fault(None, cell.text, _unknown_column(cell.text.strip())))
        for column in sorted({each for each in found if each not in ("", "aliases") and found.count(each) > 1}):
            self.faults.append(
                Fault(None, column, _("{column} 列有不止一个，请只留一个").format(column=_title(column)))
            )
        missing = [column for column in NEEDED if column not in found]
        self.faults += [Fault(None, None, _("缺少 {column} 列").format(column=_title(column))) for column in missing]


def _columns(line: list[_Cell]) -> dict[int, str]:
    """What each column of a table holds, by the row that names them; empty for one that is of no use here."""
    meant = _meant()
    named = ((cell.column, meant.get(_folded(cell.text))) for cell in line)
    columns = {column: key for column, key in named if key is not None}
    return columns | {cell.column: "" for cell in line if cell.text.startswith("#")}


def _of_csv(data: bytes) -> _Lines:
    """The lines of a text with commas, tabs or semicolons: whichever parts the most columns of the first rows."""
    from csv import Error, reader
    from io import StringIO

    from gouji.readers.decoding import decode

    text = decode(data)
    best: _Lines = []
    most = -1
    for separator in _SEPARATORS:
        rows = reader(StringIO(text, newline=""), delimiter=separator)
        lines: _Lines = []
        start = 1
        try:
            for row in rows:
                lines.append([_Cell(column, each, str(start)) for column, each in enumerate(row)])
                start = rows.line_num + 1
        except Error as error:
            raise Unreadable(_("第{line}行：{error}").format(line=start, error=error)) from error
        known = max((len(_columns(line)) for line in lines[:_FARTHEST_HEAD]), default=0)
        if known > most:
            best, most = lines, known
    return [line for line in best if line]


def _of_workbook(data: bytes) -> _Lines:
    """The rows of the tables on the sheets that can be seen."""
    try:
        from gouji.readers.workbook import read

        document = read(data)
    except ModuleNotFoundError as error:
        message = _("读这种文件需要另外安装组件 {library}：pip install 'gouji[{extra}]'")
        raise Unreadable(message.format(library=error.name, extra="xlsx")) from error
    rows = (row for block in document.blocks if isinstance(block, Grid) for row in block.rows)
    return [[_Cell(piece.x, piece.text, document.in_file(piece.place).cell or "") for piece in row] for row in rows]


# ── TOML ─────────────────────────────────────────────────────────────────────────────────────────


class _Toml:
    """A roster whose agencies are ``[[agencies]]`` tables."""

    def __init__(self, file: str, data: bytes) -> None:
        from gouji.toml import parsed

        self.file = file
        self.faults: list[Fault] = []
        try:
            self._text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise UsageError(_("名册 {path}：TOML 文件须用 UTF-8 编码").format(path=file)) from error
        content = parsed(shown(file), self._text)
        entries = content.pop(_SECTION, [])
        if content or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise UsageError(_("名册 {path} 应由若干 [[agencies]] 表组成，没有其他内容").format(path=file))
        self.rows = [Row(number, self._values(number, entry)) for number, entry in enumerate(entries)]

    def told(self, faults: Iterable[Fault]) -> Iterator[str]:
        """The faults in words, with the lines that are wrong."""
        mistakes = []
        for row, column, reason in faults:
            at = (_SECTION,) if row is None else (_SECTION, row) if column is None else (_SECTION, row, column)
            mistakes.append(Mistake(at, reason, on_key=column not in load("roster")["columns"]))
        return located(self.file, self._text, mistakes)

    def _values(self, number: int, entry: Mapping[str, Any]) -> dict[str, str]:
        values = {}
        for key, value in entry.items():
            column = _meant().get(_folded(key))
            text = _text(value)
            if column is None:
                self.faults.append(Fault(number, key, _unknown_column(key)))
            elif text is None:
                self.faults.append(Fault(number, key, _("应是一段文字、一个数、true 或 false；别名可写作若干段文字")))
            elif column and _filled(text):
                values[column] = text
        self.faults += [
            Fault(number, None, _("缺少 {column}").format(column=_title(column)))
            for column in NEEDED
            if not {each for each in entry if _meant().get(_folded(each)) == column}
        ]
        return values


def _text(value: object) -> str | None:
    """A value of TOML as a table would have it; None for what no column takes."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str() | int() | date():
            return str(value).strip()
        case list() if all(isinstance(each, str) for each in value):
            return "\n".join(value)
        case _:
            return None


# ── names of columns ─────────────────────────────────────────────────────────────────────────────


@cache
def _meant() -> Mapping[str, str]:
    """The column that each name for one means; empty for those that are of no use here."""
    data = load("roster")
    names = {key: (key, *others) for key, others in data["columns"].items()} | {"": data["unused"]["columns"]}
    return {_folded(name): key for key, known in names.items() for name in known}


def _folded(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().split())


def _filled(text: str) -> bool:
    """Whether a cell says anything."""
    folded = _folded(text)
    return bool(folded) and folded not in load("roster")["blank"]["words"]


def _title(column: str) -> str:
    """A column as it is named to people."""
    return f"{load('roster')['columns'][column][0]}（{column}）"


def _unknown_column(name: str) -> str:
    columns = load("roster")["columns"]
    sentence = _("名册不用“{name}”这一列").format(name=name)
    known = [*columns, *(others[0] for others in columns.values())]
    hint = _("用不着的列，请在列名前加 # 号")
    return _("；").join((str(unknown(sentence, name, known)), hint))
