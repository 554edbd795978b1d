"""Clauses: finding one, writing one, noting that a law changed, fitting a copy to its contract."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import DateField, LinkField, PortalForm, StampedForm
from procurement.models import Opportunity
from socialvalue.practice.actions.clauses import WORDS
from socialvalue.practice.forms.base import beside, both
from socialvalue.practice.models import CaseStudy, ClauseVersion, ContractForm, Duty, Jurisdiction, Law

ALL = ("", _("All"))
COLUMNS = (*WORDS, "jurisdiction", "contract_form", "category", "rests_on", "legal_reviewed_on")


class ClauseSearchForm(PortalForm):
    """What narrows the list down."""

    small = True
    mark_optional = False
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("What it improves"), required=False, choices=[ALL, *Duty.choices])
    contract_form = forms.ChoiceField(label=_("Form of contract"), required=False, choices=[ALL, *ContractForm.choices])
    jurisdiction = forms.ChoiceField(label=_("Law of"), required=False, choices=[ALL, *Jurisdiction.choices])


class ClauseForm(
    both("title", _("Title"), limit=120),
    both("text", _("Text of the clause"), limit=20_000, rows=12),
    both("use", _("How to use it"), limit=4000, rows=4, hint=_("When it fits, and what to fill in.")),
    StampedForm,
):
    """A version of a clause, in both languages."""

    jurisdiction = forms.ChoiceField(label=_("Under which law is the contract?"), choices=Jurisdiction)
    contract_form = forms.ChoiceField(label=_("For which form of contract is it written?"), choices=ContractForm)
    category = forms.ChoiceField(
        label=_("What does it improve?"),
        required=False,
        choices=[("", _("None of these")), *Duty.choices],
        help_text=_("Section 27 of the Social Partnership and Public Procurement (Wales) Act 2023 names these six."),
    )
    rests_on = forms.MultipleChoiceField(
        label=_("Which laws does it rest on?"),
        required=False,
        choices=Law,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("When one of them changes, everybody who uses the clause is shown a warning."),
    )
    source_study = forms.CharField(
        label=_("Which case study does it come from?"),
        required=False,
        max_length=300,
        help_text=_("Paste its web address, if there is one."),
    )
    legal_reviewed_on = DateField(
        label=_("When did a lawyer look at it last?"), required=False, help_text=_("Leave it empty if nobody has yet.")
    )
    sections = [
        (_("Title"), [beside("title")]),
        (_("The clause"), [beside("text"), beside("use")]),
        (_("Where it fits"), ["jurisdiction", "contract_form", "category"]),
        (_("What it rests on"), ["rests_on", "source_study", "legal_reviewed_on"]),
    ]

    def __init__(self, data=None, *, version: ClauseVersion):
        self.version = version
        saved: dict[str, Any] = {name: getattr(version, name) for name in COLUMNS}
        study = version.source_study
        saved["source_study"] = study.get_absolute_url() if study else ""
        super().__init__(data, saved=saved, initial=saved)

    def clean_source_study(self):
        slug = self.cleaned_data["source_study"].strip().rstrip("/").rpartition("/")[2]
        found = CaseStudy.objects.published().filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise forms.ValidationError(_("There is no published study at this address"))
        return found

    def clean_legal_reviewed_on(self):
        day = self.cleaned_data["legal_reviewed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter today’s date or an earlier one"))
        return day

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("title_en") and not cleaned.get("title_cy"):
            self.add_error("title_en", _("Enter a title in at least one language"))
        return cleaned


class OwnerForm(PortalForm):
    """For whom a new clause is kept."""

    owner = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who keeps it true?"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class LawChangeForm(both("what", _("What changes?"), limit=500, rows=3), PortalForm):
    """A law changed: clauses that rest on it are marked."""

    mark_optional = False
    law = forms.ChoiceField(label=_("Which law?"), choices=[("", _("Choose one")), *Law.choices])
    in_force_on = DateField(label=_("From which day on does the change hold?"))
    source_url = LinkField(label=_("Where can it be read?"), max_length=500, help_text=_("A web address."))
    sections = [
        (_("The law"), ["law", "in_force_on", "source_url"]),
        (_("The change"), [beside("what")]),
    ]

    def clean_source_url(self):
        return forms.URLField(assume_scheme="https", max_length=500).clean(self.cleaned_data["source_url"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("what_en") and not cleaned.get("what_cy"):
            self.add_error("what_en", _("Say what changes, in at least one language"))
        return cleaned


class CopyForm(PortalForm):
    """Into which contract."""

    opportunity = forms.ModelChoiceField(
        Opportunity.objects.none(),
        label=_("Into which contract?"),
        empty_label=None,
        to_field_name="reference",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, opportunities, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["opportunity"]
        field.queryset = opportunities
        field.label_from_instance = lambda each: f"{each.reference} {each.title_en or each.title_cy}"


class FitForm(both("text", _("Text of the clause"), limit=20_000, rows=14), StampedForm):
    """The words of a copy, fitted to the contract."""

    sections = [(_("The words in this contract"), [beside("text")])]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text_en") and not cleaned.get("text_cy"):
            self.add_error("text_en", _("Enter the text, or take the clause out of the contract"))
        return cleaned
