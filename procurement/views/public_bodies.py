"""Public bodies: whom to ask there, what they plan to buy, and how well they keep to their dates."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import conditional_page, require_safe

from collab_portal.accounts.models import Organisation
from procurement import body_figures, cards, wording
from procurement.filters import address
from procurement.matching import Criteria
from procurement.models import PipelineEntry
from procurement.results import ORDERS, SHOWN

PER_PAGE = 40
NEXT = 5  # entries on the page of a body


@login_not_required
@require_safe
@conditional_page
def public_bodies(request: HttpRequest) -> HttpResponse:
    in_order = "sort_key_cy" if get_language() == "cy" else Lower(Coalesce(NullIf("name_en", Value("")), "name_cy"))
    page = Paginator(Organisation.objects.public_bodies().order_by(in_order), PER_PAGE).get_page(
        request.GET.get("page")
    )
    entries = PipelineEntry.objects.current(timezone.now()).filter(buyer__in=page.object_list)
    counts = dict(entries.values_list("buyer").annotate(Count("pk")))
    bodies = [(body, counts.get(body.pk, 0)) for body in page]
    return render(request, "procurement/public_bodies.html", {"page": page, "bodies": bodies})


@login_not_required
@require_safe
@conditional_page
def public_body(request: HttpRequest, slug: str) -> HttpResponse:
    body = get_object_or_404(Organisation.objects.select_related("merged_into"), slug=slug)
    if body.merged_into:
        return redirect("public-bodies:detail", body.merged_into.slug, permanent=True)
    if not body.is_public_body:
        raise Http404
    at = timezone.now()
    entries = PipelineEntry.objects.of_buyer(body).current(at)
    figures = body_figures.of(body)
    context = {
        "body": body,
        "other_names": _other_names(body),
        "networks": Organisation.objects.networks().filter(network_members__member=body).order_by("slug"),
        "current": entries.count(),
        "cards": cards.of(entries.order_by(*ORDERS["closing"]).only(*SHOWN)[:NEXT], at, host=body),
        "pipeline_url": address(Criteria(buyer=(body,))),
        "slippage": figures.slippage,
        "share": figures.share,
        "head": [gettext("Date"), gettext("How often later"), gettext("Typical slip"), gettext("Longest slip")],
        "slips": [
            (wording.label(each.field), each.count, wording.days(each.median_days), wording.days(each.longest_days))
            for each in figures.slippage.dates
        ],
    }
    return render(request, "procurement/public_body.html", context)


def _other_names(body: Organisation) -> list:
    shown = {body.name_en, body.name_cy}
    return [each for each in body.names.order_by("is_former", "name") if each.name not in shown]
