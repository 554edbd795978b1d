"""What the directory writes to people."""

from enterprises.mails import events, networks, removal, trust


def register() -> None:
    """Make our kinds of message known. Called from the app's `ready`."""
    events.register()
    networks.register()
    trust.register()
    removal.register()
