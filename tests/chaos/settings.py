"""The portal's settings for processes that will be killed: what takes minutes takes seconds."""

from collab_portal.settings import *  # noqa: F403

CLOCK_SECONDS = 1
MAIL_LEASE_SECONDS = 2
MAIL_BACKOFF_SECONDS = (0.2, 1)
MAIL_DRAIN_SECONDS = 300  # however slow the machine, a run goes to the end
