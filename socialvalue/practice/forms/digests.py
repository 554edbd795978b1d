"""Editing a network's monthly letter, and asking for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from collab_portal.templatetags.words import paired
from socialvalue.practice.forms.base import beside, both
from socialvalue.practice.forms.filing import ticks
from socialvalue.practice.models import DigestItem


class DigestForm(
    both("subject", _("Subject of the e-mail"), limit=300),
    both("intro", _("Your opening words"), limit=2000, rows=6),
    PortalForm,
):
    """Its words, and a tick for each thing that goes in."""

    mark_optional = False

    def __init__(self, *args, items: list[DigestItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = [(_("Your words"), [beside("subject"), beside("intro")])]
        self.option_hints = {}
        self.ticked = []
        for section in DigestItem.Section:
            if some := [each for each in items if each.section == section]:
                self._offer(section, some)
        if self.ticked:
            self.sections.append((_("What goes in"), self.ticked))

    def _offer(self, section: DigestItem.Section, some: list[DigestItem]) -> None:
        name = f"items_{section.value}"
        self.fields[name] = ticks(section.label, [(str(each.pk), paired(each, "title")[0]) for each in some])
        self.initial[name] = [str(each.pk) for each in some if each.is_in]
        self.option_hints[name] = {str(each.pk): paired(each, "note")[0] for each in some}
        self.ticked.append(name)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("subject_en") and not cleaned.get("subject_cy"):
            self.add_error("subject_en", _("Enter a subject in at least one language"))
        return cleaned

    @property
    def chosen(self) -> list[int]:
        return [int(key) for name in self.ticked for key in self.cleaned_data[name]]

    @property
    def said(self) -> dict[str, str]:
        names = ("subject_en", "subject_cy", "intro_en", "intro_cy")
        return {name: self.cleaned_data[name] for name in names}


class ReaderForm(PortalForm):
    """Whether she wants it."""

    mark_optional = False
    wants = forms.BooleanField(label=_("E-mail me the monthly letter"), required=False)
