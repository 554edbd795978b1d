"""The directory's pages."""

from enterprises.views.public import enterprise

__all__ = [
    "enterprise",
]
