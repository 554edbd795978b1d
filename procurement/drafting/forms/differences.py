"""Ours or theirs: one question for each field in which an imported notice differs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from procurement import wording
from procurement.actions import CANNOT_BE_TAKEN
from procurement.models import Award, ImportDifference, Opportunity

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
            self.fields[name] = question(each, names)
            ours, theirs = (in_words(each.field, value, names) for value in (each.ours, each.theirs))
            self.option_hints[name] = {OURS: ours, THEIRS: theirs}

    @property
    def decided(self) -> list[tuple[ImportDifference, bool]]:
        """Each difference that was decided, and whether theirs is taken."""
        chosen = ((self.differences[name], self.cleaned_data[name]) for name in self.differences)
        return [(difference, choice == THEIRS) for difference, choice in chosen if choice]


def question(difference: ImportDifference, names: wording.Names) -> forms.ChoiceField:
    """Stages, deadlines, lots and awards have pages of their own: they are only looked at here."""
    take = _("Take what the notice says") if difference.imported_release_id else _("Take what the plan says")
    choices = [(OURS, _("Keep what we have")), (THEIRS, take)]
    help_text = ""
    if difference.field in CANNOT_BE_TAKEN:
        choices = choices[:1]
        theirs = in_words(difference.field, difference.theirs, names)
        help_text = _("The notice says: %(theirs)s. If that is right, change it on its own page.") % {"theirs": theirs}
    return forms.ChoiceField(
        label=wording.label(difference.field),
        help_text=help_text,
        choices=choices,
        widget=forms.RadioSelect,
        required=False,
    )


def in_words(field: str, value: Any, names: wording.Names) -> str:
    """A value as the difference keeps it: lots, awards and links are lists of columns."""
    if field in LISTS and value:
        return "; ".join(LISTS[field](each, names) for each in value if each)
    return wording.shown(field, value, names)


def _lot(columns: dict[str, Any], names: wording.Names) -> str:
    return ", ".join(
        f"{wording.label(name)}: {wording.shown(name, value, names)}"
        for name, value in columns.items()
        if name in wording.LABELS
    )


def _award(columns: dict[str, Any], names: wording.Names) -> str:
    return columns["supplier_name"] or str(Award.Outcome(columns["outcome"]).label)


LISTS = {"lots": _lot, "awards": _award, "notices": lambda notice, names: notice["url"]}
