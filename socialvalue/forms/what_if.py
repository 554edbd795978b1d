"""Trying other weights and methods on a copy of a result."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from socialvalue import results
from socialvalue.scoring import Changes, Method, PriceMethod, Rule

PRICES = {
    PriceMethod.LOWEST_OVER_BID: _("Lowest price over the offer’s price"),
    PriceMethod.PER_QUALITY_POINT: _("Price for each point of quality"),
    PriceMethod.NONE: _("Price is not scored"),
}
METHODS = {
    Method.RELATIVE: _("Against the highest offer, in pounds"),
    Method.TARGET: _("Against a target, in per cent of the contract"),
    Method.UNIT_RELATIVE: _("Against the best offer"),
    Method.UNIT_TARGET: _("Against a target"),
}
PARTS = ("social_value_weight", "quality_weight", "price_weight")


class WhatIfForm(PortalForm):
    """`changes` is what to try. It is sent by GET, and nothing of it is stored."""

    mark_optional = False

    price_method = forms.ChoiceField(label=_("How price counts"), choices=list(PRICES.items()))

    def __init__(self, data=None, *, rule: Rule):
        self.rule = rule
        super().__init__(data)
        labels = dict(zip(PARTS, (_("Social value"), _("Quality"), _("Price")), strict=True))
        weights = (rule.social_value_weight, rule.quality_weight, rule.price.weight)
        self.fields["price_method"].initial = rule.price.method
        for name, weight in zip(PARTS, weights, strict=True):
            self._add(name, labels[name], weight)
        self.counted = [each for each in rule.criteria if each.method.is_quantitative]
        for each in self.counted:
            title = results.title_of(rule, each.code)
            pair = [Method.RELATIVE, Method.TARGET] if each.measures else [Method.UNIT_RELATIVE, Method.UNIT_TARGET]
            usable = [method for method in pair if each.target is not None or not method.has_target]
            self.fields[f"method_{each.code}"] = forms.ChoiceField(
                label=gettext("How it is counted: %(what)s") % {"what": title},
                choices=[(method, METHODS[method]) for method in usable],
                initial=each.method,
            )

    def _add(self, name: str, label, weight: Decimal) -> None:
        self.fields[name] = forms.DecimalField(
            label=_("Weight: %(part)s") % {"part": label},
            min_value=0,
            max_value=100,
            max_digits=7,
            decimal_places=4,
            initial=f"{weight.normalize():f}",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
        )

    @property
    def changes(self) -> Changes:
        given, rule = self.cleaned_data, self.rule
        price = PriceMethod(given["price_method"])
        methods = {each.code: Method(given[f"method_{each.code}"]) for each in self.counted}
        return Changes(
            social_value_weight=given["social_value_weight"],
            quality_weight=given["quality_weight"],
            price_weight=given["price_weight"] if price is PriceMethod.LOWEST_OVER_BID else Decimal(0),
            price_method=price,
            methods={
                code: method
                for code, method in methods.items()
                if method is not next(each.method for each in rule.criteria if each.code == code)
            },
        )
