"""The alarm clock: PostgreSQL holds what is due, Celery only wakes the tasks that ask, late, twice or not at all."""

import mmap
import os
import threading
import time
from collections import Counter

import structlog
from celery import Celery
from celery.signals import worker_shutting_down
from django.conf import settings
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab_portal.settings")

log = structlog.get_logger(__name__)

# By name, because the clock lies below every app.
CLOCK = (
    "procurement.tick",
    "mail.tick",
    "imports.drain",
    "plans.drain",
    "proxies.drain",
    "practice.tick",
    "audit.seal",
)
HOURLY = (
    "files.sweep",
    "events.sweep",
    "trust.sweep",
    "removals.sweep",
    "search.edition",
    "notices.fetch",
    "engagement.record",
    "practice.sweep",
    "deliveries.sweep",
    "audit.check",
    "panels.sweep",
)

NUDGE_SECONDS = 1.0
SLEEP_SECONDS = 30.0

app = Celery("collab_portal", broker=settings.CELERY_BROKER_URL)
app.conf.update(
    timezone="UTC",
    beat_schedule={
        task: {"task": task, "schedule": settings.CLOCK_SECONDS, "options": {"expires": settings.CLOCK_SECONDS}}
        for task in CLOCK
    }
    | {task: {"task": task, "schedule": 3600, "options": {"expires": 3600}} for task in HOURLY},
    beat_scheduler="celery.beat:Scheduler",  # equal steps only, so there is nothing to remember on disk
    # Nobody reads results. A task is taken off the queue when it starts: to run it twice or never does no harm.
    task_ignore_result=True,
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    task_time_limit=settings.TASK_TIME_LIMIT,
    # Nothing that a person waits for may wait for the broker.
    task_publish_retry=False,
    broker_transport_options={
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "health_check_interval": 10,
        "retry_on_timeout": False,
        "max_retries": 0,
    },
    # The worker, on the other hand, waits for Redis for as long as it takes.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
)
app.autodiscover_tasks()

_shutting_down = mmap.mmap(-1, 1)  # one byte that a worker shares with the processes it forks

nudges: Counter[str] = Counter()  # how the nudges of this process ended: sent, failed, skipped
_sleep_until = 0.0


def nudge(task_name: str) -> None:
    """Make a task run now rather than at the next tick: one attempt, a second at most, and never an error.

    After a failure this process does not try again for half a minute; the tick does the work meanwhile.
    """
    global _sleep_until
    if time.monotonic() < _sleep_until:
        nudges["skipped"] += 1
        return
    # A thread bounds what no socket option does: looking up a name, and a broker that answers drop by drop.
    attempt = _Attempt(task_name)
    attempt.start()
    attempt.join(NUDGE_SECONDS)
    if attempt.succeeded:
        nudges["sent"] += 1
        return
    nudges["failed"] += 1
    _sleep_until = time.monotonic() + SLEEP_SECONDS
    log.warning("nudge failed", task=task_name, error=attempt.error or "no answer", failed=nudges["failed"])


def is_shutting_down() -> bool:
    """Whether the worker was told to stop. It waits for its tasks, so a long one asks, and ends early."""
    return _shutting_down[0] != 0


@worker_shutting_down.connect
def _tell_the_tasks(**kwargs):
    _shutting_down[0] = 1


class _Attempt(threading.Thread):
    """One try at reaching the broker."""

    def __init__(self, task_name: str):
        super().__init__(name="nudge", daemon=True)
        self.task_name = task_name
        self.succeeded = False
        self.error = ""

    def run(self):
        try:
            app.send_task(self.task_name, retry=False, ignore_result=True, expires=2 * settings.CLOCK_SECONDS)
        except (KombuError, RedisError, OSError) as error:
            self.error = type(error).__name__
        else:
            self.succeeded = True
