"""What an officer says of a way to split a contract. All of it stands in the address, so that she can share it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from collab_portal.forms import PortalForm, StampedForm, text
from collab_portal.reference.areas import areas_by_code
from collab_portal.templatetags.words import paired
from procurement.design import lots
from procurement.design.lots import MOST, Names, Part, Way, Whole
from procurement.drafting.forms.questions import reason
from procurement.snapshot import Snapshot, write

HUNDRED = Decimal(100)
SHARES_WANTED = ngettext_lazy("Give a share for %(count)d lot", "Give a share for each of the %(count)d lots", "count")
PARTS = 3  # where nobody has said in how many


class SharesField(forms.CharField):
    """Per cent for each lot, with commas between: 50, 30, 20."""

    def to_python(self, value: Any) -> list[Decimal]:
        try:
            found = [Decimal(each.strip().rstrip("%")) for each in super().to_python(value).split(",") if each.strip()]
        except InvalidOperation:
            raise forms.ValidationError(_("Enter the shares as numbers with commas between, like 50, 30, 20")) from None
        if any(not each.is_finite() or each <= 0 for each in found):
            raise forms.ValidationError(_("Each lot needs a share of more than 0"))
        if found and sum(found) != HUNDRED:
            raise forms.ValidationError(_("The shares must add up to 100"))
        return found


class DesignerForm(PortalForm):
    """One way of splitting. Its subclasses say what is asked besides the shares."""

    mark_optional = False
    way: Way
    legend: str | Promise

    by = forms.CharField(widget=forms.HiddenInput, required=False)
    beside = forms.CharField(widget=forms.HiddenInput, required=False)
    shares = SharesField(
        label=_("Share of the value of each lot, in per cent (optional)"),
        help_text=_("For example 50, 30, 20. Leave it empty and we share it out evenly."),
        required=False,
        max_length=300,
    )

    def __init__(self, data=None, *, whole: Whole, beside: str = ""):
        self.whole = whole
        super().__init__(data, initial={"by": self.way.value, "beside": beside})
        self.add_fields()
        names = [name for name in self.fields if name not in ("by", "beside", "shares")]
        self.sections = [(self.legend, [Div(*names, css_class="app-designer__inputs"), "shares"])]

    def add_fields(self) -> None:
        """What depends on the contract."""

    @classmethod
    def usual(cls, whole: Whole) -> dict[str, str] | None:
        """What to begin with; None where the contract gives nothing to begin with."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        shares = cleaned.get("shares")
        if not self.errors and shares and len(shares) != self.count:
            self.add_error("shares", SHARES_WANTED % {"count": self.count})
        return cleaned

    @property
    def count(self) -> int:
        raise NotImplementedError

    @property
    def parts(self) -> list[Part]:
        raise NotImplementedError


class _NumberedForm(DesignerForm):
    """Each piece of the contract, and the number of the lot in which it is."""

    legend = _("Which part goes into which lot?")

    @classmethod
    def names(cls, whole: Whole) -> dict[str, str]:
        raise NotImplementedError

    @classmethod
    def usual(cls, whole: Whole) -> dict[str, str] | None:
        names = cls.names(whole)
        return {name: str(min(number, MOST)) for number, name in enumerate(names, 1)} if len(names) > 1 else None

    def add_fields(self) -> None:
        names = self.names(self.whole)
        numbers = [(number, number) for number in range(1, min(len(names), MOST) + 1)]
        for name, label in names.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=numbers, coerce=int, error_messages={"required": _("Choose its lot")}
            )

    @property
    def numbers(self) -> dict[str, int]:
        return {name.partition("_")[2]: self.cleaned_data[name] for name in self.names(self.whole)}

    @property
    def count(self) -> int:
        return len(set(self.numbers.values()))


class AreaForm(_NumberedForm):
    way = Way.AREA

    @classmethod
    def names(cls, whole: Whole) -> dict[str, str]:
        return {f"area_{code}": paired(areas_by_code()[code], "name")[0] for code in whole.areas}

    @property
    def parts(self) -> list[Part]:
        return lots.by_area(self.whole, self.numbers, self.cleaned_data["shares"])


