"""The plugin host (插件): loads each plugin on its own, and asks each what it brings.

Loading is guarded plugin by plugin: one that breaks becomes an X004 finding that names it and the line of its source,
and the others still work. Plugins are loaded in a fixed order (see :mod:`gouji.loading`), so that two runs are alike;
where two of them bring the same thing, the earlier one wins.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import time_ns
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pluggy

from gouji import hookspecs
from gouji.document import Place
from gouji.finding import Finding, Severity
from gouji.i18n import N_, _
from gouji.judge import Layer
from gouji.loading import Plugin, aside, discover, source
from gouji.model import NO_ADDITIONS
from gouji.readers import Reader
from gouji.reporters import Reporter
from gouji.rule import Rule
from gouji.trouble import reraise_if_due

if TYPE_CHECKING:
    from types import CodeType

    from gouji.local import Local
    from gouji.model import Report

Check = Callable[["Report", Sequence[Rule]], list[Finding]]
Brought = TypeVar("Brought")
_PATH: Any = (str, os.PathLike)  # abstract, which mypy does not take for a type


def trouble(message: str) -> Finding:
    """An X004 finding (检查本身出错) about a whole input or a whole run."""
    return Finding(Place(1, 1, 1, 1), message, severity=Severity.ERROR, code="X004")


class _Clash(NamedTuple):
    """A thing that two plugins bring (重复): by which of its keys, and whether all of them are the other's too."""

    key: str
    whole: bool


