"""Plugins before they are loaded (插件的查找): where they are found, in which order, and how each is loaded.

Finding imports nothing. The order is fixed: the bundled plugins, entry points by name, then those that the user names.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import partial
from importlib import import_module
from typing import NamedTuple, TextIO

BUNDLED = (
    "agencies",
    "arithmetic",
    "cells",
    "check",
    "citations",
    "copying",
    "dates",
    "formats",
    "headings",
    "hygiene",
    "language",
    "narrative",
    "sections",
    "tables",
    "titles",
)
"""The modules of :mod:`gouji.plugins`."""

GROUP = "gouji"
"""The group of entry points in which packages declare their plugins."""

_OWN = "gouji.plugins."


class Plugin(NamedTuple):
    """A plugin before it is loaded (插件).

    name: what findings call it. load: loads it. module: the module's name, empty for a path; see :func:`source`.
    """

    name: str
    load: Callable[[], object]
    module: str = ""

    @property
    def bundled(self) -> bool:
        """Whether it comes with gouji."""
        return self.module.startswith(_OWN)


def discover(named: Sequence[str], *, installed: bool = True) -> Iterator[Plugin]:
    """All plugins in the order of loading; without those of ``installed`` packages if that is said."""
    for module in BUNDLED:
        yield Plugin(f"{_OWN}{module}", partial(import_module, f"{_OWN}{module}"), f"{_OWN}{module}")
    if installed and _declares_plugins(sys.path):
        # A twentieth of a second, which only those pay who have a pack installed.
        from importlib.metadata import entry_points

        found = {f"{entry.name} ({entry.value})": entry for entry in entry_points(group=GROUP)}
        yield from (Plugin(name, found[name].load, found[name].module) for name in sorted(found))
    for name in sorted(set(named)):
        if is_path(name):
            yield Plugin(name, partial(_load_path, name))
        else:
            yield Plugin(name, partial(import_module, name), name)


def aside() -> redirect_stdout[TextIO]:
    """While a pack's code runs: what it prints goes to standard error, for standard output holds the results."""
    return redirect_stdout(sys.stderr)


def is_path(name: str) -> bool:
    """Whether a plugin's name is the path of a file or folder, not that of a module.

    >>> [is_path(name) for name in ("qinghe", "qinghe.rules", "qinghe.py", "./qinghe")]
    [False, False, True, True]
    """
    return name.endswith(".py") or name.startswith(".") or "/" in name or os.sep in name


def source(plugin: Plugin) -> str:
    """The file that a plugin's module is made of, empty if there is none to be found; nothing is imported for it."""
    if not plugin.module:
        return _file_at(plugin.name)
    from importlib.util import find_spec

    try:
        spec = find_spec(plugin.module.partition(".")[0])
    except (ImportError, ValueError):
        return ""
    return spec.origin or "" if spec is not None else ""


def _file_at(path: str) -> str:
    """The Python file that a path means: that of a folder is the one that makes it a package."""
    return os.path.join(path, "__init__.py") if os.path.isdir(path) else path


def _load_path(path: str) -> object:
    """Load a plugin that is a Python file, or a folder of them.

    Its name among the modules is its own alone, so that it can neither hide a module nor be taken for one.
    """
    from importlib.util import module_from_spec, spec_from_file_location
    from zlib import crc32

    file = os.path.abspath(_file_at(path))
    stem = os.path.splitext(os.path.basename(os.path.normpath(path)))[0]
    name = f"gouji_plugin_{stem.replace('.', '_')}_{crc32(file.encode('utf-8', 'surrogateescape')):08x}"
    folders = [os.path.dirname(file)] if os.path.isdir(path) else None
    spec = spec_from_file_location(name, file, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses and relative imports look for it
    # Python's own cache, which would lie among the pack's files, takes one that was changed twice within a second, to
    # the same size, for the same.
    usual, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = usual
    return module


def _declares_plugins(folders: Iterable[str]) -> bool:
    """Whether any installed package declares an entry point in our group, as cheaply as that can be told."""
    declaration = f"[{GROUP}]".encode()
    for folder in folders:
        if folder.endswith(".zip") and os.path.isfile(folder):
            return True  # let importlib look into it
        try:
            with os.scandir(folder or ".") as entries:
                packages = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for package in packages:
            try:
                with open(f"{package}/entry_points.txt", "rb") as stream:  # hundreds of them
                    if declaration in stream.read():
                        return True
            except OSError:
                continue
    return False
