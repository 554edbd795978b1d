"""What the clock does for mail. A task may come late, twice or not at all: the next one finds what is left."""

import os
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from collab_portal.celery import app, is_shutting_down
from collab_portal.mail import bounces, claims, health, retention, sender
from collab_portal.mail.stopping import between_messages

SEATS = 7302  # our class of advisory locks for the right to be a worker's sender
# Worked out before the worker forks, so that its processes have it in common and nobody else has.
WORKER = zlib.crc32(f"{socket.gethostname()}:{os.getpid()}".encode()) - 2**31


@app.task(name="mail.tick")
def tick():
    """Send what is due, take in what came back, forget what is old."""
    health.ticked("mail")
    send()
    bounces.apply_waiting()
    retention.blank_old()


@app.task(name="mail.drain")
def send():
    """Send what is due. Only one process of a worker does so at a time, and leaves the others to other tasks."""
    ends_at = time.monotonic() + settings.MAIL_DRAIN_SECONDS
    with between_messages(then_obey=True) as told_to_stop:

        def stop():
            return told_to_stop() or is_shutting_down()

        while not stop():
            with _seat() as taken:
                if not taken:
                    return
                outcome = sender.drain(budget=ends_at - time.monotonic(), stop=stop)
            # Somebody may have found the seat taken after our last look, so look again now that it is free.
            if outcome["unfinished"] or not claims.is_anything_due():
                return


@contextmanager
def _seat() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SEATS, WORKER])
        taken = cursor.fetchone()[0]
    try:
        yield taken
    finally:
        if taken:
            _leave()


def _leave() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SEATS, WORKER])
    except (OperationalError, InterfaceError):
        connection.close()  # the lock ends with its session
