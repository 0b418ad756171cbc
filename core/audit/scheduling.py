"""Scheduling (调度): who reads the files, this process, several on this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.audit.harvest import Harvest, harvest
from gouji.run import Run
from gouji.work import Task


def gathered(run: Run, tasks: Sequence[Task], scheduler: str | None = None) -> Iterator[Harvest]:
    """What is kept of each file, in the order of the tasks."""
    engine = run.engine()
    return (harvest(engine, task) for task in tasks)
