"""The portal's settings for a worker in a test that looks at the mail folder."""

import os
from pathlib import Path

from collab_portal.settings import *  # noqa: F403

MAIL_FOLDER = Path(os.environ["TEST_MAIL_FOLDER"])
CELERY_BROKER_URL = os.environ["TEST_BROKER_URL"]
