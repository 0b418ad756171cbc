"""Keep the catalogues of translated messages (消息目录) in core/locale/ up to date and compiled.

    python .ci/messages            extract, update the .po, compile the .mo
    python .ci/messages --check    change nothing; fail if anything is missing, fuzzy, left over or not compiled

A new message is added to the .po with an empty msgstr: translate it there and run this again. One that is gone from the
code goes from the .po too. Catalogues of other programs' messages (click.po) are kept by hand and only compiled here.
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
LOCALE = ROOT / "core" / "locale"


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
            ("Plural-Forms", self.plural_forms),
        ]


def kept(source: Path) -> Plain:
    """The catalogue as it is kept in a .po."""
    catalogue = Plain(language(source), fuzzy=False)
    with source.open("rb") as stream:
        for message in read_po(stream, locale=language(source)):
            if message.id:
                catalogue[message.id] = message
    return catalogue


def language(source: Path) -> str:
    """The language that a catalogue translates into."""
    return source.relative_to(LOCALE).parts[0]


def updated(found: Iterable[Message], old: Catalog, source: Path) -> Plain:
    """The catalogue of all messages found, with the translations that there were."""
    new = Plain(language(source), header_comment="# 勾稽 gouji", fuzzy=False)
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


def problems(new: Catalog, old: Catalog) -> Iterator[str]:
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


def texts(compiled: bytes) -> dict[object, str]:
    """The translations in a compiled catalogue, without its header."""
    catalogue = gettext.GNUTranslations(BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    return {text: translation for text, translation in catalogue.items() if text}


def main(arguments: list[str]) -> int:
    """Update the catalogues, or with ``--check`` only look; 1 if something is left to do."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        found = sorted(messages(ROOT), key=lambda message: (message.path, message.line))
    except NotLiteralError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    wrong = []
    for source in sorted(LOCALE.rglob("*.po")):
        name, compiled = source.relative_to(ROOT), source.with_suffix(".mo")
        catalogue = kept(source)
        if source.stem == "gouji":
            new = updated(found, catalogue, source)
            if not arguments:
                with source.open("wb") as stream:
                    write_po(stream, new, width=0, include_lineno=False)
                catalogue = new
            wrong += [f"{name}: {problem}\n" for problem in problems(new, catalogue)]
        if not arguments:
            compiled.write_bytes(binary(catalogue))
        elif not compiled.exists() or texts(compiled.read_bytes()) != texts(binary(catalogue)):
            wrong.append(f"{name}: not compiled\n")
    sys.stderr.write("".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
