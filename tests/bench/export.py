"""Fetches the whole directory as a file, in a process of its own, and says what that took."""

import json
import logging
import os
import sys
import time
from pathlib import Path

import django
import structlog

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

from django.test import Client  # noqa: E402


def fetch(kind: str) -> dict[str, float]:
    client = Client(SERVER_NAME="127.0.0.1")
    b"".join(client.get(f"/enterprises/enterprises.{kind}?form=SCIO"))  # what any file takes
    Path("/proc/self/clear_refs").write_text("5")  # the peak is that of now
    at_rest, started, length = _peak(), time.monotonic(), 0
    for piece in client.get(f"/enterprises/enterprises.{kind}"):
        length += len(piece)
    return {"bytes": length, "seconds": time.monotonic() - started, "megabytes": (_peak() - at_rest) / 1024}


def _peak() -> int:
    """The most memory of this process, in kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(fetch(sys.argv[1]))}\n")
