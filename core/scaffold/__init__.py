"""The beginnings of a rule pack (规则包脚手架): a small one that works, is tested and can be installed."""

from __future__ import annotations

import keyword
import os
import re
import sys
from collections.abc import Iterator
from string import Template
from typing import NamedTuple
from unicodedata import normalize

from gouji import __version__
from gouji.i18n import _
from gouji.usage import UsageError

_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")
_PARTS = {
    "toml": ("every", "data", "toml"),
    "python": ("every", "code", "python"),
    "both": ("every", "code", "data", "both"),
}
"""The folders of templates that each kind of pack is made from."""
_MODULE, _SUFFIX = "MODULE", ".in"
_TAKEN = {"gouji", "test", "tests"} | sys.stdlib_module_names
_NO_LETTERS = "LOCAL"
"""The prefix for a pack whose folder's name gives no Latin letters."""


class Begun(NamedTuple):
    """A pack that was written (新建的规则包): the prefix of its codes, and its files within the folder."""

    prefix: str
    files: tuple[str, ...]


class Names(NamedTuple):
    """What a pack and its parts are called (名称): by people, by pip, by Python, and in codes."""

    name: str
    distribution: str
    module: str
    prefix: str


def begin(folder: str, kind: str, name: str | None = None, prefix: str | None = None) -> Begun:
    """Write a pack of this kind into a folder. Raises UsageError; no file that is there already is touched."""
    names = named(folder, name, prefix)
    files = dict(_files(kind, names))
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise UsageError(_("{folder} 是文件，不是文件夹").format(folder=folder))
    if present := [file for file in files if os.path.lexists(os.path.join(folder, file))]:
        message = _("{folder} 里已经有 {files}，没有写任何文件：请换一个文件夹")
        raise UsageError(message.format(folder=folder, files=_("、").join(present)))
    try:
        for file, text in files.items():
            path = os.path.join(folder, file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise UsageError(_("{file} 写不了：{error}").format(file=error.filename, error=error.strerror)) from error
    return Begun(names.prefix, tuple(sorted(files)))


def named(folder: str, name: str | None = None, prefix: str | None = None) -> Names:
    """The names of a pack in this folder, where the user does not give them. Raises UsageError.

    >>> named("packs/qing-jiang")
    Names(name='qing-jiang', distribution='qing-jiang', module='qing_jiang', prefix='QJ')
    >>> named("清江省", prefix="QJS")
    Names(name='清江省', distribution='gouji-qjs', module='gouji_qjs', prefix='QJS')
    """
    base = os.path.basename(os.path.abspath(folder))
    called = re.sub(r'["\\\s]+', " ", base).strip() if name is None else name
    if not called.strip() or re.search(r'["\\]|[^\w ]', re.sub(r"[-.，、·（）()]", "", called)):
        raise UsageError(_("规则包的名称 {name} 不能用：请用汉字、字母、数字").format(name=repr(called)))
    words = re.findall("[a-z]+|[0-9]+", normalize("NFKC", base).lower())
    prefix = (prefix or _initials(words)).upper()
    if not re.fullmatch("[A-Z]{2,12}", prefix):
        raise UsageError(_("前缀 {prefix} 不能用：应是2到12个大写字母，如 QJ").format(prefix=prefix))
    distribution = (
        "-".join(words) if words and words[0].isalpha() else "-".join(["gouji", *(words or [prefix.lower()])])
    )
    module = distribution.replace("-", "_")
    if module in _TAKEN or keyword.iskeyword(module):
        distribution, module = f"{distribution}-rules", f"{module}_rules"
    return Names(called, distribution, module, prefix)


def _initials(words: list[str]) -> str:
    """A prefix from the words of a name."""
    latin = [word for word in words if word.isalpha()]
    initials = "".join(word[0] for word in latin)[:4]
    if len(initials) < 2:
        initials = "".join(latin)[:2]
    return initials if len(initials) == 2 or len(latin) > 1 else _NO_LETTERS


def _files(kind: str, names: Names) -> Iterator[tuple[str, str]]:
    """The files of a pack, by their paths within its folder, with what stands in them."""
    values = {**names._asdict(), "letters": names.prefix.lower(), "version": __version__}
    for part in _PARTS[kind]:
        top = os.path.join(_TEMPLATES, part)
        for folder, _folders, templates in sorted(os.walk(top)):
            for template in sorted(templates):
                path = os.path.relpath(os.path.join(folder, template), top)
                with open(os.path.join(folder, template), encoding="utf-8") as stream:
                    text = Template(stream.read()).substitute(values)
                yield path.removesuffix(_SUFFIX).replace(_MODULE, names.module), text
