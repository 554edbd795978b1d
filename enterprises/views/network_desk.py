"""The coordinator's desk, and the numbers of a network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.writing import csv_rows
from enterprises import quarters
from enterprises.network_desk import NetworkDesk
from enterprises.views.networks import for_coordinators


@require_safe
@for_coordinators
def desk(request: HttpRequest, network: Organisation) -> HttpResponse:
    at = timezone.now()
    found = quarters.of(network, at=at)
    context = {
        "desk": NetworkDesk(network, at),
        "network": network,
        "head": quarters.headings(),
        "quarters": [(each.label, *each.numbers) for each in found],
    }
    return render(request, "enterprises/networks/desk.html", context)


@require_safe
@for_coordinators
def numbers(request: HttpRequest, network: Organisation) -> HttpResponse:
    """The same numbers for a spreadsheet."""
    lines = csv_rows(quarters.rows(quarters.of(network, at=timezone.now())))
    headers = {"Content-Disposition": f'attachment; filename="{network.slug}-numbers.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)
