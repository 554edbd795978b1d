"""The tests' settings, with a database for each process that mutates."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"].setdefault("TEST", {})["NAME"] = f"mutated_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
