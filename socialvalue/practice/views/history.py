"""What a study said at each save, what changed, and bringing it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from socialvalue.practice import actions, content, naming
from socialvalue.practice.history import other_changes, text_changes
from socialvalue.practice.models import CaseStudy, NotAllowed
from socialvalue.practice.views.access import to_edit, to_read


@require_safe
@never_cache
def history(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_read(request, slug)
    context = {
        "study": study,
        "revisions": study.revisions.select_related("by").defer("content").order_by("-number"),
        "milestones": study.milestones.select_related("by").order_by("-pk"),
        "editions": study.editions.select_related("revision").defer("content").order_by("-number"),
    }
    return render(request, "practice/desk/history.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed in one save, or since; a POST brings it back."""
    study = to_read(request, slug)
    found = get_object_or_404(study.revisions.select_related("by"), number=number)
    if request.method == "POST":
        to_edit(request, slug)
        try:
            actions.restore_revision(revision=found, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("case-studies:revision", slug, number)
        messages.success(
            request, _("Revision %(number)s is back. Nothing of what was there is lost.") % {"number": number}
        )
        return redirect("case-studies:history", slug)
    since = request.GET.get("since") == "now"
    after = content.of(study) if since else content.read(found.content)
    before = content.read(found.content) if since else _before(study, number)
    changes = {
        "texts": [(naming.label(each.field, each.language), each) for each in text_changes(before, after)],
        "others": [
            (naming.label(name), naming.said(name, was), naming.said(name, now))
            for name, was, now in other_changes(before, after)
        ],
    }
    may_restore = CaseStudy.objects.editable_by(request.user).filter(pk=study.pk).exists()
    context = {"study": study, "revision": found, "since": since, "may_restore": may_restore, **changes}
    return render(request, "practice/desk/revision.html", context)


def _before(study: CaseStudy, number: int) -> content.Content:
    """What was there before; before the first there was nothing."""
    earlier = study.revisions.filter(number=number - 1).first()
    first = study.revisions.get(number=1)
    if earlier is not None:
        return content.read(earlier.content)
    said = content.read(first.content)
    return content.Content(slug=said.slug, lead=said.lead)
