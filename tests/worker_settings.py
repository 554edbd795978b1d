"""The portal's settings for a worker in a test that looks at the mail folder. The test says where, in two variables."""

from pathlib import Path

from collab_portal.settings import *  # noqa: F403
from collab_portal.settings import env

MAIL_FOLDER = Path(env("TEST_MAIL_FOLDER"))
CELERY_BROKER_URL = env("TEST_BROKER_URL")
