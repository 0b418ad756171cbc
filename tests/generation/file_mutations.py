"""What may happen to a file of any format: bytes change, parts go, come and change places, markup is torn."""

from __future__ import annotations

import re
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from generation.encodings import mutated

_TAG = re.compile(rb"<[^<>]{1,400}>")
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"1.5", b"65536", b"99999999", b"4294967296", b"9" * 40, b"", b"x")


def damaged(data: bytes, rng: Random) -> bytes:
    """The file after some damage: to its bytes, or if it is an archive or markup rather to what is in it."""
    if rng.random() < 0.3:
        return mutated(data, rng)
    if data.startswith(b"PK"):
        return _archive(data, rng)
    for _ in range(rng.choice((1, 1, 2, 5))):
        data = rng.choice((_bytes, _cut) if data.startswith((b"%PDF", b"\xd0\xcf")) else (_markup, _markup, _cut))(
            data, rng
        )
    return data


def _archive(data: bytes, rng: Random) -> bytes:
    """An archive with members changed, swapped, doubled or gone."""
    try:
        with ZipFile(BytesIO(data)) as source:
            members = {name: source.read(name) for name in source.namelist()}
    except (BadZipFile, OSError, ValueError):
        return mutated(data, rng)
    for _ in range(rng.choice((1, 1, 2, 4))):
        name, other = rng.choice(list(members)), rng.choice(list(members))
        match rng.randrange(8):
            case 0:
                members[name], members[other] = members[other], members[name]
            case 1:
                members.pop(name) if len(members) > 1 else None
            case 2:
                members[name] = rng.choice((b"", b"<a/>", rng.randbytes(200), data[:2000]))
            case 3:
                members[name] = mutated(members[name], rng)
            case _:
                large = max(members, key=lambda each: len(members[each]))
                changed = rng.choice((name, large, large))
                members[changed] = _markup(members[changed], rng)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content, compress_type=0 if name == "mimetype" else ZIP_DEFLATED)
    return file.getvalue()


def _markup(data: bytes, rng: Random) -> bytes:
    """XML or HTML with a tag gone, doubled, exchanged or moved, or with another number in one."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return _bytes(data, rng)
    one, other = rng.choice(tags), rng.choice(tags)
    (start, end), tag = one.span(), one.group()
    match rng.randrange(7):
        case 0:
            new = b""
        case 1:
            new = tag * rng.choice((2, 3, 50))
        case 2:
            new = other.group()
        case 3:
            new = _NUMBER.sub(rng.choice(_NUMBERS), tag)
        case 4:
            new = tag.replace(b"/", b"", 1) if b"/" in tag else tag[:-1] + b"/>"
        case 5:
            return data[: min(start, other.start())] + data[max(end, other.end()) :]
        case _:
            stretch = data[min(start, other.start()) : max(end, other.end())][:20_000]
            return data[:start] + stretch + data[start:]
    return data[:start] + new + data[end:]


def _bytes(data: bytes, rng: Random) -> bytes:
    """Some bytes changed, or a number made another."""
    numbers = list(_NUMBER.finditer(data[: 1 << 20]))
    if numbers and rng.random() < 0.5:
        one = rng.choice(numbers)
        return data[: one.start()] + rng.choice(_NUMBERS) + data[one.end() :]
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.choice((0, 255, rng.randrange(256)))
    return bytes(changed)


def _cut(data: bytes, rng: Random) -> bytes:
    """A stretch gone, doubled or moved."""
    start = rng.randrange(len(data) + 1)
    end = min(start + rng.choice((1, 10, 500, 5000)), len(data))
    stretch = data[start:end]
    at = rng.randrange(len(data) + 1)
    return rng.choice(
        (data[:start] + data[end:], data[:end] + data[start:], data[:at] + stretch + data[at:], data[:start])
    )
