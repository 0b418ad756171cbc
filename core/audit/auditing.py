"""The audit (汇总核查): collect what has changed, settle whose it is, look across all reports, and tell.

What is in the ledger is the state: a run that is broken off anywhere goes on from what was committed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import strftime
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.audit.attribution import attribute
from gouji.audit.harvest import Harvest
from gouji.audit.judging import judged
from gouji.audit.ledger.store import Ledger
from gouji.audit.scheduling import gathered
from gouji.cache.keys import Keys, is_lasting, stamp_of
from gouji.host import Host
from gouji.readers import Unreadable
from gouji.run import Run
from gouji.work import Task, contents, digest

if TYPE_CHECKING:
    from gouji.audit.roster import Roster

_BATCH = 128
"""How many files to commit at once: what is lost at most if the run is killed."""


class Wanted(NamedTuple):
    """What the user asks of an audit besides what a check is asked (核查要求).

    years: the report years that it is about, none for all that there are. keep: whether files stay in the ledger that
    this run is not about. scheduler: the address of a Dask cluster that does the work.
    """

    roster: Roster | None = None
    years: tuple[int, ...] = ()
    keep: bool = False
    scheduler: str | None = None


class Audit:
    """One audit; it is a :class:`gouji.collection.Collection` for the rules across reports.

    years: the report years that it is about. today: as 2027-03-31.
    """

    def __init__(self, run: Run, host: Host, ledger: Ledger, wanted: Wanted) -> None:
        """run: has found the files. ledger: where all that is known of them stands."""
        self._run = run
        self._host = host
        self._ledger = ledger
        self._wanted = wanted
        self.today = strftime("%Y-%m-%d")
        self.years: Sequence[int] = wanted.years
        self._keys = Keys(stamp_of(run.tasks, run.setup, host, [ledger.path]))

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives."""
        return self._ledger.rows(query, *values)

    @property
    def pending(self) -> list[Task]:
        """The files that have to be read, as they are new or changed."""
        known = self._ledger.known()
        return [task for task in self._run.tasks if task.path not in known or self._key(task) != known[task.path]]

    def _key(self, task: Task, of: str | None = None) -> str | None:
        """The key of a file with the digest ``of``, by default that which it has now; None if it must be read again."""
        try:
            found = digest(contents(task.path, self._run.limits.size)) if of is None else of
            return self._keys.of(task, found).hex() if found and is_lasting(task) else None
        except (Unreadable, TypeError):
            return None

    def collect(self, tasks: Sequence[Task]) -> Iterator[Harvest]:
        """Read these files into the ledger; each comes out when it has been read, at the latest when it is committed."""
        number = self._ledger.begin(len(self._run.tasks))
        if not self._wanted.keep:
            self._ledger.retain([task.path for task in self._run.tasks])
        batch: list[tuple[Harvest, str | None]] = []
        for task, harvest in zip(tasks, gathered(self._run, tasks, self._wanted.scheduler), strict=True):
            batch.append((harvest, self._key(task, harvest.digest)))
            if len(batch) >= _BATCH:
                self._ledger.put(number, batch)
                batch = []
            yield harvest
        self._ledger.put(number, batch)
        self._ledger.finish(number, len(tasks))

    def conclude(self) -> None:
        """Settle whose report is whose, and look across all of them."""
        roster = self._wanted.roster
        self._ledger.enrol(roster)
        said = list(self.rows("SELECT file, path, said_agency, said_year FROM files WHERE checked"))
        settled = ((file, *attribute(path, agency, year, roster)) for file, path, agency, year in said)
        self._ledger.attribute(settled)
        if not self._wanted.years:
            ((first, last),) = self.rows("SELECT min(year), max(year) FROM filings")
            self.years = range(first, last + 1) if first is not None else ()
        self._ledger.put_across(judged(self, self._run, self._host))
