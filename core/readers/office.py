"""Older documents (旧格式文档): .doc, .wps, RTF and OpenDocument text, converted by LibreOffice and read as .docx.

LibreOffice works in a folder of its own that is gone afterwards, on a copy with a name of no meaning, with settings by
which macros do not run and links are not followed. Its settings are made anew for each file: that takes half a second
of two, and in return several files can be converted at a time, and nothing stays behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress

from gouji.document import Document
from gouji.i18n import _
from gouji.readers import Unreadable, signatures
from gouji.readers.archive import Archive, damaged, encrypted, too_large
from gouji.readers.libreoffice import program
from gouji.readers.limits import limits

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Office.Calc/Content/Update", "Link", "2"),  # never
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)
_SETTINGS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_OWN = 768 * 1024**2
"""What LibreOffice itself may take up in memory besides what a document needs, in bytes."""
_FOLDERS = ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
"""The environment's folders for what a program writes."""
_ENDINGS = ((b"{\\rtf", ".rtf"), (b"PK\x03\x04", ".odt"))
"""By how a file begins, the ending by which LibreOffice knows it; all others are .doc."""
_OUT = "report.docx"


def read(data: bytes) -> Document:
    """The document in a file of an older format. Raises Unreadable if it cannot be converted, and says what to do."""
    from gouji.readers.docx import read as read_docx

    if signatures.is_encrypted(data):
        raise encrypted()
    if data.startswith(b"PK"):
        archive = Archive(data)
        archive.check_password()
        archive.check_size()
    return read_docx(converted(data))


def converted(data: bytes) -> bytes:
    """The file as .docx. Raises Unreadable if there is no LibreOffice, or it fails."""
    soffice = program()
    if soffice is None:
        message = _("读 .doc、.wps、.rtf、.odt 文件需要 LibreOffice：请安装后再检查，或在编辑软件中另存为 .docx")
        raise Unreadable(message)
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        source = os.path.join(folder, "report" + _ending(data))
        with open(source, "wb") as stream:
            stream.write(data)
        profile = os.path.join(folder, "profile")
        _write_settings(profile)
        _run([soffice, *_options(profile), "--convert-to", "docx", "--outdir", folder, source], folder)
        result = os.path.join(folder, _OUT)
        try:
            if os.path.getsize(result) > limits().unpacked:
                raise too_large()
            with open(result, "rb") as stream:
                return stream.read()
        except OSError as error:
            raise damaged() from error  # it says so in many ways, and with a status of 0


def _ending(data: bytes) -> str:
    head = data[:64].lstrip().lower()
    return next((ending for beginning, ending in _ENDINGS if head.startswith(beginning.lower())), ".doc")


def _options(profile: str) -> list[str]:
    from pathlib import Path

    headless = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    return [f"-env:UserInstallation={Path(profile).as_uri()}", *headless]


# ── running it ───────────────────────────────────────────────────────────────────────────────────


def _run(command: list[str], folder: str) -> None:
    """Run LibreOffice in a folder, in a group of processes of its own, which goes with it when its time is up."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | dict.fromkeys(_FOLDERS, folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("GOUJI_DEBUG") else subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        _limit_memory(process.pid)
        process.wait(limits().seconds)
    except subprocess.TimeoutExpired as error:
        message = _("LibreOffice 在 {seconds} 秒内没有转换完，没有检查；确需检查时请用 --max-seconds 提高上限")
        raise Unreadable(message.format(seconds=limits().seconds)) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started: what is called soffice is only a script that starts the program."""
    if os.name == "nt":
        if process.poll() is None:
            program = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            subprocess.run([program, "/t", "/f", "/pid", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit_memory(process: int) -> None:
    """Limit the memory of a process and of those that it starts, where the system can (Linux)."""
    if sys.platform == "linux":
        import resource

        limit = limits().memory + _OWN
        with suppress(ValueError, OSError):
            resource.prlimit(process, resource.RLIMIT_DATA, (limit, limit))


def _write_settings(profile: str) -> None:
    """Make a profile with the settings that differ from LibreOffice's own."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    os.makedirs(os.path.join(profile, "user"))
    with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w", encoding="utf-8") as stream:
        stream.write(f"{_SETTINGS_HEAD}{items}</oor:items>")
