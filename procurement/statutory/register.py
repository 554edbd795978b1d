"""The contracts register of a public body (Social Partnership and Public Procurement (Wales) Act 2023, section 40)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.templatetags.words import money, window
from procurement import wording
from procurement.statutory.cells import not_known, shown
from procurement.statutory.contracts import Contract

POUNDS = "GBP"


@dataclass(frozen=True)
class Gap:
    """A fact the Act names, and of how many contracts nobody has said it."""

    label: str
    count: int


def gaps(contracts: Iterable[Contract]) -> list[Gap]:
    """What is missing, for those who keep the register."""
    contracts = list(contracts)
    missing = {
        gettext("Date of award"): [each.award.awarded_on for each in contracts],
        gettext("Value"): [each.value for each in contracts],
        gettext("Address of the contractor"): [each.award.supplier_address or None for each in contracts],
        gettext("Subject"): [each.subject for each in contracts],
        gettext("Start"): [each.starts_on for each in contracts],
        gettext("End"): [each.ends_on for each in contracts],
        gettext("Extension"): [each.said.extension_months for each in contracts],
    }
    counts = {label: sum(value is None for value in values) for label, values in missing.items()}
    return [Gap(label, count) for label, count in counts.items() if count]


@dataclass(frozen=True)
class Line:
    """A contract in the words of a page."""

    contract: Contract

    @property
    def value(self) -> str:
        return money(self.contract.value, self.contract.currency, exact=True) or not_known()

    @property
    def value_is_estimate(self) -> bool:
        return self.contract.value is not None and self.contract.award.value_amount is None

    @property
    def awarded_on(self) -> str:
        return shown(self.contract.award.awarded_on)

    @property
    def address(self) -> str:
        return self.contract.award.supplier_address or not_known()

    @property
    def subject(self) -> str:
        return shown(self.contract.subject)

    @property
    def starts(self) -> str:
        return window(*self.contract.starts) or not_known()

    @property
    def ends(self) -> str:
        return shown(self.contract.ends_on)

    @property
    def dates_are_planned(self) -> bool:
        return not self.contract.dates_are_agreed and self.contract.starts != (None, None)

    @property
    def extension(self) -> str:
        months = self.contract.said.extension_months
        if months is None:
            return not_known()
        return wording.length(months) if months else gettext("None")


def headings() -> list[str]:
    return [
        gettext("Reference"),
        gettext("Contract"),
        gettext("Contractor"),
        gettext("Contractor’s principal place of business"),
        gettext("Date of award"),
        gettext("Value without VAT"),
        gettext("Currency"),
        gettext("How the value is known"),
        gettext("Subject"),
        gettext("Start"),
        gettext("End"),
        gettext("How the dates are known"),
        gettext("Possible extension in months"),
        gettext("Social enterprise"),
        gettext("Published at"),
    ]


def rows(contracts: Iterable[Contract]) -> Iterator[list[Any]]:
    """The headings, then a row for each contract."""
    yield headings()
    estimate, awarded = gettext("Estimate before the tender"), gettext("As awarded")
    agreed, planned = gettext("As agreed"), gettext("As planned before the award")
    yes_no = {True: gettext("Yes"), False: gettext("No"), None: None}
    start = absolute(reverse("pipeline:list"))
    for each in contracts:
        award = each.award
        how = None if each.value is None else estimate if award.value_amount is None else awarded
        starts = each.starts_on or window(*each.starts) or None
        yield [
            each.said.reference,
            each.title,
            award.supplier_name,
            award.supplier_address or None,
            award.awarded_on,
            each.value,
            None if each.value is None else each.currency,
            how,
            each.subject,
            starts,
            each.ends_on,
            (agreed if each.dates_are_agreed else planned) if starts or each.ends_on else None,
            each.said.extension_months,
            yes_no[each.is_social_enterprise],
            f"{start}{each.said.reference}/",
        ]
