"""LibreOffice, which reads the older documents: where it is."""

from __future__ import annotations

import os
import shutil

_COMMANDS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)


def program() -> str | None:
    """LibreOffice's program, None if it is not installed. In the folder where the reports are, it is none (Windows)."""
    found = (shutil.which(command) for command in _COMMANDS)
    installed = (path for path in found if path and os.path.isabs(path))
    return next(installed, None) or next(filter(os.path.isfile, _USUAL_PLACES), None)
