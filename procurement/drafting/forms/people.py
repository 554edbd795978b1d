"""Who buys together, whom to ask, and where the statutory notices stand."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.forms import FinderMixin, Found, LinkField, text
from procurement import actions
from procurement.drafting.finding import find_bodies
from procurement.drafting.forms.base import SectionForm
from procurement.models import Opportunity

STATUTORY = ("sell2wales.gov.wales", "find-tender.service.gov.uk", "contractsfinder.service.gov.uk")
MOST_LINKS = 10


class PartnersForm(FinderMixin, SectionForm):
    """Other public bodies that buy together with this one."""

    columns = ("joint_buyers",)
    chosen, words = "joint_buyers", "body_words"
    nothing_found = _("No public body called “%(words)s” was found. Try another word, or clear this box")
    choose = _("Select the public bodies that buy with you, or clear the search box")

    joint_buyers = forms.MultipleChoiceField(
        label=_("Public bodies that buy with you"), widget=forms.CheckboxSelectMultiple, required=False
    )
    body_words = text(_("Find a public body (optional)"), limit=200, help_text=_("Type part of its name."))

    def find(self, typed: str, ticked: list[str]) -> Found:
        return find_bodies(typed, ticked, leave_out=self.opportunity.buyer_id)

    def read(self) -> dict[str, Any]:
        return {"joint_buyers": sorted(body.pk for body in self.opportunity.joint_buyers.all())}

    def answers(self) -> dict[str, Any]:
        return {"joint_buyers": list(Organisation.objects.filter(pk__in=self.cleaned_data["joint_buyers"]))}


class ContactForm(SectionForm):
    """A role mailbox: it outlives the person, and no personal address is printed."""

    columns = ("contact_name", "contact_email")

    contact_name = text(
        _("Team or job title"), limit=150, help_text=_("A role, not a person. For example “Procurement team”.")
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of a shared mailbox"),
        required=False,
        max_length=254,
        help_text=_("Everyone can see this address. Use one that your team reads, like caffael@council.example."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address like caffael@council.example")},
    )


class LinksForm(SectionForm):
    """The statutory notices, and the opportunity that came before this one."""

    columns = ("follows",)

    follows = text(
        _("Which opportunity came before this one? (optional)"),
        limit=20,
        help_text=_("Its reference on this portal, like CP-0042."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = [f"notice_{number}" for number in range(1, min(len(self.saved["notices"]) + 3, MOST_LINKS) + 1)]
        links = {name: self._link(number) for number, name in enumerate(self.names, start=1)}
        self.fields = links | self.fields

    @staticmethod
    def _link(number: int) -> forms.CharField:
        return LinkField(
            label=_("Web address of notice %(number)d (optional)") % {"number": number},
            required=False,
            max_length=500,
            validators=[statutory],
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        )

    @property
    def sections(self):
        return [(_("Statutory notices"), self.names), (_("Earlier contract"), ["follows"])]

    def read(self) -> dict[str, Any]:
        notices = [notice.url for notice in self.opportunity.notices.order_by("pk")]
        return {"follows": self.opportunity.follows_id, "notices": notices}

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        follows = self.opportunity.follows
        links = {f"notice_{number}": url for number, url in enumerate(saved["notices"], start=1)}
        return links | {"follows": follows.reference if follows else ""}

    def clean_follows(self) -> Opportunity | None:
        """Only what is published: a draft's reference must not show."""
        reference = self.cleaned_data["follows"].strip().upper()
        if not reference:
            return None
        earlier = Opportunity.objects.published().filter(reference=reference).first()
        if earlier is None:
            raise ValidationError(_("Enter the reference of a published opportunity, like CP-0042"))
        if self.opportunity in chain(earlier):
            raise ValidationError(_("An opportunity cannot come before itself. Enter another reference"))
        return earlier

    def save(self, *, by: User) -> None:
        super().save(by=by)
        wanted = {self.cleaned_data[name] for name in self.names} - {""}
        for notice in self.opportunity.notices.exclude(url__in=wanted):
            actions.unlink_notice(notice=notice, by=by)
        for url in sorted(wanted - set(self.saved["notices"])):
            actions.link_notice(opportunity=self.opportunity, by=by, url=url)


NOT_A_LINK = _("Enter a link to a notice on Sell2Wales, Find a Tender or Contracts Finder that begins with https://")


def statutory(url: str) -> None:
    """Refuse whatever is not one of the three places of legal publication."""
    try:
        URLValidator(schemes=["https"])(url)
    except ValidationError:
        raise ValidationError(NOT_A_LINK) from None
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_plain = parts.netloc.lower() == host  # neither a user's name nor a port
    if not is_plain or not any(host == each or host.endswith(f".{each}") for each in STATUTORY):
        raise ValidationError(NOT_A_LINK)


def chain(opportunity: Opportunity) -> Iterator[Opportunity]:
    """The opportunity and all that came before it."""
    seen = set()
    while opportunity and opportunity.pk not in seen:
        seen.add(opportunity.pk)
        yield opportunity
        opportunity = opportunity.follows
