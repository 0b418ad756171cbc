"""Keep the catalogues of translated messages (消息目录) in core/locale/ up to date.

    python .ci/messages            extract, update the .po, compile the .mo
    python .ci/messages --check    change nothing; fail if anything is missing, fuzzy, left over or not compiled

A new message is added to the .po with an empty msgstr: translate it there and run this again. One that is gone from the
code goes from the .po too.
"""

from __future__ import annotations

import gettext
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from extract import Message, NotLiteralError, messages

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en",)


class Plain(Catalog):
    """A catalogue whose header has no dates, so that nothing changes unless a message does."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What programs that read the file need to know."""
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def updated(found: Iterable[Message], old: Catalog, language: str) -> Catalog:
    """The catalogue of all messages found, with the translations that there were."""
    new = Plain(language, header_comment="# 勾稽 gouji", fuzzy=False)
    for text, path, line in found:
        known = old.get(text)
        new.add(
            text,
            known.string if known else "",
            locations=[(path, line)],
            flags=known.flags if known else (),
            user_comments=known.user_comments if known else (),
        )
    return new


def problems(new: Catalog, old: Catalog, compiled: Path) -> Iterator[str]:
    """Everything that is wrong with a catalogue as it is kept."""
    for message in old:
        if message.id and message.id not in new:
            yield f"no longer used: {message.id}"
    for message in new:
        if not message.id:
            continue
        if message.id not in old:
            yield f"not in the catalogue: {message.id} ({message.locations[0][0]})"
        elif not message.string:
            yield f"not translated: {message.id}"
        elif message.fuzzy:
            yield f"fuzzy: {message.id}"
        elif fields(message.id) != fields(message.string):
            yield f"other {{fields}} than in the original: {message.string}"
    if not compiled.exists() or texts(compiled.read_bytes()) != texts(binary(old)):
        yield f"not compiled: {compiled.relative_to(ROOT)}"


def fields(text: str) -> set[str]:
    """The names of the places to fill in."""
    try:
        return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:  # braces that are not meant for filling in
        return set()


def binary(catalogue: Catalog) -> bytes:
    """The catalogue compiled."""
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def texts(compiled: bytes) -> dict[str, str]:
    """The translations in a compiled catalogue, without its header."""
    catalogue = gettext.GNUTranslations(BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    return {text: translation for text, translation in catalogue.items() if text}


def main(arguments: list[str]) -> int:
    """Update the catalogues, or with ``--check`` only look; 1 if something is left to do."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    status = 0
    try:
        found = sorted(messages(ROOT), key=lambda message: (message.path, message.line))
    except NotLiteralError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for language in LANGUAGES:
        source = ROOT / "core" / "locale" / language / "LC_MESSAGES" / "gouji.po"
        compiled = source.with_suffix(".mo")
        with source.open("rb") as stream:
            old = read_po(stream, locale=language)
        new = updated(found, old, language)
        if not arguments:
            with source.open("wb") as stream:
                write_po(stream, new, width=0, include_lineno=False)
            compiled.write_bytes(binary(new))
            old = new
        for problem in problems(new, old, compiled):
            sys.stderr.write(f"{source.relative_to(ROOT)}: {problem}\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
