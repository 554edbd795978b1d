"""What the pages of a draft share: each changes some fields of the working copy, and may be left half done."""

from typing import Any

from collab_portal.accounts.models import User
from collab_portal.forms import StampedForm
from procurement import actions
from procurement.models import Opportunity


class SectionForm(StampedForm):
    """One page of the draft. `columns` are the fields of the opportunity that it may change, and no others."""

    columns: tuple[str, ...] = ()

    def __init__(self, data=None, *, opportunity: Opportunity, initial: dict[str, Any] | None = None):
        self.opportunity = opportunity
        saved = self.read()
        shown = self.shown(saved) if initial is None else initial
        super().__init__(data, saved=saved, initial=shown)

    def read(self) -> dict[str, Any]:
        """What is saved now."""
        return {name: getattr(self.opportunity, name) for name in self.columns}

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        """What is saved, as the inputs show it."""
        return saved

    def answers(self) -> dict[str, Any]:
        """What was entered, as the opportunity keeps it."""
        return {name: self.cleaned_data[name] for name in self.columns}

    def save(self, *, by: User) -> None:
        actions.amend(opportunity=self.opportunity, by=by, **self.answers())

    @property
    def about(self) -> dict[str, Any]:
        return {"opportunity": self.opportunity}
