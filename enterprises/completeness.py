"""How much of a profile is told, and what would help most next.

Only editors see it: it is a help to them, and no mark that buyers compare.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import OrganisationIdentifier
from enterprises.models import Activity, Enterprise, Statement


@dataclass(frozen=True)
class Ask:
    """Something a buyer looks for. `points` say how much it helps; `section` is the page where it is told."""

    key: str
    points: int
    section: str
    words: str | Promise


ASKS = (
    Ask("activities", 16, "activities", _("Say what kind of work you do, and where")),
    Ask("offer", 12, "offer", _("Say what you offer in one line")),
    Ask("statements", 10, "statements", _("Answer the four questions that show you are a social enterprise")),
    Ask("mailbox", 8, "contact", _("Give a mailbox, so that buyers can write to you")),
    Ask("number", 8, "numbers", _("Give a register number, so that buyers can look you up")),
    Ask("insurance", 8, "insurances", _("List your insurances: most tenders ask for them")),
    Ask("description", 6, "offer", _("Describe your work, so that search finds you")),
    Ask("capacity", 6, "activities", _("Say for each kind of work if you have room for more")),
    Ask("reference", 6, "references", _("Name a client you have worked for")),
    Ask("offer in both languages", 5, "offer", _("Say what you offer in the other language too")),
    Ask("pack", 5, "pack", _("Keep your policies and certificates here, so that buyers get them in one go")),
    Ask("legal form", 4, "legal-form", _("Choose your legal form")),
    Ask("largest contract", 4, "size", _("Say how big your largest contract was")),
    Ask("lots", 4, "lots", _("Say how big a lot you would take")),
    Ask("outcome", 4, "outcomes", _("Say what changes for people because of you")),
    Ask("description in both languages", 3, "offer", _("Describe your work in the other language too")),
    Ask("turnover", 3, "size", _("Choose the step of your turnover")),
    Ask("people", 3, "size", _("Say how many people you employ")),
    Ask("welsh", 3, "serving", _("Say if you work in Welsh")),
    Ask("safeguarding", 3, "serving", _("Say how you keep people safe")),
    Ask("badge", 3, "badges", _("Add a badge you hold")),
    Ask("logo", 2, "pictures", _("Add your logo, so that people know you again")),
    Ask("accessibility", 2, "serving", _("Say how people get into your premises")),
    Ask("website", 2, "contact", _("Give the address of your website")),
    Ask("place", 2, "contact", _("Say in which town you are")),
)
WHOLE = sum(ask.points for ask in ASKS)


def score(told: Set[str]) -> int:
    """Out of a hundred. Only a profile that tells everything has all."""
    return 100 * sum(ask.points for ask in ASKS if ask.key in told) // WHOLE


def helps_most(told: Set[str], most: int = 3) -> list[Ask]:
    """What is not told yet, the most helpful first."""
    return sorted((ask for ask in ASKS if ask.key not in told), key=lambda ask: -ask.points)[:most]


def gain(ask: Ask, told: Set[str]) -> int:
    """By how much the score would rise."""
    return score(told | {ask.key}) - score(told)


def told_by(enterprise: Enterprise, *, on: date | None = None) -> frozenset[str]:
    """The keys of all that is told. With `on`, what has run out by that day is not told any more."""
    held = Q(expires_on=None) | Q(expires_on__gte=on) if on else Q()
    organisation, activities = enterprise.organisation, list(Activity.objects.filter(enterprise=enterprise))
    is_told = {
        "activities": bool(activities),
        "capacity": bool(activities) and all(each.capacity for each in activities),
        "statements": enterprise.statements.count() == len(Statement.Test.choices),
        "number": OrganisationIdentifier.objects.filter(organisation=organisation).exists(),
        "insurance": enterprise.insurances.filter(held).exists(),
        "badge": enterprise.badges.filter(held).exists(),
        "pack": enterprise.documents.exclude(valid_until__lt=on).exists() if on else enterprise.documents.exists(),
        "logo": enterprise.pictures.logos().exists(),
        "reference": enterprise.references.exists(),
        "outcome": enterprise.outcomes.exists(),
        "mailbox": organisation.mailbox,
        "website": organisation.website,
        **_in_its_row(enterprise),
    }
    return frozenset(key for key, is_so in is_told.items() if is_so)


def _in_its_row(enterprise: Enterprise) -> dict[str, object]:
    return {
        "offer": enterprise.offer_en or enterprise.offer_cy,
        "offer in both languages": enterprise.offer_en and enterprise.offer_cy,
        "description": enterprise.description_en or enterprise.description_cy,
        "description in both languages": enterprise.description_en and enterprise.description_cy,
        "legal form": enterprise.legal_form,
        "place": enterprise.town or enterprise.postcode,
        "turnover": enterprise.turnover,
        "largest contract": enterprise.largest_contract,
        "people": enterprise.people_employed is not None,
        "lots": enterprise.largest_lot is not None,
        "welsh": enterprise.welsh_service,
        "safeguarding": enterprise.safeguarding,
        "accessibility": enterprise.accessibility_en or enterprise.accessibility_cy,
    }
