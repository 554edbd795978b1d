"""A form that notices when somebody else was quicker."""

from hashlib import sha256
from typing import Any, Self

from collab_portal.forms.base import PortalForm


class StampedForm(PortalForm):
    """A form that knows what was saved when its page was opened, so that nobody overwrites what she has not seen.

    `saved` is what is kept now of everything the page may change. The page carries its `stamp` in a hidden input.
    """

    mark_optional = False  # nearly all may stay empty in a draft; labels say what may stay so for good

    def __init__(self, data=None, *, saved: dict[str, Any], **kwargs):
        self.saved = saved
        super().__init__(data, **kwargs)

    @property
    def stamp(self) -> str:
        return sha256(repr(sorted(self.saved.items())).encode()).hexdigest()[:20]

    @property
    def is_stale(self) -> bool:
        """Something was saved since the page was opened."""
        return self.is_bound and self.data.get("stamp") != self.stamp

    def typed(self, name: str) -> Any:
        """What stands in an input now, checked or not."""
        return self[name].value()

    @property
    def about(self) -> dict[str, Any]:
        """What the form was made for."""
        raise NotImplementedError

    def again(self) -> Self:
        """The same form with all that was typed, not checked: for buttons that only look something up."""
        return type(self)(**self.about, initial={name: self.typed(name) for name in self.fields})
