from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo

from apscheduler.events import JobExecutionEvent
from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore
from apscheduler.triggers.base import BaseTrigger

class BaseScheduler:
    running: bool
    def __init__(
        self,
        *,
        timezone: tzinfo | str | None = None,
        jobstores: Mapping[str, BaseJobStore] = ...,
        job_defaults: Mapping[str, object] = ...,
    ) -> None: ...
    def start(self, paused: bool = False) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def shutdown(self, wait: bool = True) -> None: ...
    def wakeup(self) -> None: ...
    def add_job(
        self,
        func: Callable[..., object],
        trigger: BaseTrigger | None = None,
        args: Sequence[object] | None = None,
        kwargs: Mapping[str, object] | None = None,
        id: str | None = None,
        name: str | None = None,
        misfire_grace_time: int | None = ...,
        coalesce: bool = ...,
        max_instances: int = ...,
        next_run_time: datetime | None = ...,
        jobstore: str = "default",
        executor: str = "default",
        replace_existing: bool = False,
    ) -> Job: ...
    def add_listener(self, callback: Callable[[JobExecutionEvent], object], mask: int = ...) -> None: ...
    def get_job(self, job_id: str, jobstore: str | None = None) -> Job | None: ...
    def get_jobs(self, jobstore: str | None = None) -> list[Job]: ...
    def remove_job(self, job_id: str, jobstore: str | None = None) -> None: ...
    def reschedule_job(self, job_id: str, jobstore: str | None = None, trigger: BaseTrigger | None = None) -> Job: ...
