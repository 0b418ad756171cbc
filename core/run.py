"""A run (检查过程): from what the user asked for to the outcome."""

import gc
import os
from collections.abc import Iterator, Sequence
from functools import partial
from time import strftime
from typing import TYPE_CHECKING, NamedTuple

from gouji import i18n
from gouji.config.search import Configurations
from gouji.config.settings import Configuration, Globs, Override
from gouji.discovery import STDIN, Input, Search
from gouji.engine import Engine, Request
from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.i18n import _
from gouji.judge import Layer, Verdict, decide
from gouji.outcome import NEVER, FileResult, Outcome
from gouji.readers.limits import MOST, USUAL, Limits
from gouji.suppression.given import Given, Suppression, check_words
from gouji.usage import UsageError
from gouji.work import CHECKING, Result, Setup, Task, Work, sidecar_of

if TYPE_CHECKING:
    from gouji.baseline import Baseline
    from gouji.fixing import Known
    from gouji.sharing import Crew

_FILES_WORTH_A_PROCESS = 50
"""To start a process costs about as much as to check this many files."""


class Order(NamedTuple):
    """What the user asks for on the command line (检查要求); None stands for what is not said.

    draw: whether a format that was asked for shows the tables themselves.
    cache: the folder with the results of earlier runs; None to do without.
    baseline: the file with what is known. strict_baseline: whether it is an error if that has become less.
    suppressions: whether those count that stand in reports, beside them, or in other configurations than the run's.
    """

    names: tuple[str, ...]
    layer: Layer = Layer()
    year: int | None = None
    edition: str | None = None
    exclude: tuple[str, ...] = ()
    fail_on: str | None = None
    jobs: int | None = None
    max_size: int | None = None
    max_unpacked: int | None = None
    max_memory: int | None = None
    max_seconds: int | None = None
    stdin_filename: str | None = None
    draw: bool = False
    cache: str | None = None
    baseline: str | None = None
    strict_baseline: bool = False
    suppressions: bool = True


def limits_of(*said: Order | Configuration) -> Limits:
    """The limits of a run: the first that any of these says, else the usual ones; never more than the system takes."""
    values = {
        name: next((value for one in said if (value := getattr(one, f"max_{name}"))), usual)
        for name, usual in USUAL._asdict().items()
    }
    return Limits(*map(min, Limits(**values), MOST))


