"""What can be done about social value."""

from socialvalue.actions.confirming import confirm_row
from socialvalue.actions.loading import load_frameworks

__all__ = ["confirm_row", "load_frameworks"]
