"""The directory's pages."""

from enterprises.views.public import directory, enterprise

__all__ = [
    "directory",
    "enterprise",
]