class Run:
    """One run, prepared when it is made, so that what the user got wrong is said before anything is checked.

    tasks: the files that will be checked, in order.
    """

    def __init__(self, order: Order, configurations: Configurations, host: Host) -> None:
        """Find the inputs and settle what is wanted of each. Raises UsageError."""
        self._order = order
        self.host = host
        self._configurations = configurations
        self._requests: dict[tuple[str | None, tuple[int, ...]], Request] = {}
        self._today = strftime("%Y-%m-%d")
        self._known = _baseline(order.baseline)
        self.tasks = list(map(self._task, self._inputs()))

    @property
    def fail_on(self) -> int:
        """The severity from which on a finding fails the run."""
        word = self._order.fail_on or self._configurations.run.fail_on or Severity.ERROR.key
        return NEVER if word == "never" else Severity[word.upper()]

    def jobs(self, files: int) -> int:
        """The number of processes for so many files: what the user says, else as many as pay off."""
        wanted = self._order.jobs or self._configurations.run.jobs
        return wanted or max(1, min(os.cpu_count() or 1, files // _FILES_WORTH_A_PROCESS))

    @property
    def limits(self) -> Limits:
        """What the reading of one file may cost: what the user says, else the configuration."""
        return limits_of(self._order, self._configurations.run)

    def results(self) -> Iterator[FileResult]:
        """Check the files, but for those whose results are known; the results come one by one, in order."""
        if self._order.cache is None:
            return self._checked(self.tasks)
        from gouji.cache.results import completed

        return completed(self.tasks, self._checked, self._order.cache, self.setup, self.host)

    def engine(self) -> Engine:
        """An engine with the plugins and limits of this run."""
        return Engine(self.host, self.limits)

    def _checked(self, tasks: Sequence[Task]) -> Iterator[FileResult]:
        """Check these files."""
        return self.done(CHECKING, tasks)

    def done(self, work: Work[Result], tasks: Sequence[Task], crew: "Crew[Result] | None" = None) -> Iterator[Result]:
        """Do files, in this process or in as many as pay off, unless there is a crew; the results come in order."""
        engine = self.engine()
        if len(tasks) > 1:
            gc.freeze()
            gc.enable()  # see gouji.__main__
        jobs = self.jobs(len(tasks))
        if crew is None and (jobs == 1 or len(tasks) <= 1):
            return (work.perform(engine, task) for task in tasks)
        from gouji.sharing import Processes, share

        return share(work, tasks, crew or Processes(work, self.setup, jobs), engine)

    @property
    def setup(self) -> Setup:
        """What a process needs to know before it can work for this run."""
        run = self._configurations.run
        return Setup(run.plugins, run.rulesets, self.limits, i18n.in_use())

    def outcome(self, results: Iterator[FileResult]) -> Outcome:
        """The outcome of the run."""
        new = tuple(map(self._unknown, self.tasks, results))
        findings = (*self.host.findings, *self._idle(new))
        return Outcome(new, findings, self.host.rules, self.fail_on)

    @property
    def known(self) -> "Known | None":
        """What takes out of a result what the baseline knows; None if there is no baseline."""
        return None if self._known is None else partial(self._known.applied, stale=Severity.INFO)

    def _unknown(self, task: Task, result: FileResult) -> FileResult:
        """The result without what the baseline knows."""
        if self._known is None:
            return result
        usual = task.request.verdict.severities.get("X006", self.host.rules["X006"].severity)
        return self._known.applied(result, Severity.ERROR if self._order.strict_baseline else usual)

    def _idle(self, results: Sequence[FileResult]) -> Sequence[Finding]:
        """What is to be said of the suppressions of configurations."""
        if not any(task.request.suppressions.own for task in self.tasks):
            return ()
        from gouji.suppression.sifting import idle

        wanted = ((task.request.suppressions, task.request.verdict) for task in self.tasks)
        checked = ((*each, result) for each, result in zip(wanted, results, strict=True))
        folders = [os.path.realpath(name) for name in self._order.names if os.path.isdir(name)]
        return list(idle(checked, self.host.rules, folders))

    def _inputs(self) -> list[Input]:
        order = self._order
        search = Search(self.host.readers, self._configurations, Globs(os.getcwd(), order.exclude))
        if STDIN not in order.names:
            return search.inputs(order.names)
        if len(order.names) > 1:
            raise UsageError(_("“-”（标准输入）不能与其他文件一起检查"))
        return search.standard_input(order.stdin_filename or STDIN)

    def _task(self, found: Input) -> Task:
        request = self._request(found.file, self._configurations.of(found.folder))
        if request.suppressions.heed and (sidecar := sidecar_of(found.path)) is not None:
            request = request._replace(suppressions=request.suppressions._replace(sidecar=sidecar))
        return Task(found.path, request, found.trouble, self._order.names == (STDIN,), found.version)

    @property
    def verdict(self) -> Verdict:
        """What counts of findings that belong to no file."""
        layers = (self.host.layer, self._configurations.run.layer, self._order.layer)
        return decide(layers, self.host.rules)

    def _request(self, file: str, configuration: Configuration) -> Request:
        """What is wanted of a file: what its configuration says, then the overrides that name it, then the user."""
        holding = configuration.holding(file)
        own = self._exempting(file, configuration)
        key = (configuration.path, tuple(map(id, [*holding, *own])))
        if key not in self._requests:
            said: list[Configuration | Override | Order] = [configuration, *holding, self._order]
            self._requests[key] = Request(
                decide([self.host.layer, *(each.layer for each in said)], self.host.rules),
                next((each.year for each in reversed(said) if each.year), None),
                next((each.edition for each in reversed(said) if each.edition), None),
                self._order.draw,
                Given(own, self._heeds, None, self._today),
            )
        return self._requests[key]

    @property
    def _heeds(self) -> bool:
        """Whether suppressions count that are not those of the run's own configuration."""
        return self._order.suppressions and self._configurations.run.suppressions

    def _exempting(self, file: str, configuration: Configuration) -> tuple[Suppression, ...]:
        """The suppressions of a configuration that hold for a file. Raises UsageError for one that names no rule."""
        if not self._heeds and configuration.path != self._configurations.run.path:
            return ()
        found = tuple(configuration.exempting(file))
        for suppression in found:
            check_words(suppression, self.host.rules)
        return found


def _baseline(path: str | None) -> "Baseline | None":
    if path is None:
        return None
    from gouji.baseline import read

    return read(path)
