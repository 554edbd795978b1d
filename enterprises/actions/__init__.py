"""What is done to the directory. Every verb is atomic, leaves a trail, and knows nothing of pages."""

from enterprises.actions.listing import add_activity, list_enterprise
from enterprises.actions.networks import join_network

__all__ = [
    "add_activity",
    "join_network",
    "list_enterprise",
]
