"""What stands between a study and the public, and what whoever publishes it should know."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from procurement.models import Opportunity, Stage
from socialvalue.practice import content
from socialvalue.practice.content import Content
from socialvalue.practice.history import facts
from socialvalue.practice.models import CaseStudy, Consent, FactCheck, NotAllowed
from socialvalue.practice.models.study import NEEDED

LINK = re.compile(r"/case-studies/([-a-zA-Z0-9_]+)/")
Side = FactCheck.Side


@dataclass(frozen=True)
class Gap:
    """Something that is missing or should be known, and the part of the desk where it is dealt with."""

    section: str
    message: str | Promise


class NotReady(NotAllowed):
    """It cannot be published: these gaps are open."""

    def __init__(self, gaps: Iterable[Gap]):
        self.gaps = list(gaps)
        super().__init__(" ".join(str(gap.message) for gap in self.gaps))


class ItsOwn(NotAllowed):
    """Nobody publishes what she wrote, sent in or changed last."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has to publish this: you wrote it, sent it in or changed it last."))


ASKED = (
    ("title", "about", _("Enter a title.")),
    ("summary", "about", _("Enter a summary.")),
    ("challenge", "story", _("Say what the challenge was.")),
    ("solution", "story", _("Say what was done.")),
    ("result", "story", _("Say what came of it.")),
    ("lessons", "lessons", _("Say what others should know before they try.")),
)
CHOSEN = (
    ("steps", "filing", _("Choose at least one of the five steps.")),
    ("goals", "filing", _("Choose at least one well-being goal.")),
    ("category", "filing", _("Choose a kind of work.")),
    ("area_codes", "filing", _("Choose where it happened.")),
    ("route", "filing", _("Choose how the work was bought.")),
)
assert {name for name, *_rest in ASKED} == {"title", "summary", *NEEDED}


def incomplete(said: Content, *, is_short: bool = False) -> list[Gap]:
    """What readers need in whichever language. Of a short form a title is enough: a coordinator asks for the rest."""
    if is_short and said.said_first("title").strip():
        return []
    gaps = [Gap(section, message) for name, section, message in ASKED if not said.said_first(name).strip()]
    gaps += [Gap(section, message) for name, section, message in CHOSEN if not getattr(said, name)]
    if said.evidence_level is None:
        gaps.append(Gap("evidence", _("Choose how strong the evidence is.")))
    return gaps


def blocking(study: CaseStudy, said: Content, *, at: datetime) -> list[Gap]:
    """All that has to be done before it may go out."""
    return [
        *incomplete(said),
        *untranslated(said),
        *_pictures(said),
        *consents_missing(study, said, at=at),
        *unchecked(study, said),
        *_review(study, at=at),
    ]


def check(study: CaseStudy, *, by: User | None, at: datetime) -> Content:
    """What will be published, or an exception that says why it cannot be."""
    said = content.of(study)
    if gaps := blocking(study, said, at=at):
        raise NotReady(gaps)
    if by is None or by.pk in own_hands(study):
        raise ItsOwn
    return said


def own_hands(study: CaseStudy) -> set[int]:
    """Who wrote it, sent it in, or changed it last: none of them publishes it."""
    last = study.revisions.order_by("-number").values_list("by", flat=True).first()
    return {pk for pk in (study.created_by_id, study.submitted_by_id, last) if pk is not None}


def sides(said: Content) -> list[Side]:
    """Who has to confirm the facts: always the body that led, and the enterprise where one took part."""
    return [Side.COUNCIL, Side.ENTERPRISE] if any(each.is_enterprise for each in said.organisations) else [Side.COUNCIL]


