"""`make messages`."""


def update():
    raise SystemExit("not yet")
