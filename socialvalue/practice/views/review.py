"""The coordinators' desk, and a study under review: paragraph by paragraph, with what is still missing."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from collab_portal.text.paired import LANGUAGES
from socialvalue.practice import actions, content, gates, naming
from socialvalue.practice.forms.desk import RemarkForm
from socialvalue.practice.history import paragraphs
from socialvalue.practice.models import Act, CaseStudy, Consent, LibraryEntry, Remark, State
from socialvalue.practice.reviews import BEFORE
from socialvalue.practice.views.access import for_coordinators, to_edit, to_read

MOST = 50


@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a coordinator, the oldest first."""
    for_coordinators(request)
    today = timezone.localdate()
    studies = CaseStudy.objects.on_the_desk().select_related("owner", "lead", "reviewer")
    public = CaseStudy.objects.published().select_related("owner", "lead", "reviewer")
    soon = today + timezone.timedelta(days=BEFORE[0])
    groups = [
        (_("Sent in, waiting for you"), studies.filter(state=State.SUBMITTED).order_by("submitted_at")),
        (_("In review"), studies.filter(state=State.IN_REVIEW).order_by("submitted_at")),
        (_("Scheduled"), studies.filter(state=State.SCHEDULED).order_by("publish_at")),
        (_("Sent back to the authors"), studies.filter(state=State.SENT_BACK).order_by("submitted_at")),
        (_("To be looked at again"), public.filter(review_on__lte=soon).order_by("review_on")),
        (_("Out of the library"), studies.exclude(withdrawal="").order_by("-withdrawn_at")),
    ]
    ends = Consent.objects.of_named().filter(withdrawn_at=None, expires_on__lte=soon)
    context = {
        "groups": [(title, found[:MOST]) for title, found in groups],
        "ending": ends.select_related("study", "organisation").order_by("expires_on")[:MOST],
        "published": LibraryEntry.objects.count(),
        "today": today,
    }
    return render(request, "practice/desk/desk.html", context)


@require_safe
@never_cache
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one study on one page: the text, the remarks, what is missing, what can be done."""
    study = to_read(request, slug)
    said, at = content.of(study), timezone.now()
    may_decide = CaseStudy.objects.reviewable_by(request.user).filter(pk=study.pk).exists()
    context = {
        "study": study,
        "parts": parts_of(study, said),
        "gaps": gates.blocking(study, said, at=at),
        "warnings": gates.advisory(study, said),
        "is_own": request.user.pk in gates.own_hands(study),
        "may_decide": may_decide,
        "may_edit": CaseStudy.objects.editable_by(request.user).filter(pk=study.pk).exists(),
        "acts": {act.value.replace("-", "_"): study.allows(act) for act in Act},
        "is_public": LibraryEntry.objects.filter(study=study).exists(),
        "was_public": study.editions.exists(),
        "checks": study.fact_checks.select_related("revision").order_by("-pk"),
        "consents": study.consents.select_related("organisation").order_by("pk"),
        "today": timezone.localdate(at),
        "now": at,
    }
    return render(request, "practice/desk/review.html", context)


@dataclass
class Paragraph:
    """One paragraph with what was said about it."""

    number: int
    text: str
    remarks: list[Remark]


@dataclass
class PartInReview:
    """One text in one language; `lost` are remarks whose paragraph is gone or changed."""

    field: str
    language: str
    title: str
    paragraphs: list[Paragraph]
    lost: list[Remark]


def parts_of(study: CaseStudy, said: content.Content) -> list[PartInReview]:
    remarks = list(study.remarks.select_related("by", "settled_by").order_by("pk"))
    found = []
    for field in content.TEXTS:
        for language in sorted(LANGUAGES, key=lambda each: each != said.original_language):
            here = [each for each in remarks if (each.field, each.language) == (field, language)]
            texts = paragraphs(getattr(said, f"{field}_{language}"))
            if texts or here:
                found.append(_part(field, language, texts, here))
    return found


def _part(field: str, language: str, texts: list[str], remarks: list[Remark]) -> PartInReview:
    """A remark stays with its paragraph, wherever that went; a paragraph that was rewritten has lost it."""
    shown = [Paragraph(n, text, [each for each in remarks if each.quoted == text]) for n, text in enumerate(texts)]
    lost = [each for each in remarks if each.quoted not in texts]
    return PartInReview(field, language, naming.label(field, language), shown, lost)


@require_http_methods(["GET", "POST"])
def remark(request: HttpRequest, slug: str, field: str, language: str, number: int) -> HttpResponse:
    """Say something about one paragraph: authors and coordinators alike."""
    study = to_read(request, slug)
    if field not in content.TEXTS or language not in LANGUAGES:
        raise Http404
    texts = paragraphs(getattr(study, f"{field}_{language}"))
    if number >= len(texts):
        raise Http404
    form = RemarkForm(request.POST) if request.method == "POST" else RemarkForm()
    if form.is_bound and form.is_valid():
        where = {"field": field, "language": language, "paragraph": number}
        actions.remark(study=study, by=request.user, at=timezone.now(), body=form.cleaned_data["body"], **where)
        messages.success(request, _("Your remark is kept."))
        return redirect("case-studies:review", slug)
    context = {"study": study, "form": form, "quoted": texts[number], "language": language}
    return answer(request, "practice/desk/remark.html", context | {"part": naming.label(field, language)}, form)


@require_POST
def settle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = to_edit(request, slug) if not _decides(request, slug) else to_read(request, slug)
    found = get_object_or_404(study.remarks.filter(Q(settled_at=None)), pk=pk)
    actions.settle_remark(remark=found, by=request.user, at=timezone.now())
    return redirect("case-studies:review", slug)


def _decides(request: HttpRequest, slug: str) -> bool:
    return CaseStudy.objects.reviewable_by(request.user).filter(slug=slug).exists()
