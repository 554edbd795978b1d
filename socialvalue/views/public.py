"""What social value is, the frameworks it is measured by, and what others ask for: open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab_portal.reference.models import WellbeingGoal
from socialvalue.models import Framework, Policy
from socialvalue.showing import band_lines, tree


@login_not_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    frameworks = Framework.objects.open_to(None)
    today = timezone.localdate()
    context = {
        "current": frameworks.valid(today).order_by("kind", "name_en"),
        "earlier": frameworks.filter(valid_to__lt=today).order_by("-valid_to"),
        "goals": WellbeingGoal.objects.order_by("pk"),
        "examples": Policy.objects.examples().count(),
    }
    return render(request, "socialvalue/overview.html", context)


@login_not_required
@require_safe
def framework(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """Themes, outcomes and measures. A body's own framework is no page of the public."""
    found = get_object_or_404(Framework.objects.open_to(None), code=code, edition=edition)
    shown = tree(found)
    context = {
        "framework": found,
        "themes": shown.themes,
        "unverified": shown.unverified,
        "counts_nothing": shown.measures and not shown.quantities,
        "goals": WellbeingGoal.objects.order_by("pk"),
        "today": timezone.localdate(),
    }
    return render(request, "socialvalue/framework.html", context)


@login_not_required
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """What others ask for, as examples."""
    examples = Policy.objects.examples().prefetch_related("bands").order_by("title_en")
    shown = [(policy, band_lines(policy.bands.all())) for policy in examples]
    return render(request, "socialvalue/policies.html", {"examples": shown, "may_copy": _is_officer(request.user)})


def _is_officer(user) -> bool:
    return bool(user.is_authenticated and user.acting_for and user.acting_for.is_public_body)
