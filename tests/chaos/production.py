"""Production's settings for the portal that is broken: what takes minutes takes seconds, in the same proportions."""

from collab_portal.settings import *  # noqa: F403

CLOCK_SECONDS = 2
MAIL_SMTP_TIMEOUT = 3
MAIL_SMTP_PATIENCE = 5
MAIL_LEASE_SECONDS = 12  # longer than any conversation, as in production
MAIL_BACKOFF_SECONDS = (0.5, 3)
SHEET_LEASE_SECONDS = 20
NOTIFY_TIMEOUT = 3
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in: a world is quickly made
