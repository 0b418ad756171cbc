"""The plugin host (插件): finds plugins, loads each on its own, and asks each what it brings.

Finding imports nothing, and loading is guarded plugin by plugin: one that breaks becomes an X004 finding that names it,
and the others still work. Plugins are loaded in a fixed order (the bundled ones, entry points by name, then those that
the configuration names), so that two runs are alike; where two of them bring the same thing, the earlier one wins.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pluggy

from gouji import hookspecs
from gouji.document import Place
from gouji.finding import Finding, Severity
from gouji.i18n import _
from gouji.model import NO_ADDITIONS, Additions
from gouji.readers import Reader
from gouji.reporters import Reporter
from gouji.rule import Rule
from gouji.trouble import describe, reraise_if_debugging

if TYPE_CHECKING:
    from types import CodeType

    from gouji.model import Report

BUNDLED = (
    "arithmetic",
    "check",
    "citations",
    "dates",
    "formats",
    "hygiene",
    "language",
    "narrative",
    "sections",
    "tables",
)
"""The modules of :mod:`gouji.plugins`."""

GROUP = "gouji"
"""The group of entry points in which packages declare their plugins."""

Check = Callable[["Report", Sequence[Rule]], list[Finding]]
Brought = TypeVar("Brought")
_PATH: Any = (str, os.PathLike)  # abstract, which mypy does not take for a type


class Plugin(NamedTuple):
    """A plugin before it is loaded (插件): what findings call it, and how to load it."""

    name: str
    load: Callable[[], object]


def trouble(message: str) -> Finding:
    """An X004 finding (检查本身出错) about a whole input or a whole run."""
    return Finding(Place(1, 1, 1, 1), message, severity=Severity.ERROR, code="X004")


class _Manager(pluggy.PluginManager):
    """Pluggy's manager, looking closely only at what is marked as an implementation: most names of a module are not."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        return super().parse_hookimpl_opts(plugin, name) if hasattr(getattr(plugin, name), "gouji_impl") else None


class Host:
    """The plugins of one run, loaded, and what they bring.

    rules: the catalogue (规则目录), every rule by its code, sorted.
    readers: the reader for each ending of file names. reporters: the reporter for each name of a format.
    additions: what the rulesets of plugins and of the configuration add to the bundled ones.
    findings: an X004 for each plugin that could not do its part.
    """

    def __init__(self, named: Sequence[str] = (), rulesets: Sequence[str] = ()) -> None:
        """Load all plugins, and the rulesets and plugins that the configuration names.

        A plugin is named by the path of a Python file, or as a module. Raises UsageError for a ruleset that is wrong.
        """
        self._manager = _Manager("gouji")
        self._manager.add_hookspecs(hookspecs)
        self._troubles: list[str] = []
        for plugin in discover(named):
            self._register(plugin)
        local = list(self._local(rulesets))
        brought = [*self._brought("gouji_rules", Rule), *((name, rule) for name, made, _adds in local for rule in made)]
        rules = self._first(brought, lambda rule: (rule.code, rule.name))
        readers = self._first(self._brought("gouji_readers", Reader), lambda reader: reader.suffixes)
        reporters = self._first(self._brought("gouji_reporters", Reporter), lambda reporter: (reporter.name,))
        self.rules = {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}
        self.readers = {suffix: reader for reader in readers for suffix in reader.suffixes}
        self.reporters = {reporter.name: reporter for reporter in reporters}
        self.additions = reduce(Additions.joined, (adds for _name, _made, adds in local), NO_ADDITIONS)
        self.findings = tuple(map(trouble, self._troubles))

    def check(self, report: "Report", rules: Sequence[Rule], run: Check) -> list[Finding]:
        """What ``run`` finds, with the plugins' wrappers around it; without them if one of them breaks."""
        hook = self._manager.hook.gouji_check
        wrappers = hook.get_hookimpls()
        if not wrappers:
            return run(report, rules)
        try:
            findings = list(hook.call_extra([run], {"report": report, "rules": rules}))
            _all_are(Finding, findings)
        except Exception as error:
            reraise_if_debugging()
            names = {wrapper.function.__code__: wrapper.plugin_name for wrapper in wrappers}
            name = next((names[code] for code in _codes(error) if code in names), "?")
            findings = [*run(report, rules), trouble(_broken_hook(name, "gouji_check", error))]
        return findings

    def _register(self, plugin: Plugin) -> None:
        """Load and register one plugin; note whatever is wrong with it."""
        try:
            loaded = plugin.load()
            self._manager.register(loaded, plugin.name)
        except (Exception, SystemExit) as error:
            reraise_if_debugging()
            self._note(_("插件 {name} 无法加载：{error}"), name=plugin.name, error=describe(error))
            if self._manager.has_plugin(plugin.name):
                self._manager.unregister(name=plugin.name)
            return
        hooks = self._manager.get_hookcallers(loaded) or []
        if not hooks:
            self._note(_("插件 {name} 没有实现任何接口，函数前是否少了 @hookimpl？"), name=plugin.name)
        for hook in hooks:
            if not hook.has_spec():
                self._note(_("插件 {name} 实现了不存在的接口 {hook}"), name=plugin.name, hook=hook.name)
        own = [each for each in self._manager.hook.gouji_check.get_hookimpls() if each.plugin is loaded]
        if any(not (each.wrapper or each.hookwrapper) for each in own):
            self._note(_("插件 {name} 的 gouji_check 不起作用：须以 @hookimpl(wrapper=True) 标记"), name=plugin.name)

    def _local(self, rulesets: Sequence[str]) -> Iterator[tuple[str, list[Rule], Additions]]:
        """The rulesets that plugins bring and those named: what brings each, the rules it makes, what else it adds."""
        for name, path in self._brought("gouji_rulesets", _PATH):
            try:
                yield name, *_ruleset(path)
            except Exception as error:
                reraise_if_debugging()
                self._note(_broken_hook(name, "gouji_rulesets", error))
        yield from ((path, *_ruleset(path)) for path in rulesets)

    def _first(self, things: Iterable[tuple[str, Brought]], keys: Callable[[Brought], Iterable[str]]) -> list[Brought]:
        """The things that plugins bring; of two with a key in common the first, and a note."""
        owners: dict[str, str] = {}
        kept = []
        for name, thing in things:
            if taken := [key for key in keys(thing) if key in owners]:
                message = _("{key} 由插件 {first} 与 {second} 重复提供，只用前者")
                self._note(message, key=taken[0], first=owners[taken[0]], second=name)
                continue
            owners |= dict.fromkeys(keys(thing), name)
            kept.append(thing)
        return kept

    def _brought(self, hook: str, kind: type[Brought]) -> Iterator[tuple[str, Brought]]:
        """What each plugin brings through a hook, with the plugin's name, in the order of loading."""
        order = [name for name, _plugin in self._manager.list_name_plugin()]
        implementations = getattr(self._manager.hook, hook).get_hookimpls()
        for implementation in sorted(implementations, key=lambda each: order.index(each.plugin_name)):
            name = implementation.plugin_name
            try:
                brought = list(implementation.function())
                _all_are(kind, brought)
            except (Exception, SystemExit) as error:
                reraise_if_debugging()
                self._note(_broken_hook(name, hook, error))
                continue
            yield from ((name, thing) for thing in brought)

    def _note(self, message: str, **values: str) -> None:
        self._troubles.append(message.format(**values) if values else message)