class _Manager(pluggy.PluginManager):
    """Pluggy's manager, looking closely only at what is marked as an implementation: most names of a module are not."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        return super().parse_hookimpl_opts(plugin, name) if hasattr(getattr(plugin, name), "gouji_impl") else None


class Host:
    """The plugins of one run, loaded, and what they bring.

    rules: the catalogue (规则目录), every rule by its code, sorted.
    readers: the reader for each ending of file names. reporters: the reporter for each name of a format.
    additions: what the rulesets of plugins and of the configuration add to the bundled ones.
    layer: how gravely these rulesets take which rules, before the user says anything.
    origins: for the code of each rule, the plugin or the ruleset that brings it.
    findings: an X004 for each plugin that could not do its part.
    begun: when the first of them began to be loaded, in nanoseconds.
    """

    def __init__(self, named: Sequence[str] = (), rulesets: Sequence[str] = (), *, installed: bool = True) -> None:
        """Load all plugins, and the rulesets and plugins that the configuration names.

        A plugin is named by the path of a Python file or of a folder with an ``__init__.py``, or as a module; those of
        ``installed`` packages need no naming. Raises UsageError for a ruleset that is wrong.
        """
        self.begun = time_ns()
        self._manager = _Manager("gouji")
        self._manager.add_hookspecs(hookspecs)
        self._troubles: list[str] = []
        self._clashes: dict[tuple[str, str], list[_Clash]] = {}
        self._plugins: dict[str, Plugin] = {}
        for plugin in discover(named, installed=installed):
            self._register(plugin)
        local = self._local(rulesets)
        self._rulesets = [each.path for each in local.sources] if local else []
        declared = ((path, rule) for path, rules in (local.rules if local else {}).items() for rule in rules)
        brought = [*self._brought("gouji_rules", Rule), *declared]
        rules = self._first(self._sound(brought), lambda rule: (rule.code, rule.name))
        readers = self._first(self._brought("gouji_readers", Reader), lambda reader: reader.suffixes)
        reporters = self._first(self._brought("gouji_reporters", Reporter), lambda reporter: (reporter.name,))
        self._note_clashes({name for name, _thing in (*rules, *readers, *reporters)})
        self.origins = {rule.code: name for name, rule in rules}
        self.rules = dict(sorted((rule.code, rule) for _name, rule in rules))
        self.readers = {suffix: reader for _name, reader in readers for suffix in reader.suffixes}
        self.reporters = {reporter.name: reporter for _name, reporter in reporters}
        self.additions = local.additions if local else NO_ADDITIONS
        self.layer = self._layer(local, rulesets)
        self.findings = tuple(map(trouble, self._troubles))

    @property
    def sources(self) -> Iterator[str]:
        """The files and folders that everything is made of that was loaded and is not bundled (来源文件).

        A plugin that is named by its file is taken to go by whatever lies beside it, too.
        """
        for plugin in self._plugins.values():
            if not plugin.bundled and os.path.isfile(file := source(plugin) or self._file(plugin.name)):
                alone = plugin.module and os.path.basename(file) != "__init__.py"
                yield os.path.abspath(file if alone else os.path.dirname(file))
        yield from self._rulesets

    def check(self, report: "Report", rules: Sequence[Rule], run: Check) -> list[Finding]:
        """What ``run`` finds, with the plugins' wrappers around it; without them if one of them breaks."""
        hook = self._manager.hook.gouji_check
        wrappers = hook.get_hookimpls()
        if not wrappers:
            with aside():
                return run(report, rules)
        try:
            with aside():
                found = hook.call_extra([run], {"report": report, "rules": rules})
            findings = _all_of(Finding, found, wrappers[-1].function)  # the outermost, which has the last word
        except BaseException as error:
            reraise_if_due()
            names = {wrapper.function.__code__: wrapper.plugin_name for wrapper in wrappers}
            name = next((names[code] for code in _codes(error) if code in names), wrappers[-1].plugin_name)
            findings = [*run(report, rules), trouble(self._broken_hook(name, "gouji_check", error))]
        return findings

    def _register(self, plugin: Plugin) -> None:
        """Load and register one plugin, once however often it is named; note whatever is wrong with it."""
        if not plugin.module and os.path.realpath(source(plugin)) in map(self._file, self._plugins):
            return
        self._plugins[plugin.name] = plugin
        loaded: object = None
        try:
            with aside():
                loaded = plugin.load()
            if not self._manager.is_registered(loaded):
                self._manager.register(loaded, plugin.name)
        except pluggy.PluginValidationError:
            reraise_if_due()
            self._note_misfits(plugin.name, loaded)
            self._manager.unregister(name=plugin.name)
        except BaseException as error:
            from gouji.faults import explain_fault

            reraise_if_due()
            self._note(
                N_("插件 {name} 无法加载：{error}"), name=plugin.name, error=explain_fault(error, source(plugin))
            )
        else:
            self._note_unheard(plugin.name, loaded)

    def _file(self, name: str) -> str:
        """The file that a loaded plugin's module is made of."""
        return os.path.realpath(getattr(self._manager.get_plugin(name), "__file__", None) or "")

    def _note_misfits(self, name: str, loaded: object) -> None:
        """Note the functions of a plugin whose parameters are not those of the hook, or that wrap around nothing."""
        from inspect import isgeneratorfunction as yields

        from gouji.faults import hook_fault

        for hook, wanted in vars(hookspecs).items():
            function = getattr(loaded, hook, None)
            if function is None or not hasattr(function, "gouji_impl"):
                continue
            wraps = function.gouji_impl["wrapper"] or function.gouji_impl["hookwrapper"]
            if not set(_parameters(function)) <= set(_parameters(wanted)) or (wraps and not yields(function)):
                self._note(N_("插件 {name} 无法加载：{error}"), name=name, error=hook_fault(function, hook, wanted))

    def _note_unheard(self, name: str, loaded: object) -> None:
        """Note what a plugin implements in vain."""
        hooks = self._manager.get_hookcallers(loaded) or []
        if not hooks:
            self._note(N_("插件 {name} 没有实现任何接口，函数前是否少了 @hookimpl？"), name=name)
        for hook in hooks:
            if not hook.has_spec():
                from gouji.faults import hook_fault

                fault = hook_fault(getattr(loaded, hook.name), hook.name, None)
                self._note(N_("插件 {name} 有误：{error}"), name=name, error=fault)
        own = [each for each in self._manager.hook.gouji_check.get_hookimpls() if each.plugin is loaded]
        if any(not (each.wrapper or each.hookwrapper) for each in own):
            self._note(N_("插件 {name} 的 gouji_check 不起作用：须以 @hookimpl(wrapper=True) 标记"), name=name)

    def _sound(self, brought: Iterable[tuple[str, Rule]]) -> Iterator[tuple[str, Rule]]:
        """The rules that can stand in the catalogue; a note for each that cannot. The bundled ones are tested by us."""
        for name, rule in brought:
            faults: list[str] = []
            if name in self._plugins and not self._plugins[name].bundled:
                from gouji.faults import faults_of

                faults = list(faults_of(rule))
            for fault in faults:
                self._note(N_("插件 {name} 有误：{error}"), name=name, error=fault)
            if not faults:
                yield name, rule

    def _local(self, rulesets: Sequence[str]) -> "Local | None":
        """The rulesets that plugins bring, one after the other, and then those named; None if there are none.

        All are loaded together, as each may extend what another brings. Raises RulesetError for those named.
        """
        brought = list(self._brought("gouji_rulesets", _PATH))
        if not brought and not rulesets:
            return None
        from gouji.local import load  # most runs have none

        found, paths = load([]), list[str]()
        for name, path in brought:
            try:
                found = load([*paths, path])
                paths.append(path)
            except Exception as error:
                reraise_if_due()
                self._note(self._broken_hook(name, "gouji_rulesets", error))
        return load([*paths, *rulesets]) if rulesets else found

    def _layer(self, local: "Local | None", named: Sequence[str]) -> Layer:
        """How gravely the rulesets take the rules of the catalogue.

        Raises RulesetError for a word that means no rule, if it stands in a ruleset that is named or that one extends;
        where only a plugin brings it, that is noted.
        """
        if local is None:
            return Layer()
        from gouji.entries import RulesetError
        from gouji.local.severity import layer

        own = {os.path.realpath(path) for path in named}
        own |= {base for each in local.sources if each.path in own for base in each.extends}
        sound = []
        for each in local.sources:
            try:
                layer([each], self.rules)
                sound.append(each)
            except RulesetError as error:
                if each.path in own:
                    raise
                self._note(error.brief)
        return layer(sound, self.rules)

    def _first(
        self, things: Iterable[tuple[str, Brought]], keys: Callable[[Brought], Iterable[str]]
    ) -> list[tuple[str, Brought]]:
        """What plugins bring, each with its plugin's name; of two with a key in common the first, and it is a clash."""
        owners: dict[str, str] = {}
        kept = []
        for name, thing in things:
            own = tuple(keys(thing))
            if taken := [key for key in own if key in owners]:
                clash = _Clash(taken[0], whole=len(taken) == len(own))
                self._clashes.setdefault((owners[taken[0]], name), []).append(clash)
                continue
            owners |= dict.fromkeys(own, name)
            kept.append((name, thing))
        return kept

    def _note_clashes(self, bringing: set[str]) -> None:
        """Note what one plugin brings and another too, once for the two of them; some are ``bringing`` other things."""
        for (first, second), clashes in self._clashes.items():
            message = N_("{key} 由{first}与{second}重复提供，只用前者；请给后者另取一个")
            own = first in self._plugins and self._plugins[first].bundled
            if not own and second not in bringing and all(clash.whole for clash in clashes):
                message = N_(
                    "{second}提供的（{key}），{first}都已提供，只用前者；像是同一个插件，"
                    "请从 plugins 或 --plugin 里去掉一个，或者卸载已安装的那个"
                )
            keys = _("、").join(clash.key for clash in clashes)
            self._note(message, key=keys, first=self._spoken(first), second=self._spoken(second))

    def _spoken(self, name: str) -> str:
        """A plugin or a ruleset as a note names it: with its file, where the name is not the path."""
        if name not in self._plugins:
            return _("规则集 {name} ").format(name=name)
        message = N_("插件 {name}（{file}）") if self._plugins[name].module else N_("插件 {name} ")
        return _(message).format(name=name, file=self._file(name))

    def _brought(self, hook: str, kind: type[Brought]) -> Iterator[tuple[str, Brought]]:
        """What each plugin brings through a hook, with the plugin's name, in the order of loading."""
        order = [name for name, _plugin in self._manager.list_name_plugin()]
        implementations = getattr(self._manager.hook, hook).get_hookimpls()
        for implementation in sorted(implementations, key=lambda each: order.index(each.plugin_name)):
            name = implementation.plugin_name
            try:
                with aside():
                    brought = _all_of(kind, implementation.function(), implementation.function)
            except BaseException as error:
                reraise_if_due()
                self._note(self._broken_hook(name, hook, error))
                continue
            yield from ((name, thing) for thing in brought)

    def _broken_hook(self, name: str, hook: str, error: BaseException) -> str:
        from gouji.faults import explain_fault

        message = _("插件 {name} 的接口 {hook} 出错：{error}")
        return message.format(name=name, hook=hook, error=explain_fault(error, self._file(name)))

    def _note(self, message: str, **values: str) -> None:
        self._troubles.append(_(message).format(**values) if values else message)


def _all_of(kind: type[Brought], things: object, giver: Callable[..., object]) -> list[Brought]:
    """What a hook gives, as a list. Raises PackFault if any of it is not of the kind."""
    given = things if isinstance(things, Iterable) and not isinstance(things, str) else [things]
    found = list(given)
    for thing in found:
        if not isinstance(thing, kind):
            from gouji.faults import not_all

            raise not_all(_("路径") if kind is _PATH else kind.__name__, thing, giver)
    return found


def _parameters(function: Callable[..., object]) -> tuple[str, ...]:
    code = function.__code__
    return code.co_varnames[: code.co_argcount]


def _codes(error: BaseException) -> Iterator["CodeType"]:
    """The code objects that the exception came through, the innermost first."""
    codes = []
    traceback = error.__traceback__
    while traceback is not None:
        codes.append(traceback.tb_frame.f_code)
        traceback = traceback.tb_next
    yield from reversed(codes)
