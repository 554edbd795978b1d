"""The figures of the design checks that a public body may set for itself."""

from decimal import Decimal

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import MoneyField, PortalForm
from procurement.design.checks import CHECKS
from procurement.design.limits import Limit, all_limits


class FiguresForm(PortalForm):
    """One input for each figure that is our judgement. Left empty, ours counts."""

    mark_optional = False

    def __init__(self, data=None, *, own: dict[str, Decimal]):
        self.limits: dict[str, Limit] = {field_name(each): each for each in all_limits() if not each.is_law}
        initial = {name: plain(own[each.name]) for name, each in self.limits.items() if each.name in own}
        self.base_fields = {name: figure(each) for name, each in self.limits.items()}
        super().__init__(data, initial=initial)
        numbers = dict.fromkeys(each.check for each in self.limits.values())
        self.sections = [
            (format_lazy("{id} {title}", id=number, title=CHECKS[number].title), self._of(number)) for number in numbers
        ]

    def _of(self, number: str) -> list[str]:
        return [name for name, limit in self.limits.items() if limit.check == number]

    @property
    def own(self) -> dict[str, Decimal | None]:
        return {limit.name: self.cleaned_data[name] for name, limit in self.limits.items()}


def figure(limit: Limit) -> forms.DecimalField:
    """Its input; ours is said beside it."""
    words = {
        "label": format_lazy("{check}: {words}", check=limit.check, words=limit.words),
        "help_text": format_lazy(_("Our figure: {figure}"), figure=plain(limit.value)),
        "required": False,
    }
    if limit.unit == "pounds":
        return MoneyField(**words)
    return forms.DecimalField(
        **words,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={
            "max_digits": _("Enter a smaller number"),
            "max_whole_digits": _("Enter a smaller number"),
            "max_decimal_places": _("Enter a number with at most 2 decimal places"),
        },
    )


def field_name(limit: Limit) -> str:
    return limit.name.lower().replace("-", "").replace(" ", "_")


def plain(value: Decimal) -> str:
    """250000 rather than 250000.00."""
    return f"{value.normalize():f}"
