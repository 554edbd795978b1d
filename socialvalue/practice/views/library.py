"""A case study as everybody reads it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.writing import write_to
from socialvalue.practice import content, pages
from socialvalue.practice.models import CaseStudy, ContactMode
from socialvalue.practice.views.access import to_read


@require_safe
@login_not_required
def case_study(request, slug):
    """The last edition; or, once it is withdrawn, what stands in its place. Its people are led to the working copy."""
    study = get_object_or_404(CaseStudy.objects.select_related("lead", "moved_to"), slug=slug)
    if study.withdrawal == CaseStudy.Withdrawal.CONSOLIDATED:
        return redirect(study.moved_to, permanent=True)
    edition = study.editions.order_by("-number").first()
    if edition is None:
        if not request.user.is_authenticated:
            raise Http404
        to_read(request, slug)
        return redirect("case-studies:preview", slug)
    if study.withdrawal in pages.HIDDEN:
        return render(request, "practice/gone.html", {"study": study}, status=410)
    said = content.read(edition.content)
    context = {"study": study, "edition": edition, "page": pages.page_of(said, study, on=timezone.localdate())}
    return render(request, "practice/detail.html", context)


@require_http_methods(["GET", "POST"])
def write(request, slug):
    """Ask the body that did it, by relay: no address is printed."""
    study = get_object_or_404(CaseStudy.objects.published().select_related("lead"), slug=slug)
    said = pages.public_content(study)
    if said is None or said.contact_mode == ContactMode.PAUSED:
        raise Http404
    initial = {"subject": gettext("Your case study: %(title)s") % {"title": study}}
    return write_to(request, study.lead, then=study.get_absolute_url(), about=study.reference, initial=initial)
