"""What the public is told of the social value in a body's contracts: only sums, measure by measure."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procurement.views.statutory import limited_export, public_body, sheet
from socialvalue.delivering import totals


@login_not_required
@require_safe
def social_value(request: HttpRequest, slug: str) -> HttpResponse:
    """Promised and evidenced, by well-being goal, by measure, and one measure by quarter."""
    body = public_body(slug)
    if body.slug != slug:
        return redirect("outcomes:social-value", body.slug, permanent=True)
    today = timezone.localdate()
    picture = totals.of(body, today)
    counted = picture.counted
    chosen = _chosen(request, counted)
    quarters = chosen.quarters(picture.deliveries) if chosen else []
    context = {
        "body": body,
        "today": today,
        "picture": picture,
        "counted": counted,
        "goals": totals.goals_picture(picture.by_goal()),
        "chosen": chosen,
        "quarters": totals.quarters_picture(quarters) if quarters and chosen.adds_up else None,
        "has_unknown": any(each.unknown for each in quarters),
    }
    return render(request, "socialvalue/council.html", context)


@login_not_required
@require_safe
@limited_export
def social_value_sheet(request: HttpRequest, slug: str, what: str) -> StreamingHttpResponse:
    """The table behind a picture, or all measures."""
    body = public_body(slug)
    picture = totals.of(body, timezone.localdate())
    if what == "goals":
        rows = totals.goals_picture(picture.by_goal()).csv
    elif what == "quarters":
        chosen = _chosen(request, picture.counted)
        found = chosen.quarters(picture.deliveries) if chosen and chosen.adds_up else []
        rows = totals.quarters_picture(found).csv
    else:
        rows = totals.rows(picture.counted)
    return sheet(rows, "csv", name=f"social-value-{what}-{body.slug}", title="")


def _chosen(request: HttpRequest, counted: list[totals.Total]) -> totals.Total | None:
    """The measure of the address, or the first of which something is due."""
    asked = request.GET.get("measure", "")
    named = [each for each in counted if each.key == asked]
    return next(iter([*named, *(each for each in counted if each.is_due), *counted]), None)
