"""The roster of the province (名册) as CSV, XLSX and TOML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from province.agencies import Agency

COLUMNS = ("agency", "kind", "level", "parent", "consolidates", "from", "to", "aliases", "deadline")


def csv_of(agencies: Sequence[Agency]) -> bytes:
    """As a spreadsheet program saves it, with a byte order mark."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([COLUMNS, *map(_row, agencies)])
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(agencies: Sequence[Agency]) -> bytes:
    """As a workbook, the years as numbers."""
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([COLUMNS, *map(_row, agencies)]):
            sheet.write_row(number, 0, [int(text) if text.isdigit() else text for text in row])
    return data.getvalue()


def toml_of(agencies: Sequence[Agency]) -> bytes:
    """As a TOML file; a JSON string is a TOML string too."""
    tables = []
    for agency in agencies:
        pairs = dict(zip(COLUMNS, _row(agency), strict=True)) | {"consolidates": agency.consolidates}
        pairs |= {"from": agency.first, "to": agency.last, "aliases": list(agency.aliases)}
        lines = [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in pairs.items()
            if value not in ("", None, [])
        ]
        tables.append("\n".join(["[[agencies]]", *lines]))
    return "\n\n".join(tables).encode()


def _row(agency: Agency) -> list[str]:
    month, day = agency.deadline or (0, 0)
    return [
        agency.name,
        agency.kind,
        agency.level,
        agency.parent or "",
        "yes" if agency.consolidates else "no",
        str(agency.first or ""),
        str(agency.last or ""),
        "、".join(agency.aliases),
        f"{month:02}-{day:02}" if agency.deadline else "",
    ]
