"""A Dask cluster (集群): the same work, done by the workers of a scheduler that the user names.

Dask moves the files of a worker that is gone to others, and gives up a chunk of which several workers have died.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, NamedTuple
from uuid import uuid4

from gouji.engine import Engine
from gouji.host import Host
from gouji.i18n import _
from gouji.remote import is_remote
from gouji.sharing import Submit, host_of, perform_all
from gouji.trouble import describe
from gouji.usage import UsageError
from gouji.work import Result, Setup, Task, Work

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 30
"""How many seconds to wait for a scheduler that does not answer, and for workers where there are none."""
_PACKAGES = ("gouji", "lxml", "pypdfium2", "python-calamine", "rensa", "rapidfuzz")
"""The distributions that results follow from."""
_ONE_AT_A_TIME = Lock()
"""An engine is not made for several threads, and a worker may have some."""


class Likeness(NamedTuple):
    """What has to be the same on every worker (一致性): the rules that there are, and what is wrong with plugins."""

    codes: tuple[str, ...]
    troubles: tuple[str, ...]


class Unlike(Exception):
    """A worker has not the plugins that the run has, or others; the message tells of them."""


class Cluster(Generic[Result]):
    """The workers of a Dask scheduler."""

    def __init__(self, address: str, work: Work[Result], tasks: Sequence[Task], setup: Setup, host: Host) -> None:
        """address: of the scheduler, or the file that it has written for its clients. work, tasks: what there is to do.

        setup, host: what workers need to have, too. Raises UsageError if Dask is not installed here.
        """
        _check_installed()
        self.size = 1
        self._perform = work.perform
        self._setup = setup._replace(plugins=_absolute(setup.plugins), rulesets=_absolute(setup.rulesets))
        self._address = address
        self._sample = next((from_anywhere(task).file for task in tasks if _is_local(task)), None)
        self._run = uuid4().hex
        self._likeness = likeness(host)

    @property
    def died(self) -> type[Exception]:
        """What is raised for a chunk of which workers have died."""
        from distributed.scheduler import KilledWorker

        return KilledWorker

    @contextmanager
    def working(self) -> Iterator[Submit[Result]]:
        """The workers. Raises UsageError if they cannot do this work."""
        client = self._connected()
        try:
            self.size = max(1, sum(self._threads(client).values()))
            check_packages(client)
            self._check_sight(client)
            yield lambda tasks: self._submitted(client, tasks)
        finally:
            client.close(timeout=_PATIENCE)

    def _connected(self) -> Client:
        import logging

        from distributed import Client
        from distributed.comm.addressing import get_address_host

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what concerns the user is said in a sentence
        where = {"scheduler_file": self._address} if os.path.isfile(self._address) else {"address": self._address}
        try:
            if "address" in where:
                get_address_host(self._address)  # a client of what is no address hangs when it is dropped
            return Client(**where, timeout=_PATIENCE, set_as_default=False)
        except Exception as error:
            message = _("Dask 调度器 {address} 连不上：{error}")
            raise UsageError(message.format(address=self._address, error=describe(error))) from error

    def _threads(self, client: Client) -> dict[str, int]:
        """The number of threads of each worker, when there is one. Raises UsageError if there is none in time."""
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            message = _("Dask 调度器 {address} 没有可用的 worker，等了 {seconds} 秒")
            raise UsageError(message.format(address=self._address, seconds=_PATIENCE)) from error
        return dict(client.nthreads())

    def _check_sight(self, client: Client) -> None:
        """Make sure that the workers see the files of this machine, if any are to be read. Raises UsageError."""
        if self._sample is None:
            return
        seen = client.run(os.path.lexists, self._sample)
        if blind := sorted(address for address, found in seen.items() if not found):
            message = _(
                "worker {addresses} 读不到 {path}：请把报告放在各 worker 都能读到的共享文件夹，或用 s3:// 等地址"
            )
            raise UsageError(message.format(addresses=_("、").join(blind), path=self._sample))

    def _submitted(self, client: Client, tasks: Sequence[Task]) -> Callable[[], list[Result]]:
        chunk = list(map(from_anywhere, tasks))
        order = self._perform, self._setup, chunk, self._run, self._likeness
        future = client.submit(perform_alike, *order, pure=False)
        return lambda: self._result(client, future)

    def _result(self, client: Client, future: Future[list[Result]]) -> list[Result]:
        """What comes of a chunk. Raises what ``died`` says, or UsageError."""
        from concurrent.futures import CancelledError

        try:
            while True:
                try:
                    found: list[Result] = future.result(timeout=_PATIENCE)
                    return found
                except TimeoutError:
                    self._threads(client)  # as long as there are workers, they are at it
        except (self.died, UsageError):
            raise
        except Unlike as error:
            raise UsageError(str(error)) from error
        except CancelledError as error:
            message = _("与 Dask 调度器 {address} 的连接断了；再次运行同一命令就会接着做")
            raise UsageError(message.format(address=self._address)) from error
        except Exception as error:
            raise UsageError(_("Dask 集群出错：{error}").format(error=describe(error))) from error


def check_packages(client: Client) -> None:
    """Make sure that results would not depend on who finds them. Raises UsageError."""
    versions: Any = client.get_versions(packages=_PACKAGES)
    own = versions["client"]["packages"]
    wanted = {name: own[name] for name in _PACKAGES if own[name] is not None}
    for address, found in sorted(versions["workers"].items()):
        there = {name: found["packages"][name] or _("没有") for name in wanted}
        if there != wanted:
            message = _("worker {address} 上装的与本机不同，请装好同样的版本：{unlike}")
            unlike = _("；").join(
                _("{name} 应为 {wanted}，实为 {found}").format(name=name, wanted=wanted[name], found=there[name])
                for name in wanted
                if there[name] != wanted[name]
            )
            raise UsageError(message.format(address=address, unlike=unlike))


def from_anywhere(task: Task) -> Task:
    """The task for a process that may be in another folder."""
    return task if is_remote(task.path) else task._replace(base=os.getcwd())


def likeness(host: Host) -> Likeness:
    """What a host has in common with all that do the same."""
    return Likeness(tuple(host.rules), tuple(sorted(finding.message for finding in host.findings)))


def perform_alike(
    perform: Callable[[Engine, Task], Result], setup: Setup, tasks: Sequence[Task], run: str, wanted: Likeness
) -> list[Result]:
    """Do files on a worker. Raises Unlike if it has other plugins than the one that the user started."""
    with _ONE_AT_A_TIME:
        try:
            found = likeness(host_of(setup, run))
        except UsageError as error:  # a ruleset that is not there
            raise Unlike(_("worker 上加载不了规则：{error}").format(error=error)) from error
        if found.codes != wanted.codes or len(found.troubles) != len(
            wanted.troubles
        ):  # paths in them are absolute here
            raise Unlike(_unlike(found, wanted))
        return perform_all(perform, setup, tasks, run)


def _unlike(found: Likeness, wanted: Likeness) -> str:
    message = _("worker 上的插件与本机不同，请在各 worker 上装好，或放在各 worker 都能读到的共享文件夹：{differences}")
    troubles = sorted(set(found.troubles) - set(wanted.troubles)) or wanted.troubles
    codes = sorted(set(found.codes) ^ set(wanted.codes))
    return message.format(differences=_("；").join([*troubles, *codes][:3]))


def _absolute(names: Iterable[str]) -> tuple[str, ...]:
    """The names, those of files and folders as they are meant from anywhere."""
    return tuple(os.path.abspath(name) if os.path.exists(name) else name for name in names)


def _is_local(task: Task) -> bool:
    return not (task.trouble or task.standard_input or is_remote(task.path))


def _check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise UsageError(_("--scheduler 需要另外安装组件 Dask：pip install 'gouji[dask]'"))