def discover(named: Sequence[str]) -> Iterator[Plugin]:
    """All plugins in the order of loading; nothing is imported yet."""
    for module in BUNDLED:
        yield Plugin(f"gouji.plugins.{module}", partial(import_module, f"gouji.plugins.{module}"))
    if _declares_plugins(sys.path):
        # A twentieth of a second, which only those pay who have a pack installed.
        from importlib.metadata import entry_points

        found = {f"{entry.name} ({entry.value})": entry for entry in entry_points(group=GROUP)}
        yield from (Plugin(name, found[name].load) for name in sorted(found))
    for name in sorted(set(named)):
        yield Plugin(name, partial(_load_file, name) if name.endswith(".py") else partial(import_module, name))


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


def _load_file(path: str) -> object:
    """Load a plugin that is a single Python file."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"gouji_plugin_{os.path.splitext(os.path.basename(path))[0]}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def _all_are(kind: type[object], things: Iterable[object]) -> None:
    for thing in things:
        if not isinstance(thing, kind):
            wanted = "a path" if kind is _PATH else kind.__name__
            raise TypeError(f"{type(thing).__name__} instead of {wanted}")


def _ruleset(path: str | os.PathLike[str]) -> tuple[list[Rule], Additions]:
    """The rules that a ruleset file makes, and what it adds. Raises RulesetError if any of it cannot be used."""
    from gouji.prose.additions import additions
    from gouji.relations.local import contents, rules_in

    name, says = os.path.basename(path), contents(path)
    return rules_in(name, says), additions(name, says)


def _broken_hook(name: str, hook: str, error: BaseException) -> str:
    return _("插件 {name} 的接口 {hook} 出错：{error}").format(name=name, hook=hook, error=describe(error))


def _codes(error: BaseException) -> Iterator["CodeType"]:
    """The code objects that the exception came through, the innermost first."""
    codes = []
    traceback = error.__traceback__
    while traceback is not None:
        codes.append(traceback.tb_frame.f_code)
        traceback = traceback.tb_next
    yield from reversed(codes)