class ServiceForm(_NumberedForm):
    way = Way.SERVICE

    @classmethod
    def names(cls, whole: Whole) -> dict[str, str]:
        return {f"cpv_{code}": f"{english} ({code})" for code, (english, _welsh) in whole.services.items()}

    @property
    def parts(self) -> list[Part]:
        return lots.by_service(self.whole, self.numbers, self.cleaned_data["shares"])


class GroupForm(DesignerForm):
    """The people it is for, one group on each line, in the same order in both languages."""

    way = Way.GROUP
    legend = _("Who is it for?")

    groups_en = text(_("Groups in English, one on each line"), limit=3000, language="en", rows=5)
    groups_cy = text(_("The same groups in Welsh (optional)"), limit=3000, language="cy", rows=5)

    @classmethod
    def usual(cls, whole: Whole) -> dict[str, str] | None:
        return None

    def clean_groups_en(self) -> list[str]:
        names = _lines(self.cleaned_data["groups_en"])
        if not lots.FEWEST <= len(names) <= MOST:
            raise forms.ValidationError(_("Name 2 to 30 groups, one on each line"))
        return names

    def clean_groups_cy(self) -> list[str]:
        names = _lines(self.cleaned_data["groups_cy"])
        english = self.cleaned_data.get("groups_en")
        if names and english and len(names) != len(english):
            raise forms.ValidationError(_("Name as many groups in Welsh as in English, or none"))
        return names

    @property
    def count(self) -> int:
        return len(self.cleaned_data["groups_en"])

    @property
    def parts(self) -> list[Part]:
        english, welsh = self.cleaned_data["groups_en"], self.cleaned_data["groups_cy"]
        names: list[Names] = list(zip(english, welsh or [""] * len(english), strict=True))
        return lots.by_group(self.whole, names, self.cleaned_data["shares"])


class SizeForm(DesignerForm):
    way = Way.SIZE
    legend = _("How large?")

    parts_wanted = forms.IntegerField(
        label=_("How many lots?"),
        min_value=lots.FEWEST,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )

    @classmethod
    def usual(cls, whole: Whole) -> dict[str, str] | None:
        return {"parts_wanted": str(PARTS)}

    @property
    def count(self) -> int:
        return self.cleaned_data["parts_wanted"]

    @property
    def parts(self) -> list[Part]:
        return lots.by_size(self.whole, self.count, self.cleaned_data["shares"])


class WholeForm(DesignerForm):
    """One lot. The reason is asked when it is chosen."""

    way = Way.WHOLE
    legend = Way.WHOLE.label

    @classmethod
    def usual(cls, whole: Whole) -> dict[str, str] | None:
        return {}

    def add_fields(self) -> None:
        del self.fields["shares"]

    @property
    def count(self) -> int:
        return 1

    @property
    def parts(self) -> list[Part]:
        return lots.whole(self.whole)


class ChoiceForm(StampedForm):
    """The last word on a proposal. It knows which lots it replaces; one lot alone needs a reason."""

    no_lots_reason_en = reason("no_lots_reason_en")
    no_lots_reason_cy = reason("no_lots_reason_cy")

    sections = [(_("Why is it not split?"), [Div("no_lots_reason_en", "no_lots_reason_cy", css_class="app-pair")])]

    def __init__(self, data=None, *, said: Snapshot, is_whole: bool):
        self.is_whole = is_whole
        kept = {"no_lots_reason_en": said.no_lots_reason_en, "no_lots_reason_cy": said.no_lots_reason_cy}
        super().__init__(data, saved={"lots": write(said)["lots"]}, initial=kept)
        if not is_whole:
            self.fields.clear()
            self.sections = []

    def clean(self):
        cleaned = super().clean()
        if self.is_whole and not self.errors and not any(cleaned.values()):
            self.add_error("no_lots_reason_en", _("Say why the contract is not split, in English or in Welsh"))
        return cleaned


FORMS: dict[str, type[DesignerForm]] = {
    form.way.value: form for form in (AreaForm, ServiceForm, GroupForm, SizeForm, WholeForm)
}


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]
