"""What the public page of an enterprise shows, each part asked for once.

Its reader is an officer who asks: who are they, can they do it, can I trust them, have they done it before, and how do
I reach them.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area
from collab_portal.templatetags import words
from enterprises import wording
from enterprises.models import (
    Activity,
    Badge,
    ClientReference,
    Enterprise,
    Insurance,
    Outcome,
    Standing,
    Statement,
    Verification,
)
from enterprises.register_numbers import REGISTERS


@dataclass(frozen=True)
class Number:
    """A register number, and where it can be looked up."""

    register: str | Promise
    value: str
    url: str = ""


@dataclass(frozen=True)
class PublicPage:
    """One enterprise, as everybody sees it on a day."""

    enterprise: Enterprise
    on: date

    # ------------------------------------------------------------------------------------ can I trust them?

    @cached_property
    def check(self) -> Verification | None:
        """The check that stands, or, where it has lapsed, the last one that stood."""
        if not (self.enterprise.is_verified or self.enterprise.state == Enterprise.State.LAPSED):
            return None
        return self.enterprise.verifications.select_related("network").order_by("-verified_on", "-pk").first()

    @cached_property
    def statements(self) -> list[Statement]:
        """What it stated of the base test, in the order of the law."""
        said = {each.test: each for each in self.enterprise.statements.all()}
        return [said[test] for test in Statement.Test.values if test in said]

    @cached_property
    def badges(self) -> list[Badge]:
        return list(self.enterprise.badges.held(self.on).order_by("kind"))

    @cached_property
    def insurances(self) -> list[Insurance]:
        return list(self.enterprise.insurances.held(self.on).order_by("kind"))

    @cached_property
    def numbers(self) -> list[Number]:
        known = self.enterprise.organisation.identifiers.order_by("scheme", "value")
        return [_number(each.scheme, each.value) for each in known]

    # --------------------------------------------------------------------------------------- can they do it?

    @cached_property
    def activities(self) -> list[tuple[Activity, str, str]]:
        """Each kind of work, where, and whether there is room for more."""
        told = self.enterprise.activities.select_related("category").order_by("category__position")
        return [(each, wording.where(each, 4), wording.room(each)) for each in told]

    @cached_property
    def areas(self) -> list[Area]:
        served = {code for activity, _where, _room in self.activities for code in activity.served_codes}
        return [area for code, area in areas_by_code().items() if code in served]

    @cached_property
    def standings(self) -> list[Standing]:
        return list(self.enterprise.standings.order_by("kind"))

    @property
    def lots(self) -> str:
        """£5,000 to £250,000."""
        return words.value_band(self.enterprise.smallest_lot, self.enterprise.largest_lot)

    @property
    def together(self) -> str:
        """How it bids with others."""
        if self.enterprise.would_lead_consortium:
            return _("Yes, and would lead the group")
        return _("Yes") if self.enterprise.would_join_consortium else ""

    # -------------------------------------------------------------------------------- have they done it before?

    @cached_property
    def references(self) -> list[ClientReference]:
        return list(self.enterprise.references.order_by("-ended_in", "pk"))

    @cached_property
    def outcomes(self) -> list[Outcome]:
        return list(self.enterprise.outcomes.order_by("pk"))

    # ---------------------------------------------------------------------------------------- how to reach them

    @cached_property
    def networks(self) -> list[Organisation]:
        found = Organisation.objects.networks().filter(network_members__member=self.enterprise.organisation)
        return list(found.order_by("name_en", "pk"))

    @property
    def contact_name(self) -> str:
        """Only of a person who agreed."""
        return self.enterprise.contact_name if self.enterprise.is_contact_public else ""


def _number(scheme: str, value: str) -> Number:
    register = REGISTERS.get(scheme)
    if register is None:
        return Number(scheme, value)
    return Number(register.name, value, register.url.format(value) if register.url else "")
