"""The portal's settings, with the pages that serve as floors."""

from pathlib import Path

from collab_portal.settings import *  # noqa: F403
from collab_portal.settings import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.bench.floors"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
MIDDLEWARE.append("tests.bench.in_memory.RowsInMemory")
SEARCH_LIMIT_EXEMPT = frozenset({"127.0.0.1"})
