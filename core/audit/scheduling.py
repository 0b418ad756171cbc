"""Scheduling (调度): who reads the files, this process, several on this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.audit.harvest import Harvest, harvest, of_result
from gouji.run import Run
from gouji.work import Task, Work

HARVESTING = Work(harvest, of_result)
"""To take from a file what is kept of it."""


def gathered(run: Run, tasks: Sequence[Task], scheduler: str | None = None) -> Iterator[Harvest]:
    """What is kept of each file, in the order of the tasks."""
    if scheduler is None:
        return run.done(HARVESTING, tasks)
    from gouji.audit.cluster import Cluster

    return run.done(HARVESTING, tasks, Cluster(scheduler, HARVESTING, tasks, run.setup, run.host))
