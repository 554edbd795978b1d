"""Tags for the pages of the pipeline."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from procurement import wording
from procurement.design.limits import Limit
from procurement.facts import Facts
from procurement.filters import Option
from procurement.snapshot import Snapshot

register = template.Library()

register.filter("moment", wording.moment)
register.filter("days", wording.days)
register.filter("percent", wording.percent)
register.filter("field_label", wording.label)


@register.filter
def figure(limit: Limit) -> str:
    """A figure of a design check with its unit."""
    number = f"{limit.value:,.0f}"
    units = {"pounds": f"£{number}", "percent": f"{number}%", "days": wording.days(int(limit.value))}
    return units.get(limit.unit) or (wording.length(int(limit.value)) if limit.unit == "months" else number)


@register.simple_tag
def opportunity_facts(said: Snapshot) -> Facts:
    """`{% opportunity_facts said as facts %}`: names for the codes in a snapshot, and what follows from it now."""
    return Facts(said, timezone.now())


# Half of what the list page prints are the options of its filters, the same every time: so each is made once.


@register.simple_tag
def checkboxes(name: str, options: Iterable[Option]) -> SafeString:
    """`{% checkboxes "area" panel.area %}`: the checkboxes of one filter."""
    return SafeString("".join(_checkbox(name, option) for option in options))


@register.simple_tag
def select_options(options: Iterable[Option]) -> SafeString:
    """The options inside a select."""
    return SafeString("".join(_select_option(option) for option in options))


@lru_cache(maxsize=1000)
def _checkbox(name: str, option: Option) -> SafeString:
    return format_html(
        '<div class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" id="{id}" name="{name}" type="checkbox" value="{value}"{checked}>'
        '<label class="govuk-label govuk-checkboxes__label" for="{id}">{label}</label></div>',
        id=f"{name}-{option.value}",
        name=name,
        value=option.value,
        checked=SafeString(" checked" if option.is_chosen else ""),
        label=option.label,
    )


@lru_cache(maxsize=5000)
def _select_option(option: Option) -> SafeString:
    return format_html('<option value="{}">{}</option>', option.value, option.label)
