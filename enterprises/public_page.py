"""What the public page of an enterprise shows, each part asked for once.

Its reader is an officer who asks: who are they, can they do it, can I trust them, have they done it before, and how do
I reach them.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Organisation, OrganisationIdentifier
from collab_portal.files.models import StoredFile
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import Area, Category
from collab_portal.templatetags import words
from enterprises import lines, wording
from enterprises.models import (
    Activity,
    Badge,
    ClientReference,
    Enterprise,
    Insurance,
    Outcome,
    Picture,
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
    """One enterprise, as everybody sees it: it came through `enterprises.lines.with_lines`."""

    enterprise: Enterprise

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
        said = {each.test: each for each in lines.read(self.enterprise, Statement)}
        return [said[test] for test in Statement.Test.values if test in said]

    @cached_property
    def badges(self) -> list[Badge]:
        return lines.read(self.enterprise, Badge)

    @cached_property
    def insurances(self) -> list[Insurance]:
        return lines.read(self.enterprise, Insurance)

    @cached_property
    def numbers(self) -> list[Number]:
        return [_number(each.scheme, each.value) for each in lines.read(self.enterprise, OrganisationIdentifier)]

    # --------------------------------------------------------------------------------------- can they do it?

    @cached_property
    def activities(self) -> list[tuple[Category, str, str]]:
        """Each kind of work, where, and whether there is room for more."""
        known = {each.slug: each for each in all_categories()}
        told = self._activities
        return [(known[each.category_id], wording.where(each, 4), wording.room(each)) for each in told]

    @cached_property
    def _activities(self) -> list[Activity]:
        return lines.read(self.enterprise, Activity)

    @cached_property
    def areas(self) -> list[Area]:
        served = {code for activity in self._activities for code in activity.served_codes}
        return [area for code, area in areas_by_code().items() if code in served]

    @cached_property
    def standings(self) -> list[Standing]:
        return lines.read(self.enterprise, Standing)

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
        return lines.read(self.enterprise, ClientReference)

    @cached_property
    def outcomes(self) -> list[Outcome]:
        return lines.read(self.enterprise, Outcome)

    # ---------------------------------------------------------------------------------------- how to reach them

    @property
    def logo(self) -> StoredFile | None:
        return next((each.file for each in self._images if each.is_logo), None)

    @property
    def pictures(self) -> list[Picture]:
        return [each for each in self._images if not each.is_logo]

    @cached_property
    def _images(self) -> list[Picture]:
        return list(self.enterprise.pictures.select_related("file__small").order_by("position", "pk"))

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
