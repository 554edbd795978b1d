"""The pages of a draft in their order, and how far each of them has come.

A new page is one more `Section` here: the task list, the page itself, the check page and its status follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.forms.journey import Group, by_slug
from procurement import readiness
from procurement.drafting.forms.base import SectionForm
from procurement.drafting.forms.contract import (
    BiddingForm,
    ConditionsForm,
    EngagementForm,
    FinancesForm,
    OneLotForm,
    PaymentForm,
    RunningForm,
    WhoForm,
)
from procurement.drafting.forms.dates import DatesForm
from procurement.drafting.forms.people import ContactForm, LinksForm, PartnersForm
from procurement.drafting.forms.terms import BuyingForm, ValueForm
from procurement.drafting.forms.what import AboutForm, AreasForm, CategoryForm
from procurement.readiness import Gap
from procurement.snapshot import LotSnapshot, Snapshot, write


@dataclass(frozen=True)
class Section:
    """One page. `fields` are what it adds to the snapshot; `form` is None where the page is more than one form.

    `needed`: nothing is published without it. `template`: where the page is more than its form.
    """

    slug: str
    title: str | Promise
    fields: tuple[str, ...]
    form: type[SectionForm] | None = None
    lead: str | Promise = ""
    needed: bool = False
    template: str = "procurement/draft/section.html"

    def is_begun(self, said: Snapshot) -> bool:
        """Something was entered that is not simply how a draft begins."""
        given = write(said)
        if "lots" in self.fields:
            return len(said.lots) > 1 or said.lots[0] != LotSnapshot(number=1)
        return any(given.get(name) not in (None, "", [], {}) for name in self.fields if name not in BEGIN_WITH)

    def gaps(self, gaps: list[Gap]) -> list[Gap]:
        return [gap for gap in gaps if gap.section == self.slug]


BEGIN_WITH = ("main_category", "regime")  # given by the portal or the public body, not by the officer

GROUPS = (
    Group(
        "what",
        _("What you want to buy"),
        (
            Section(
                "about",
                _("Title and description"),
                ("title_en", "title_cy", "description_en", "description_cy"),
                AboutForm,
                _("Use the words that a supplier would search for. Leave out codes and abbreviations."),
                needed=True,
            ),
            Section(
                "category",
                _("Category"),
                ("main_category", "category", "cpv_codes"),
                CategoryForm,
                needed=True,
                template="procurement/draft/category.html",
            ),
            Section("areas", _("Where the work is"), ("area_codes",), AreasForm, needed=True),
        ),
    ),
    Group(
        "when",
        _("How much and when"),
        (
            Section(
                "value",
                _("Value"),
                ("value_amount", "value_gross", "value_band"),
                ValueForm,
                _("Suppliers need to know how big the contract is, even roughly."),
                needed=True,
            ),
            Section(
                "dates",
                _("Dates and length"),
                ("tender_start", "tender_close", "award", "contract_start", "contract_months", "extension_months"),
                DatesForm,
                _("Give each date as exactly as you know it today. You can change it later and say why."),
                needed=True,
                template="procurement/draft/dates.html",
            ),
            Section("lots", _("Lots and how bids are judged"), ("lots",), template="procurement/draft/lots.html"),
            Section(
                "one-lot",
                _("If it is not split"),
                OneLotForm.columns,
                OneLotForm,
                _("The law asks for lots, or for a reason. Leave this empty if there are several lots."),
            ),
        ),
    ),
    Group(
        "how",
        _("How you will buy"),
        (
            Section(
                "buying",
                _("Procedure and rules"),
                ("procedure", "light_touch", "regime"),
                BuyingForm,
                template="procurement/draft/buying.html",
            ),
            Section(
                "engagement",
                _("Early talks with suppliers"),
                EngagementForm.columns,
                EngagementForm,
                _("Who is asked early can tell you what would keep them out."),
            ),
            Section(
                "partners",
                _("Buying together"),
                ("joint_buyers",),
                PartnersForm,
                _("Name the other public bodies if this is a joint contract."),
                template="procurement/draft/partners.html",
            ),
            Section(
                "contact",
                _("Who to contact"),
                ("contact_name", "contact_email"),
                ContactForm,
                _("Suppliers ask early if there is somebody to ask."),
            ),
            Section(
                "links",
                _("Notices and earlier contract"),
                ("notices", "follows"),
                LinksForm,
                _("This portal is not the place of legal publication. Link to the statutory notice once it is out."),
            ),
        ),
    ),
    Group(
        "bidders",
        _("What you ask of bidders"),
        (
            Section(
                "who",
                _("Who may bid"),
                WhoForm.columns,
                WhoForm,
                _("Small bodies often bid as a group, or wait for a list to open."),
            ),
            Section(
                "conditions",
                _("Experience and standards"),
                ConditionsForm.columns,
                ConditionsForm,
                _("Each condition shuts somebody out. Ask only what this work needs."),
            ),
            Section(
                "finances",
                _("Insurance, turnover and accounts"),
                FinancesForm.columns,
                FinancesForm,
                _("Set these by the risk of this contract, not by a template."),
            ),
            Section(
                "bidding",
                _("Sending a bid"),
                BiddingForm.columns,
                BiddingForm,
                _("A small team writes its bid beside its work."),
            ),
        ),
    ),
    Group(
        "contract",
        _("What the contract will say"),
        (
            Section(
                "payment",
                _("Payment"),
                PaymentForm.columns,
                PaymentForm,
                _("Small providers cannot lend you money."),
            ),
            Section(
                "running",
                _("Reports and staff"),
                RunningForm.columns,
                RunningForm,
                _("What the supplier must count and write beside the work."),
            ),
        ),
    ),
)
SECTIONS = by_slug(GROUPS)


@dataclass(frozen=True)
class Task:
    """A section as the task list shows it (templates/components/task_list.html). Without `url` it can only be read."""

    section: Section
    is_begun: bool
    blocking: list[Gap]
    advisory: list[Gap]
    url: str = ""

    @property
    def is_done(self) -> bool:
        return self.is_begun and not self.blocking

    @property
    def title(self) -> str | Promise:
        return self.section.title

    @property
    def done(self) -> bool:
        """Nothing here waits for anybody: the status is said quietly."""
        return self.is_done or not (self.is_begun or self.section.needed)

    @property
    def status(self) -> str | Promise:
        if self.is_done:
            return _("Done")
        if self.is_begun:
            return _("In progress")
        return _("Not started") if self.section.needed else _("Optional")

    @property
    def hint(self) -> str:
        """What is missing, once somebody has begun: before that, everything is."""
        return " ".join(str(gap.message) for gap in (*self.blocking, *self.advisory)) if self.is_begun else ""


def tasks(said: Snapshot, *, url: Callable[[Section], str]) -> list[tuple[Group[Section], list[Task]]]:
    """Every group with its sections and how far they are."""
    blocking, advisory = readiness.blocking(said), readiness.advisory(said)
    return [
        (
            group,
            [
                Task(each, each.is_begun(said), each.gaps(blocking), each.gaps(advisory), url(each))
                for each in group.sections
            ],
        )
        for group in GROUPS
    ]
