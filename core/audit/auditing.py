"""The audit (汇总核查): collect what has changed, settle whose it is, look across all reports, and tell.

What is in the ledger is the state: a run that is broken off anywhere goes on from what was committed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from time import monotonic, strftime
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.audit.attribution import attribute
from gouji.audit.harvest import Harvest
from gouji.audit.judging import judged
from gouji.audit.known import Known
from gouji.audit.ledger.store import Ledger
from gouji.audit.roster.names import implied
from gouji.audit.scheduling import gathered
from gouji.cache.keys import is_passing
from gouji.collection import Collection
from gouji.run import Run
from gouji.work import Task

if TYPE_CHECKING:
    from gouji.audit.roster import Roster

_BATCH = 128
"""How many files to commit at once, at most: they are what is lost if the run is killed."""
_SECONDS = 2
"""How long to wait for them, at most."""

_SAID = """SELECT file, path, said_agency, said_year, agency IS NULL AND year IS NULL AND doubt IS NULL
           FROM files WHERE checked"""
"""What the reports say of themselves, and whether it has not been settled yet whose they are."""


class Wanted(NamedTuple):
    """What the user asks of an audit besides what a check is asked (核查要求).

    years: the report years that it is about, none for all that there are. keep: whether files stay in the ledger that
    this run is not about. scheduler: the address of a Dask cluster that does the work.
    """

    roster: Roster | None = None
    years: tuple[int, ...] = ()
    keep: bool = False
    scheduler: str | None = None


class Audit(Collection):
    """One audit, as the rules across reports see it.

    years: the report years that it is about. today: as 2027-03-31. ledger: where all that is known of them stands.
    """

    def __init__(self, run: Run, ledger: Ledger, wanted: Wanted) -> None:
        """run: has found the files. ledger: open for writing, and to be closed by whoever opened it."""
        self._run = run
        self.ledger = ledger
        self._wanted = wanted
        self.today = strftime("%Y-%m-%d")
        self.years: Sequence[int] = wanted.years
        self._known = Known(run, ledger)
        self._program: str | None = None

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives."""
        return self.ledger.rows(query, *values)

    def answers(self, question: str) -> Mapping[str, int]:
        """What a question came to before, if program and settings are still the same."""
        return self.ledger.answers(question, self._program) if self._program else {}

    def note(self, question: str, answers: Mapping[str, int]) -> None:
        """Keep what a question came to, for the next audit."""
        if self._program:
            self.ledger.note(question, self._program, answers)

    @property
    def pending(self) -> list[Task]:
        """The files that have to be read, as they are new or changed."""
        return self._known.pending(self.today)

    def collect(self, tasks: Sequence[Task]) -> Iterator[Harvest]:
        """Read these files into the ledger; each comes out when it has been read, a little before it is committed."""
        number = self.ledger.begin(len(self._known.tasks))
        self.ledger.remove(self._known.gone(keep=self._wanted.keep))
        batch: list[tuple[Task, Harvest]] = []
        committed = monotonic()
        try:
            for task, harvest in zip(tasks, gathered(self._run, tasks, self._wanted.scheduler), strict=True):
                batch.append((task, harvest))
                if len(batch) >= _BATCH or monotonic() - committed >= _SECONDS:
                    self.ledger.put(number, self._known.keyed(batch))
                    batch, committed = [], monotonic()
                yield harvest
        finally:  # what has been read when the user breaks the run off is not read again
            self.ledger.put(number, self._known.keyed(batch))
        self.ledger.finish(number, len(tasks))

    def conclude(self) -> None:
        """Settle whose report is whose, and look across all of them."""
        roster = self._wanted.roster and self._wanted.roster.agencies
        wanted = roster, self._wanted.years, self.today, self._run.verdict
        followed = self._known.basis(self.ledger.changes, *wanted)
        if followed is None or followed != self.ledger.concluded:
            self.settle()
            found = judged(self, self._run)
            self.ledger.put_across(found, None if is_passing(found) else followed)
        self._look()

    def settle(self) -> None:
        """Settle whose report on which year each is; then rules across reports can be asked."""
        roster = self._wanted.roster
        self._program = self._known.basis()
        self.ledger.enrol(roster, self._wanted.years)
        said = list(self.rows(_SAID))
        known = roster or implied(agency for _file, _path, agency, *_rest in said if agency)
        basis = self._known.basis(known.agencies)
        stands = basis is not None and basis == self.ledger.attributed
        settled = (
            (file, *attribute(path, agency, year, known))
            for file, path, agency, year, is_new in said
            if is_new or not stands
        )
        self.ledger.attribute(settled, basis)
        self._look()

    def _look(self) -> None:
        """See which years there are reports on, if the user names none."""
        if not self._wanted.years:
            self.years = [year for (year,) in self.rows("SELECT DISTINCT year FROM filings ORDER BY year")]
