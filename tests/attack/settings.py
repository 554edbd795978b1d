"""Production's settings for the process that attacks: only the people it makes get passwords that cost nothing."""

from collab_portal.settings import *  # noqa: F403

# The web server knows the second only: whoever is to sign in with a password gets one of that kind.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# A world of one of everything is made within one transaction; a mail server is looked for by the worker alone.
