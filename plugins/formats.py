"""自带的读取与输出格式：用到时才导入。"""

from __future__ import annotations

from gouji.api import N_, Document, Outcome, Reader, Reporter, ReportOptions, hookimpl


def read_text(data: bytes) -> Document:
    """Plain text and Markdown (纯文本)."""
    from gouji.readers.text import read

    return read(data)


def write_text(outcome: Outcome, options: ReportOptions) -> str:
    """For people (供人阅读)."""
    from gouji.reporters.text import write

    return write(outcome, options)


def write_json(outcome: Outcome, options: ReportOptions) -> str:
    """For programs (供程序读取)."""
    from gouji.reporters.json_ import write

    return write(outcome, options)


def write_junit(outcome: Outcome, options: ReportOptions) -> str:
    """For CI servers (供持续集成服务器读取)."""
    from gouji.reporters.junit import write

    return write(outcome, options)


@hookimpl
def gouji_readers() -> list[Reader]:
    """The text reader."""
    return [Reader("text", (".txt", ".md", ".markdown"), read_text)]


@hookimpl
def gouji_reporters() -> list[Reporter]:
    """The reporters for people, programs and CI servers."""
    return [
        Reporter("text", N_("供人阅读"), write_text),
        Reporter("json", N_("供程序读取，格式见 gouji schema"), write_json),
        Reporter("junit", N_("JUnit XML，供持续集成服务器读取"), write_junit),
    ]
