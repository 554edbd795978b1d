"""Runs a management command and says last how many megabytes it took at the most.

It asks from inside: what the system tells a parent of its child begins with the parent's own memory.
"""

import sys
from pathlib import Path

from django.core.management import execute_from_command_line


def main() -> None:
    execute_from_command_line(["manage.py", *sys.argv[1:]])
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    sys.stdout.write(f"{int(status['VmHWM'].split()[0]) // 1024}\n")


if __name__ == "__main__":
    main()
