"""Which value a promise is paired with, and what is taken off: each share with its reason."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm, WholeTextField
from collab_portal.forms.base import speak_plainly
from collab_portal.templatetags.words import paired
from procurement.drafting.forms.lots import WeightInput
from socialvalue.models import Delivery, Promise, Proxy, ProxySet, Valuation
from socialvalue.models.valuations import LONGEST
from socialvalue.value.claims import SHARES
from socialvalue.value.words import FACTORS

HUNDRED = Decimal(100)
ENDS = ("low", "central", "high")
HINTS: dict[str, Lazy] = {
    "deadweight": _("How much of it would come about without this contract?"),
    "attribution": _("How much of it is the work of others, such as a grant?"),
    "displacement": _("How much only moves from somebody else, such as a job elsewhere?"),
    "dropoff": _("How much is gone in each year after the first? 0 if it lasts one year."),
}


class ProxyField(forms.ModelChoiceField):
    """A value of a set that the buyer may use. One whose licence has run out is named, and refused."""

    def __init__(self, *, promise: Promise, delivery: Delivery, on: date, **kwargs):
        self.on = on
        sets = ProxySet.objects.open_to(delivery.buyer)
        usable = Proxy.objects.filter(proxy_set__in=sets, unit=promise.unit, central__isnull=False)
        found = usable.select_related("proxy_set").order_by("proxy_set__code", "-proxy_set__version", "code")
        super().__init__(found, **kwargs)

    def label_from_instance(self, proxy: Proxy) -> str:
        name = f"{proxy.proxy_set} · {proxy.code} {paired(proxy, 'title')[0]}"
        if proxy.proxy_set.has_expired(self.on):
            return gettext("%(name)s (licence has run out)") % {"name": name}
        return name

    def clean(self, value) -> Proxy:
        proxy = super().clean(value)
        if proxy and proxy.proxy_set.has_expired(self.on):
            raise forms.ValidationError(
                gettext("Your licence for this set has run out. Choose another value, or renew it.")
            )
        return proxy


class ChooseProxyForm(PortalForm):
    def __init__(self, *args, promise: Promise, delivery: Delivery, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        about = {"promise": promise, "delivery": delivery, "on": on}
        label = gettext("Pounds for one (%(unit)s)") % {"unit": promise.get_unit_display()}
        field = ProxyField(**about, label=label, empty_label=_("Choose a value"))
        speak_plainly(field, label)
        self.fields["proxy"] = field


class ValuationForm(PortalForm):
    """All about one promise but the value itself, which was chosen before."""

    who = WholeTextField(
        label=_("For whom is the change?"),
        help_text=_("Needed only where two promises bring the same change for different people."),
        max_length=200,
        required=False,
    )
    years = forms.IntegerField(
        label=_("For how many years does it last?"),
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(self, data=None, *, promise: Promise, delivery: Delivery, on: date, proxy: Proxy | None):
        kept = Valuation.objects.filter(promise=promise).first()
        super().__init__(data, initial=_kept(kept) if kept else _proposed(proxy))
        field = ProxyField(promise=promise, delivery=delivery, on=on, widget=forms.HiddenInput)
        self.fields["proxy"] = field
        self.initial["proxy"] = proxy and proxy.pk
        self.sections = [("", ["proxy", "years", "who"])]
        for name in SHARES:
            for end, label in zip(ENDS, (_("At least"), _("Most likely"), _("At most")), strict=True):
                field = _per_cent(label, required=end == "central")
                self._add(f"{name}_{end}", field, f"{label}: {FACTORS[name]}")
            rows = forms.Textarea(attrs={"rows": 2})
            reason = WholeTextField(label=_("Why?"), help_text=HINTS[name], max_length=1000, widget=rows)
            self._add(f"{name}_because", reason, _("why “%(share)s” is so much") % {"share": FACTORS[name]})
            ends = Div(*(f"{name}_{end}" for end in ENDS), css_class="app-criterion__line")
            self.sections.append((f"{FACTORS[name]}, %", [ends, f"{name}_because"]))

    def _add(self, name: str, field: forms.Field, about: str = "") -> None:
        speak_plainly(field, about or field.label)
        self.fields[name] = field

    def clean(self):
        cleaned = super().clean()
        for name in SHARES:
            central = cleaned.get(f"{name}_central")
            if central is None:
                continue
            for end in ("low", "high"):
                if cleaned.get(f"{name}_{end}") is None and f"{name}_{end}" not in self.errors:
                    cleaned[f"{name}_{end}"] = central
            low, high = cleaned.get(f"{name}_low"), cleaned.get(f"{name}_high")
            if low is not None and high is not None and not low <= central <= high:
                self.add_error(f"{name}_central", gettext("Enter the three from the lowest to the highest"))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        told = self.cleaned_data
        shares = {name: ([told[f"{name}_{end}"] / HUNDRED for end in ENDS], told[f"{name}_because"]) for name in SHARES}
        return {"proxy": told["proxy"], "who": told["who"], "years": told["years"], "shares": shares}


def _kept(valuation: Valuation) -> dict[str, Any]:
    shown: dict[str, Any] = {"who": valuation.who, "years": valuation.years}
    for name in SHARES:
        numbers = getattr(valuation, name)
        shown |= {f"{name}_{end}": number * HUNDRED for end, number in zip(ENDS, numbers, strict=True)}
        shown[f"{name}_because"] = getattr(valuation, f"{name}_because")
    return shown


def _proposed(proxy: Proxy | None) -> dict[str, Any]:
    """What the set says of its own value; the rest is for the officer to say."""
    if proxy is None:
        return {}
    shown: dict[str, Any] = {"years": 1}
    for name, given in (("deadweight", proxy.deadweight), ("attribution", proxy.attribution_share)):
        if given is not None:
            shown[f"{name}_central"] = given * HUNDRED
            shown[f"{name}_because"] = gettext("As the set says.")
    return shown


def _per_cent(label: str | Lazy, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
    )
