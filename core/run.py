"""A run (检查过程): from what the user asked for to the outcome."""

import gc
import os
from collections.abc import Iterator
from typing import NamedTuple

from gouji import i18n
from gouji.config.search import Configurations
from gouji.config.settings import Configuration, Globs, Override
from gouji.discovery import STDIN, Input, Search
from gouji.engine import Engine, Request
from gouji.finding import Severity
from gouji.host import Host
from gouji.i18n import _
from gouji.judge import Layer, decide
from gouji.outcome import NEVER, FileResult, Outcome
from gouji.readers.limits import MOST, USUAL, Limits
from gouji.usage import UsageError
from gouji.work import Setup, Task, perform, share

_FILES_WORTH_A_PROCESS = 50
"""To start a process costs about as much as to check this many files."""


class Order(NamedTuple):
    """What the user asks for on the command line (检查要求); None stands for what is not said."""

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
        self._host = host
        self._configurations = configurations
        self._requests: dict[tuple[str | None, tuple[int, ...]], Request] = {}
        self.tasks = list(map(self._task, self._inputs()))

    @property
    def fail_on(self) -> int:
        """The severity from which on a finding fails the run."""
        word = self._order.fail_on or self._configurations.run.fail_on or Severity.ERROR.key
        return NEVER if word == "never" else Severity[word.upper()]

    @property
    def jobs(self) -> int:
        """The number of processes: what the user says, else as many as pay off."""
        wanted = self._order.jobs or self._configurations.run.jobs
        return wanted or max(1, min(os.cpu_count() or 1, len(self.tasks) // _FILES_WORTH_A_PROCESS))

    @property
    def limits(self) -> Limits:
        """What the reading of one file may cost: what the user says, else the configuration."""
        return limits_of(self._order, self._configurations.run)

    def results(self) -> Iterator[FileResult]:
        """Check the files; the results come one by one, in order."""
        engine = Engine(self._host, self.limits)
        if len(self.tasks) > 1:
            gc.freeze()
            gc.enable()  # see gouji.__main__
        if self.jobs == 1 or len(self.tasks) == 1:
            return (perform(engine, task) for task in self.tasks)
        run = self._configurations.run
        setup = Setup(run.plugins, run.rulesets, self.limits, i18n.in_use())
        return share(self.tasks, setup, self.jobs, engine)

    def outcome(self, results: Iterator[FileResult]) -> Outcome:
        """The outcome of the run."""
        return Outcome(tuple(results), self._host.findings, self._host.rules, self.fail_on)

    def _inputs(self) -> list[Input]:
        order = self._order
        search = Search(self._host.readers, self._configurations, Globs(os.getcwd(), order.exclude))
        if STDIN not in order.names:
            return search.inputs(order.names)
        if len(order.names) > 1:
            raise UsageError(_("“-”（标准输入）不能与其他文件一起检查"))
        return search.standard_input(order.stdin_filename or STDIN)

    def _task(self, found: Input) -> Task:
        file = os.path.join(found.folder, os.path.basename(found.path))
        configuration = self._configurations.of(found.folder)
        return Task(found.path, self._request(file, configuration), found.trouble, self._order.names == (STDIN,))

    def _request(self, file: str, configuration: Configuration) -> Request:
        """What is wanted of a file: what its configuration says, then the overrides that name it, then the user."""
        holding = configuration.holding(file)
        key = (configuration.path, tuple(map(id, holding)))
        if key not in self._requests:
            said: list[Configuration | Override | Order] = [configuration, *holding, self._order]
            self._requests[key] = Request(
                decide([each.layer for each in said], self._host.rules),
                next((each.year for each in reversed(said) if each.year), None),
                next((each.edition for each in reversed(said) if each.edition), None),
            )
        return self._requests[key]
