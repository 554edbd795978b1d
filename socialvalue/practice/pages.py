"""A study as readers see it: what its page shows, and what stands in its place once it is withdrawn."""

import re
from dataclasses import dataclass
from datetime import date

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import Area, Category, WellbeingGoal
from procurement.models import ValueBand
from socialvalue.models.frameworks import Unit
from socialvalue.practice import content, gates, reviews
from socialvalue.practice.content import Content, Measured
from socialvalue.practice.models import (
    CaseStudy,
    ContactMode,
    Duty,
    Evidence,
    Licence,
    Route,
    Status,
    Step,
    StudyFile,
    StudyPicture,
)

Withdrawal = CaseStudy.Withdrawal
HIDDEN = (Withdrawal.ERROR, Withdrawal.CONSENT)


@dataclass(frozen=True)
class Page:
    """What the template shows beside the texts, looked up and named."""

    said: Content
    steps: list[Step]
    goals: list[WellbeingGoal]
    duties: list[Duty]
    category: Category | None
    areas: list[Area]
    route: Route | None
    value_band: ValueBand | None
    evidence: Evidence | None
    status: Status
    licence: Licence
    measures: list[tuple[Measured, str]]
    pictures: list[StudyPicture]
    files: list[StudyFile]
    missing: tuple[str, ...]
    withdrawn: dict[str, str]
    overdue_since: date | None
    may_be_asked: bool
    calls_back: bool


def page_of(said: Content, study: CaseStudy, *, on: date) -> Page:
    """A content, ready for the page."""
    known, categories = areas_by_code(), {each.slug: each for each in all_categories()}
    units = dict(Unit.choices)
    described = {each.id: each for each in said.pictures}
    pictures = list(study.studypictures.filter(pk__in=described).select_related("file", "file__small").order_by("pk"))
    for picture in pictures:  # as the content describes them, whatever the working copy says by now
        each = described[picture.pk]
        picture.alt_en, picture.alt_cy, picture.credit = each.alt_en, each.alt_cy, each.credit
    return Page(
        said=said,
        steps=[Step(each) for each in said.steps],
        goals=list(WellbeingGoal.objects.filter(pk__in=said.goals).order_by("pk")) if said.goals else [],
        duties=[Duty(each) for each in said.duties],
        category=categories.get(said.category),
        areas=[known[code] for code in said.area_codes if code in known],
        route=Route(said.route) if said.route else None,
        value_band=ValueBand(said.value_band) if said.value_band else None,
        evidence=None if said.evidence_level is None else Evidence(said.evidence_level),
        status=Status(said.status),
        licence=Licence(said.licence),
        measures=[(each, str(units.get(each.unit, ""))) for each in said.measures],
        pictures=pictures,
        files=list(study.studyfiles.filter(pk__in=[each.id for each in said.files]).order_by("pk"))
        if said.files
        else [],
        missing=tuple(said.missing()),
        withdrawn=_withdrawn_links(said),
        overdue_since=reviews.overdue_since(study, on),
        may_be_asked=said.contact_mode != ContactMode.PAUSED,
        calls_back=said.contact_mode == ContactMode.CALL_BACK,
    )


def public_content(study: CaseStudy) -> Content | None:
    """What readers may see of it now: its last edition, or nothing."""
    if study.withdrawal in HIDDEN or study.withdrawal == Withdrawal.CONSOLIDATED:
        return None
    last = study.editions.order_by("-number").first()
    return content.read(last.content) if last else None


def _withdrawn_links(said: Content) -> dict[str, str]:
    """Studies that the text links to and that readers will not find: the link says so."""
    slugs = gates.linked_slugs(said)
    gone = CaseStudy.objects.filter(slug__in=slugs).exclude(withdrawal="") if slugs else []
    return {each.slug: each.withdrawal for each in gone}


def mark_withdrawn(html: str, slugs: dict[str, str], note: str) -> str:
    """A note after each link to one of these. The note is ours; the HTML was cleaned before."""
    if not slugs:
        return html
    names = "|".join(map(re.escape, slugs))
    return re.sub(
        rf'(<a [^>]*href="[^"]*/case-studies/(?:{names})/"[^>]*>.*?</a>)', rf"\1 {note}", html, flags=re.DOTALL
    )
