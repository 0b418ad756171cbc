"""The bytes in which a text may come: encodings, line ends, and what tools leave in a file."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Encode = Callable[[str], bytes]


def _utf16(order: str) -> Encode:
    mark = {"le": b"\xff\xfe", "be": b"\xfe\xff"}[order]
    return lambda text: mark + text.encode(f"utf-16-{order}")


def _with_nuls(text: str) -> bytes:
    """A NUL here and there between lines, as broken exports have."""
    lines = text.split("\n")
    return "\n".join(line + ("\0" if number % 7 == 3 else "") for number, line in enumerate(lines)).encode() + b"\0"


def _with_form_feeds(text: str) -> bytes:
    """A form feed where a page might end: after every paragraph of text."""
    return text.replace("。\n", "。\n\f").encode()


def _with_long_lines(text: str) -> bytes:
    """One paragraph of a hundred thousand characters, and blanks at the ends of lines."""
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("（二）依申请公开"))
    long = "健全登记、审核、答复、归档流程，" * 6000
    return "\n".join([*lines[:at], long + "依法按期答复。", *(line + " " * 300 for line in lines[at + 1 :])]).encode()


ENCODINGS: dict[str, Encode] = {
    "utf-8": str.encode,
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16-le": _utf16("le"),
    "utf-16-be": _utf16("be"),
    "gb18030": lambda text: text.encode("gb18030"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "crlf-gb18030": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    "nul": _with_nuls,
    "form-feeds": _with_form_feeds,
    "long-lines": _with_long_lines,
}


def mutated(data: bytes, rng: Random) -> bytes:
    """The bytes after one to four random accidents."""
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(_ACCIDENTS)(data, rng)
    return data


def _flip_bytes(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: Random) -> bytes:
    """Truncated at either end."""
    at = rng.randint(0, len(data))
    return data[:at] if rng.random() < 0.8 else data[at:]


def _on_pieces(separator: bytes) -> Callable[[bytes, Random], bytes]:
    """Drop, double, swap or move pieces between separators: lines, cells."""

    def change(data: bytes, rng: Random) -> bytes:
        pieces = data.split(separator)
        for _ in range(rng.choice((1, 2, 10))):
            if len(pieces) < 2:
                break
            at, other = rng.randrange(len(pieces)), rng.randrange(len(pieces))
            match rng.randrange(5):
                case 0:
                    del pieces[at]
                case 1:
                    pieces.insert(at, pieces[at])
                case 2:
                    pieces[at], pieces[other] = pieces[other], pieces[at]
                case 3:
                    pieces.insert(other, pieces.pop(at))
                case _:
                    del pieces[at : at + rng.randint(1, 40)]
        return separator.join(pieces)

    return change


def _insert_noise(data: bytes, rng: Random) -> bytes:
    """Something foreign somewhere."""
    foreign = rng.choice(
        (b"\0", b"\xff", b"\n\n", b"\t", b"|", b"-4-\n", b"\f", b"1e999", "总计".encode(), b"9" * 5000)
    )
    at = rng.randint(0, len(data))
    return data[:at] + foreign * rng.choice((1, 1, 50)) + data[at:]


_ACCIDENTS = (
    _flip_bytes,
    _cut,
    _on_pieces(b"\n"),
    _on_pieces(b"\n"),
    _on_pieces(b"|"),
    _on_pieces(b"\t"),
    _insert_noise,
)
