"""How each lot ended, and who won it."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import DateField, MoneyField, PortalForm, text
from procurement.drafting.finding import find_suppliers
from procurement.models import Award, Lot, Opportunity

NOBODY = "none"
MOST_AWARDS = 200
TYPED = ("supplier_name", "value_amount", "awarded_on", "supplier_address", "starts_on", "ends_on")
YES_NO = {"yes": True, "no": False, "": None}


class AwardForm(PortalForm):
    """One winner of one lot, or that nobody won it. `today` is the last day that can be entered."""

    mark_optional = False

    lot = forms.ChoiceField(label=_("Lot"))
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=Award.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended")},
    )
    supplier_name = text(_("Name of the supplier"), limit=255, help_text=_("As it stands in the contract."))
    supplier = forms.ChoiceField(
        label=_("Is it one of these in our directory?"), widget=forms.RadioSelect, required=False
    )
    value_amount = MoneyField(label=_("Value without VAT (optional)"), required=False)
    awarded_on = DateField(label=_("Date of the award (optional)"), required=False)
    is_social_enterprise = forms.ChoiceField(
        label=_("Is the supplier a social enterprise? (optional)"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("For the figures on your page. A supplier in our directory counts as one."),
    )
    supplier_address = text(
        _("Address of the supplier (optional)"),
        limit=300,
        help_text=_("Its principal place of business, for the contracts register. Leave out a private address."),
    )
    starts_on = DateField(label=_("The contract starts (optional)"), required=False)
    ends_on = DateField(label=_("The contract ends, without extensions (optional)"), required=False)

    option_hints = {
        "outcome": {
            "awarded": _("A supplier won"),
            "not-awarded": _("Bids came in, but none was chosen, or there were none"),
            "cancelled": _("This lot was stopped"),
        }
    }

    def __init__(self, *args, lots: list[Lot], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.settled: Lot | None = None
        self.lots = {str(lot.number): lot for lot in lots}
        names = [(number, _("Lot %(number)s") % {"number": number}) for number in self.lots]
        self.fields["lot"].choices = [("", _("Choose a lot")), *names]
        self._offer_suppliers()

    def settle_lot(self, lot: Lot) -> None:
        """This form is for one lot; nobody has to choose it."""
        self.settled = lot
        self.fields["lot"].widget = forms.HiddenInput()
        self.fields["lot"].initial = str(lot.number)

    def _offer_suppliers(self) -> None:
        self.found = {str(each.pk): each for each in find_suppliers(self["supplier_name"].value() or "")}
        if not self.found:
            del self.fields["supplier"]
            return
        links = [(pk, each.name) for pk, each in self.found.items()]
        self.fields["supplier"].choices = [*links, (NOBODY, _("None of these"))]

    def clean_awarded_on(self) -> date | None:
        day = self.cleaned_data["awarded_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("The date of the award cannot be in the future"))
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") != Award.Outcome.AWARDED:
            return cleaned
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The contract cannot end before it starts"))
        if not cleaned.get("supplier_name") and "supplier_name" not in self.errors:
            self.add_error("supplier_name", _("Enter the name of the supplier"))
        elif self.found and not cleaned.get("supplier") and "supplier" not in self.errors:
            self.add_error("supplier", _("Say if the supplier is one of those in our directory"))
        return cleaned

    @property
    def award(self) -> dict[str, Any]:
        """The fields of an `Award`. A lot that nobody won has no supplier, value or date."""
        given = self.cleaned_data
        base = {"lot": self.lots[given["lot"]], "outcome": given["outcome"]}
        if given["outcome"] != Award.Outcome.AWARDED:
            return base
        kept = {name: given[name] for name in TYPED}
        is_social = YES_NO[given["is_social_enterprise"]]
        return base | kept | {"supplier": self._supplier(), "is_social_enterprise": is_social}

    def _supplier(self) -> Organisation | None:
        return self.found.get(self.cleaned_data.get("supplier", NOBODY))


class Awards(forms.BaseFormSet):
    """First one form for each lot, then any number of further winners."""

    def __init__(self, *args, lots: list[Lot], today: date, **kwargs):
        self.lots = lots
        super().__init__(*args, form_kwargs={"lots": lots, "today": today}, **kwargs)

    def initial_form_count(self) -> int:
        """Whatever the page says: every lot needs an answer, and further winners may stay empty."""
        return len(self.lots)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index < len(self.lots):
            form.settle_lot(self.lots[index])
        elif len(self.lots) == 1:
            form.settle_lot(self.lots[0])

    @property
    def given(self) -> list[dict[str, Any]]:
        return [form.award for form in self if form.cleaned_data]


def award_forms(data=None, *, lots: list[Lot], today: date, rows: list[dict[str, Any]] | None = None) -> Awards:
    """A form for each lot, and one for each further row."""
    rows = rows or []
    factory = forms.formset_factory(
        AwardForm, Awards, extra=max(len(rows) - len(lots), 0), absolute_max=MOST_AWARDS, max_num=MOST_AWARDS
    )
    return factory(data, initial=rows, prefix="award", lots=lots, today=today)


def proposed_awards(query: QueryDict, lots: list[Lot], today: date) -> list[dict[str, Any]]:
    """Winners that another page knows already: `winner=lot|number of the organisation|value|name`, once for each."""
    found: dict[str, list[dict[str, Any]]] = {str(lot.number): [] for lot in lots}
    for line in query.getlist("winner")[:MOST_AWARDS]:
        lot, supplier, value, name = [*line.split("|", 3), "", "", ""][:4]
        if lot in found:
            row = {"lot": lot, "outcome": Award.Outcome.AWARDED, "supplier_name": name, "value_amount": value}
            found[lot].append(row | {"supplier": supplier or NOBODY, "awarded_on": today})
    firsts = [rows[0] if rows else {} for rows in found.values()]
    return [*firsts, *(row for rows in found.values() for row in rows[1:])]


def published_awards(opportunity: Opportunity, lots: list[Lot]) -> list[dict[str, Any]]:
    """The result as it is published, in the order of the forms: the first of each lot, then the others."""
    awards = [_as_typed(award, lots) for award in opportunity.awards.select_related("lot").order_by("pk")]
    firsts = [next((row for row in awards if row["lot"] == str(lot.number)), {}) for lot in lots]
    return [*firsts, *(row for row in awards if not any(row is first for first in firsts))]


def _as_typed(award: Award, lots: list[Lot]) -> dict[str, Any]:
    """An award of the whole is that of the only lot."""
    lot = award.lot or (lots[0] if len(lots) == 1 else None)
    kept = {name: getattr(award, name) for name in ("outcome", *TYPED)}
    is_social = {value: answer for answer, value in YES_NO.items()}[award.is_social_enterprise]
    links = {"lot": str(lot.number) if lot else "", "supplier": award.supplier_id or NOBODY}
    return kept | links | {"is_social_enterprise": is_social}


def typed_awards(awards: Awards) -> list[dict[str, Any]]:
    """All that stands in the forms now, checked or not."""
    return [{name: form[name].value() for name in form.fields} for form in awards]