def unchecked(study: CaseStudy, said: Content) -> list[Gap]:
    """Sides that have not confirmed the facts as they stand now."""
    latest: dict[str, FactCheck] = {}
    for each in study.fact_checks.exclude(answer="").select_related("revision").order_by("answered_at", "pk"):
        latest[each.side] = each
    gaps = []
    for side in sides(said):
        answered = latest.get(side)
        if answered is None:
            message = _("{side} has not confirmed the facts yet.")
        elif answered.answer == FactCheck.Answer.CORRECTED:
            message = _("{side} asked for corrections. Make them, and ask again.")
        elif facts(content.read(answered.revision.content)) != facts(said):
            message = _("The facts were changed after {side} confirmed them. Ask again.")
        else:
            continue
        gaps.append(Gap("checks", format_lazy(message, side=side.label)))
    return gaps


def consents_missing(study: CaseStudy, said: Content, *, at: datetime) -> list[Gap]:
    """Everybody who is named, quoted or seen must have agreed, and still agree."""
    today = timezone.localdate(at)
    named = list(study.consents.of_named().select_related("organisation"))
    live = [each for each in named if each.is_live(today)]
    agreed = {each.organisation_id for each in live if Consent.Scope.NAMED in each.scope}
    scopes = {each.pk: each.scope for each in live}
    gaps = [_no_consent(each.party) for each in named if each not in live]
    waiting = {each.organisation_id for each in named if each not in live}
    gaps += [_no_consent(_name(each)) for each in said.organisations if each.id not in agreed | waiting]
    quoted = [each for each in said.quotes if Consent.Scope.QUOTE not in scopes.get(each.consent or 0, ())]
    gaps += [
        Gap("consents", format_lazy(_("There is no agreement to the quote by {who}."), who=each.who_en or each.who_cy))
        for each in quoted
    ]
    seen = [
        each for each in said.pictures if each.consent and Consent.Scope.PICTURE not in scopes.get(each.consent, ())
    ]
    return gaps + [Gap("consents", _("Somebody seen in a picture has not agreed to it.")) for _each in seen]


def advisory(study: CaseStudy, said: Content) -> list[Gap]:
    """What does not stand in the way, but should be known before it goes out."""
    touched = Opportunity.objects.filter(touched_by(study), stage=Stage.TENDERING)
    gaps = [
        Gap(
            "people",
            format_lazy(
                _("A tender is open that touches this contract: {reference}. Bidders may read the study as a hint."),
                reference=each.reference,
            ),
        )
        for each in touched
    ]
    gone = CaseStudy.objects.filter(slug__in=linked_slugs(said)).exclude(withdrawal="", moved_to=None)
    gaps += [
        Gap("story", format_lazy(_("It links to a study that was withdrawn or replaced: {title}."), title=str(each)))
        for each in gone
    ]
    if said.missing() and said.one_language_because:
        gaps.append(Gap("about", _("Parts are in one language only. Readers of the other see that, with your reason.")))
    return gaps


def touched_by(study: CaseStudy) -> Q:
    """The opportunities a study is linked to, or that follow them."""
    linked = study.opportunities.values("pk")
    return Q(pk__in=linked) | Q(follows__in=linked)


def linked_slugs(said: Content) -> set[str]:
    """Studies that the texts link to."""
    return {slug for text in content.write(said).values() if isinstance(text, str) for slug in LINK.findall(text)}


def untranslated(said: Content) -> list[Gap]:
    """Parts in one language only, unless there is a reason that readers are told."""
    if not said.missing() or said.one_language_because:
        return []
    return [Gap("about", _("Some parts are in one language only. Translate them, or say why they stay so."))]


def _pictures(said: Content) -> list[Gap]:
    if all(each.alt_en and each.alt_cy for each in said.pictures):
        return []
    return [Gap("pictures", _("Say in both languages what each picture shows."))]


def _review(study: CaseStudy, *, at: datetime) -> list[Gap]:
    if study.review_on and study.review_on > timezone.localdate(at):
        return []
    return [Gap("review", _("Enter a day to come, on which somebody looks at it again."))]


def _no_consent(name: str) -> Gap:
    return Gap("consents", format_lazy(_("There is no agreement by {name} that holds now."), name=name))


def _name(body: content.Body) -> str:
    return body.name_en or body.name_cy
