"""The command line: `python3 -m collab_portal.local run`, and so on. The Makefile only shortens it."""

import sys

USAGE = """usage: python3 -m collab_portal.local COMMAND

  run        start the portal on this machine, until Ctrl-C (PORT=8000)
  test       run the tests; what follows goes to pytest
  bench      run the measurements; what follows goes to them
  attack     try to break into a portal started for it; what follows names lines, such as S10
  mutate     tell small lies in the modules that decide, and see which test notices; what follows names some
  crawl      walk through all pages as everybody, in both languages
  chaos      break a portal started for it, under load, and count what was lost; what follows is a seed
  check      everything that can be said about the code without running it
  build      compile the styles and the Welsh catalogue, as a deployment needs them
  fix        put right what ruff can put right
  messages   collect the texts to translate; what follows are files with translations to take in
  lock       write the lists of exact versions anew
"""
COMMANDS = ("run", "test", "bench", "attack", "mutate", "crawl", "chaos", "check", "build", "fix", "messages", "lock")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts us may have any
        sys.exit("Python 3.11 or newer is needed. Name yours, for example: make run PYTHON=python3.12")
    command, *arguments = sys.argv[1:] or [""]
    if command not in COMMANDS:
        sys.exit(USAGE)

    from collab_portal.local import install
    from collab_portal.local.environment import LocalError
    from collab_portal.local.processes import StopRequested, listen_for_stop, pause

    listen_for_stop()
    try:
        install.environment(development=command not in ("run", "build"))
        pause(0)
        install.hand_over(sys.argv[1:])
        return _carry_out(command, [each for each in arguments if each != "--"])
    except LocalError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    except PermissionError as problem:
        print(f"error: {problem.strerror}: {problem.filename} (was it made by another user?)", file=sys.stderr)
        return 1
    except StopRequested:
        return 130


def _carry_out(command: str, arguments: list[str]) -> int:
    from collab_portal.local import assets, checks, locks, messages, run, testing

    if command == "test":
        return testing.test(arguments)
    if command == "bench":
        return testing.bench(arguments)
    if command == "attack":
        return testing.attack(arguments)
    if command == "mutate":
        return testing.mutate(arguments)
    if command == "crawl":
        return testing.crawl(arguments)
    if command == "chaos":
        return testing.chaos(arguments)
    if command == "check":
        return checks.check()
    if command == "build":
        assets.build()
        return 0
    if command == "fix":
        return checks.fix()
    if command == "messages":
        return messages.update(arguments)
    if command == "lock":
        return locks.write()
    return run.run()


if __name__ == "__main__":
    sys.exit(main())
