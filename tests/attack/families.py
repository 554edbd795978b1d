"""The families of attacks; to import one is to register what is in it."""

from importlib import import_module

FAMILIES = ("access", "sealing", "headers", "uploads", "sign_in", "mails", "exposure", "markup", "questions", "fuzz")


def load() -> None:
    for name in FAMILIES:
        import_module(f"tests.attack.{name}")
