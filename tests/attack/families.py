"""The families of attacks; to import one is to register what is in it."""

from importlib import import_module

FAMILIES = (
    "access",
    "sealing",
    "headers",
    "uploads",
    "sign_in",
    "exposure",
    "markup",
    "questions",
    "fuzz",
    "importers",
    "mails",
)


def load() -> None:
    for name in FAMILIES:
        import_module(f"tests.attack.{name}")
