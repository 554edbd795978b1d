#!/usr/bin/env python3
"""Django's commands, talking to the servers of the running portal unless the environment says otherwise."""

import os
import sys

from collab_portal.local import environment

WITHOUT_SERVERS = {"help", "check", "makemigrations"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab_portal.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if not environment.adopt():
        if command not in WITHOUT_SERVERS:
            sys.exit(environment.NOT_RUNNING)
        os.environ.update(environment.OFFLINE)
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed for this Python. Use .venv/bin/python manage.py (`make run` makes .venv).")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
