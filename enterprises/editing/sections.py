"""The pages of a profile in their order, and how far each of them has come.

A new page is one more `Section` here: the task list, the page and its status follow from it. How far it has come is
worked out from what `enterprises.completeness` asks of it.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.forms.journey import Group, by_slug
from enterprises.completeness import ASKS, Ask
from enterprises.editing.forms.about import EITHER_LANGUAGE, ContactForm, LegalFormForm, NamesForm, OfferForm
from enterprises.editing.forms.activities import ActivityForm
from enterprises.editing.forms.base import LineForm, ProfileForm
from enterprises.editing.forms.proof import BadgeForm, InsuranceForm, NumberForm, StandingForm
from enterprises.editing.forms.record import OutcomeForm, ReferenceForm
from enterprises.editing.forms.size import LotsForm, ServingForm, SizeForm
from enterprises.models import Enterprise


@dataclass(frozen=True)
class Lines:
    """A page of lines, each on a page of its own. `of` are those of one enterprise; `add` and `none` are words."""

    form: type[LineForm]
    of: Callable[[Enterprise], QuerySet]
    add: str | Promise
    none: str | Promise
    template: str = "enterprises/edit/line.html"


@dataclass(frozen=True)
class Section:
    """One page: either a `form`, or `lines`, or a page that lies elsewhere."""

    slug: str
    title: str | Promise
    form: type[ProfileForm] | None = None
    lines: Lines | None = None
    lead: str | Promise = ""
    elsewhere: str = ""  # the name of its address, where it is not one of these pages

    @property
    def asks(self) -> list[Ask]:
        return [ask for ask in ASKS if ask.section == self.slug]


GROUPS = (
    Group(
        "who",
        _("Who you are"),
        (
            Section("names", _("Names"), NamesForm),
            Section("offer", _("What you offer"), OfferForm, lead=EITHER_LANGUAGE),
            Section("legal-form", _("Legal form"), LegalFormForm),
            Section("contact", _("Where you are, and how people reach you"), ContactForm),
        ),
    ),
    Group(
        "what",
        _("What you can do"),
        (
            Section(
                "activities",
                _("Kinds of work"),
                lines=Lines(
                    ActivityForm,
                    lambda enterprise: enterprise.activities.select_related("category").order_by("category__position"),
                    _("Add a kind of work"),
                    _("You have not told us of any work yet."),
                    "enterprises/edit/activity.html",
                ),
                lead=_("Each kind of work has its own area, and its own room for more."),
            ),
            Section("size", _("How big you are"), SizeForm, lead=_("Steps are enough. Nobody needs your figures.")),
            Section("lots", _("Lots and bidding together"), LotsForm),
            Section("serving", _("Welsh, safety and access"), ServingForm),
        ),
    ),
    Group(
        "trust",
        _("Why buyers can trust you"),
        (
            Section("statements", _("Are you a social enterprise?"), elsewhere="enterprises:base-test"),
            Section(
                "numbers",
                _("Register numbers"),
                lines=Lines(
                    NumberForm,
                    lambda enterprise: enterprise.organisation.identifiers.order_by("scheme", "value"),
                    _("Add a register number"),
                    _("You have not given a number yet."),
                ),
                lead=_("Buyers look you up by these. You may stand in more than one register."),
            ),
            Section(
                "insurances",
                _("Insurances"),
                lines=Lines(
                    InsuranceForm,
                    lambda enterprise: enterprise.insurances.order_by("kind"),
                    _("Add an insurance"),
                    _("You have not told us of any insurance yet."),
                ),
                lead=_("We stop showing a cover on the day after it runs out."),
            ),
            Section(
                "badges",
                _("Badges"),
                lines=Lines(
                    BadgeForm,
                    lambda enterprise: enterprise.badges.order_by("kind"),
                    _("Add a badge"),
                    _("You have not told us of any badge yet."),
                ),
                lead=_("Marks that somebody else gave you. A badge that has run out is not shown."),
            ),
            Section(
                "standing",
                _("Reserved lots"),
                lines=Lines(
                    StandingForm,
                    lambda enterprise: enterprise.standings.order_by("kind"),
                    _("Add a statement"),
                    _("You have not stated anything here. Most enterprises need not."),
                ),
                lead=_("Some lots are kept for enterprises of a special kind. Say here if you are one."),
            ),
        ),
    ),
    Group(
        "record",
        _("What you have done"),
        (
            Section(
                "references",
                _("Clients"),
                lines=Lines(
                    ReferenceForm,
                    lambda enterprise: enterprise.references.order_by("-ended_in", "pk"),
                    _("Add a client"),
                    _("You have not named a client yet."),
                ),
                lead=_("Three clients who can speak for you are enough."),
            ),
            Section(
                "outcomes",
                _("What changes because of you"),
                lines=Lines(
                    OutcomeForm,
                    lambda enterprise: enterprise.outcomes.order_by("pk"),
                    _("Add a change"),
                    _("You have not told us of any change yet."),
                ),
                lead=_("What is different for people or places, and how you know."),
            ),
            Section("pictures", _("Your logo and pictures"), elsewhere="enterprises:pictures"),
            Section("pack", _("Your tell-us-once pack"), elsewhere="enterprises:pack"),
        ),
    ),
)
SECTIONS = by_slug(GROUPS)


@dataclass(frozen=True)
class Task:
    """A section as the task list shows it (templates/components/task_list.html)."""

    section: Section
    told: Set[str]
    has_lines: bool
    url: str

    @property
    def title(self) -> str | Promise:
        return self.section.title

    @property
    def missing(self) -> list[Ask]:
        return [ask for ask in self.section.asks if ask.key not in self.told]

    @property
    def is_begun(self) -> bool:
        return self.has_lines or any(ask.key in self.told for ask in self.section.asks)

    @property
    def done(self) -> bool:
        """Nothing here waits for anybody: the status is said quietly."""
        return not self.missing

    @property
    def status(self) -> str | Promise:
        if not self.section.asks and not self.has_lines:
            return _("Optional")
        if self.done:
            return _("Done")
        return _("In progress") if self.is_begun else _("Not started")

    @property
    def hint(self) -> str:
        """What is missing, once somebody has begun: before that, everything is."""
        return ". ".join(str(ask.words) for ask in self.missing) if self.is_begun else ""


def tasks(enterprise: Enterprise, told: Set[str]) -> list[tuple[Group[Section], list[Task]]]:
    """Every group with its sections and how far they are."""
    return [
        (group, [Task(each, told, _is_filled(each, enterprise), address(each, enterprise)) for each in group.sections])
        for group in GROUPS
    ]


def _is_filled(section: Section, enterprise: Enterprise) -> bool:
    """Only where nothing is asked the lines themselves must tell; a name everybody has."""
    if section.asks:
        return False
    return section.lines.of(enterprise).exists() if section.lines else True


def address(section: Section, enterprise: Enterprise) -> str:
    slug = enterprise.organisation.slug
    if section.elsewhere:
        return reverse(section.elsewhere, args=[slug])
    return reverse("enterprises:edit-section", args=[slug, section.slug])
