"""The portal's settings, with the pages that serve as floors."""

from pathlib import Path

from collab_portal.settings import *  # noqa: F403
from collab_portal.settings import TEMPLATES

ROOT_URLCONF = "tests.bench.floors"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
