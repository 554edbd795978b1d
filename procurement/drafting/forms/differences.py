"""Ours or theirs: one question for each field in which an imported notice differs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from procurement import wording
from procurement.models import ImportDifference, Opportunity

OURS, THEIRS = "ours", "theirs"


class DifferencesForm(PortalForm):
    """Nobody has to decide everything at once."""

    mark_optional = False

    def __init__(self, data=None, *, opportunity: Opportunity, **kwargs):
        super().__init__(data, **kwargs)
        differences = opportunity.differences.filter(settled_at=None).order_by("pk")
        self.differences = {f"difference_{each.pk}": each for each in differences}
        values = [(each.field, value) for each in self.differences.values() for value in (each.ours, each.theirs)]
        names = wording.names_in(values, currency=opportunity.currency)
        self.option_hints = {}
        for name, each in self.differences.items():
            self.fields[name] = forms.ChoiceField(
                label=wording.label(each.field),
                choices=[(OURS, _("Keep what we have")), (THEIRS, _("Take what the notice says"))],
                widget=forms.RadioSelect,
                required=False,
            )
            ours, theirs = (wording.shown(each.field, value, names) for value in (each.ours, each.theirs))
            self.option_hints[name] = {OURS: ours, THEIRS: theirs}

    @property
    def decided(self) -> list[tuple[ImportDifference, bool]]:
        """Each difference that was decided, and whether theirs is taken."""
        chosen = ((self.differences[name], self.cleaned_data[name]) for name in self.differences)
        return [(difference, choice == THEIRS) for difference, choice in chosen if choice]
