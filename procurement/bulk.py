"""Writing many rows at once, as imports of notices do: `collab_portal.bulk` under the name it has here."""

from collab_portal.bulk import as_it_is, insert, update

__all__ = ["as_it_is", "insert", "update"]
