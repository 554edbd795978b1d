"""The portal's settings for a crawl: mail goes into a folder that is thrown away, as all of this world is."""

from pathlib import Path

from collab_portal.settings import *  # noqa: F403
from collab_portal.settings import env

LOCAL_DIR = Path(env("TEST_MAIL_FOLDER"))
MAIL_FOLDER = LOCAL_DIR / "mail"
