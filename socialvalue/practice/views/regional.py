"""The five steps of a network's members, for its coordinators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.writing import csv_rows
from enterprises.views.networks import for_coordinators
from socialvalue.practice.five_steps import showing
from socialvalue.practice.five_steps.regional import Region


@require_safe
@for_coordinators
def region(request: HttpRequest, network: Organisation) -> HttpResponse:
    """One year; the newest, if she asks for none."""
    found = Region(network)
    asked = request.GET.get("year", "")
    year = next((each for each in found.years if str(each) == asked), found.years[0] if found.years else None)
    context = {
        "network": network,
        "region": found,
        "year": year,
        "rows": found.rows(year),
        "shared": len(found.in_year(year)),
        "picture": showing.picture([(year, found.middles(year))], None) if year else None,
    }
    return render(request, "practice/five_steps/region.html", context)


@require_safe
@for_coordinators
def scores(request: HttpRequest, network: Organisation) -> HttpResponse:
    lines = csv_rows(Region(network).csv)
    headers = {"Content-Disposition": f'attachment; filename="{network.slug}-five-steps.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)
