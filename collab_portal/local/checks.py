"""`make check` and `make fix`."""


def check():
    raise SystemExit("not yet")


def fix():
    raise SystemExit("not yet")
