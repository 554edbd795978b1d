"""What becomes of each line of a plan, before anything is written: a dry run stops here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.reference.cpv import cpv_ancestors
from collab_portal.reference.models import CpvCode
from collab_portal.sheets.report import Kind, Outcome, Report
from collab_portal.text import normalised_name
from procurement.models import Opportunity, PlanLine, Stage
from procurement.plans import saying
from procurement.plans.keys import Keyed
from procurement.plans.reading import Line
from procurement.plans.saying import Said

THE_PLANS = (Stage.DRAFT, Stage.PLANNED)  # from the tender on, dates and values are no longer a plan's to change
CELL_OF = {
    "title_en": "title", "title_cy": "title", "description_en": "description", "description_cy": "description",
    "tender_start": "tender", "tender_close": "tender_end", "contract_start": "start", "contract_months": "term",
    "extension_months": "extension", "cpv_codes": "cpv", "area_codes": "areas", "contact_email": "contact",
    "main_category": "category",
}  # fmt: skip


@dataclass
class Step:
    """One line, and what is to become of it."""

    keyed: Keyed
    outcome: Outcome
    says: Said = field(default_factory=dict)
    known: PlanLine | None = None
    opportunity: Opportunity | None = None
    taken: Said = field(default_factory=dict)
    differing: Said = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)

    @property
    def line(self):
        return self.keyed.line


class Planner:
    """Decides batch after batch of one plan. It remembers what it has recognised, so that no line serves twice."""

    def __init__(self, keyed: Iterable[Keyed], *, buyer: Organisation):
        self.buyer = buyer
        keyed = list(keyed)
        self.keys = {each.key for each in keyed}
        self.used: set[int] = set()  # opportunities
        self.recognised: set[int] = set()  # lines
        self.known_cpv = known_cpv(each.line for each in keyed)

    def steps(self, batch: Sequence[Keyed]) -> list[Step]:
        good = [each for each in batch if each.line.is_good]
        known = _Known(good, self.buyer)
        return [self._step(each, known) if each.line.is_good else Step(each, Outcome.REFUSED) for each in batch]

    def _step(self, keyed: Keyed, known: "_Known") -> Step:
        step = Step(keyed, Outcome.NEW, saying.of(keyed.line, known_cpv=self.known_cpv))
        step.known = known.by_key.get(keyed.key) or self._by_title(known.by_title.get(keyed.title_key, ()))
        if step.known:
            self.recognised.add(step.known.pk)
            step.opportunity = known.opportunities.get(step.known.opportunity_id)
        else:
            step.opportunity = self._entered_here(known.entered.get(keyed.title_key, ()))
        if step.opportunity:
            self.used.add(step.opportunity.pk)
            _compare(step)
        elif step.known:
            step.outcome = Outcome.UNCHANGED
            keyed.line.tell("title", _("Its draft was thrown away here, and stays away."), kind=Kind.KEPT)
        return step

    def _by_title(self, lines: Iterable[PlanLine]) -> PlanLine | None:
        """One whose reference was changed. One that stands in the sheet under its own key is another."""
        return next((each for each in lines if each.key not in self.keys and each.pk not in self.recognised), None)

    def _entered_here(self, opportunities: Iterable[Opportunity]) -> Opportunity | None:
        return next((each for each in opportunities if each.pk not in self.used), None)


def known_cpv(lines: Iterable[Line]) -> frozenset[str]:
    """The CPV codes of the lines that are in the vocabulary, or stand below one that is."""
    around = {code: {code, *cpv_ancestors(code)} for line in lines for code in saying.cpv_codes(line)}
    known = set(CpvCode.objects.filter(code__in=set().union(*around.values())).values_list("code", flat=True))
    return frozenset(code for code, related in around.items() if related & known)


class _Known:
    """What is known of a batch of lines, asked with four queries and held until the transaction ends."""

    def __init__(self, batch: Sequence[Keyed], buyer: Organisation):
        titles = {each.title_key for each in batch}
        wanted = Q(key__in={each.key for each in batch}) | Q(title_key__in=titles)
        lines = list(PlanLine.objects.filter(wanted, buyer=buyer).order_by("pk"))
        self.by_key = {each.key: each for each in lines}
        self.by_title: dict[str, list[PlanLine]] = {}
        for each in lines:
            self.by_title.setdefault(each.title_key, []).append(each)
        ours = Opportunity.objects.filter(buyer=buyer)
        held = ours.filter(pk__in={each.opportunity_id for each in lines}).select_for_update().order_by("pk")
        self.opportunities = {each.pk: each for each in held}
        self.entered: dict[str, list[Opportunity]] = {}
        alone = ours.filter(stage__in=THE_PLANS, plan_line=None, origin=Opportunity.Origin.PORTAL)
        titled = [(pk, key) for pk, *texts in alone.values_list("pk", "title_en", "title_cy") for key in _keys(texts)]
        found = {pk: key for pk, key in titled if key in titles}
        for each in ours.filter(pk__in=found).select_for_update().order_by("pk"):
            self.entered.setdefault(found[each.pk], []).append(each)


def _keys(titles: Iterable[str]) -> list[str]:
    return [normalised_name(title) for title in titles if title]


def _compare(step: Step) -> None:
    """Three accounts of each field: what the plan said last, what stands here, what the plan says now."""
    before = step.known.said if step.known else {}
    says = saying.packed(step.says)
    is_the_plans = step.opportunity.stage in THE_PLANS
    for name, columns in step.says.items():
        ours = saying.packed({name: {column: getattr(step.opportunity, column) for column in columns}})[name]
        if ours == says[name]:
            step.agreed.add(name)
        elif says[name] == before.get(name):
            continue  # the plan says nothing new: what an officer decided since stays
        elif is_the_plans and (ours == before.get(name) or not any(ours.values())):
            step.taken[name] = columns
            _tell(step, name, ours, says[name], Kind.CHANGED)
        else:
            step.differing[name] = columns
            _tell(step, name, ours, says[name], Kind.KEPT)
    step.outcome = Outcome.CHANGED if step.taken else Outcome.UNCHANGED


def _tell(step: Step, name: str, ours: Any, theirs: Any, kind: Kind) -> None:
    reason = {
        Kind.CHANGED: _("The plan does not say what it said the last time."),
        Kind.KEPT: _("It says something else here. You decide on the page of the opportunity."),
    }[kind]
    step.line.tell(CELL_OF.get(name, name), reason, kind=kind, value=f"{in_words(ours)} → {in_words(theirs)}")


def in_words(columns: dict[str, Any]) -> str:
    """Columns as few words, the same in every language: £120000, 2027-04-01 – 2027-06-30."""
    shown = [_in_words(name, each) for name, each in columns.items() if each not in (None, "", [])]
    return " – ".join(dict.fromkeys(filter(None, shown)))[:90] or "?"


def _in_words(name: str, value: Any) -> str:
    if name.endswith("_confidence"):
        return ""
    if name.startswith("value_"):
        return f"£{str(value).removesuffix('.00')}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def report(steps: Iterable[Step]) -> Report:
    told = Report()
    for step in steps:
        told.count(step.outcome, step.line.problems)
    return told
