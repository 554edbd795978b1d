"""The least that a page can cost here: an answer without a template, an empty page, a list written without effort."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from collab_portal.urls import handler403, handler404, handler500, urlpatterns
from procurement.models import PipelineEntry

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

CARDS = 20
SHOWN = (
    "reference",
    "title_en",
    "buyer_name_en",
    "summary_en",
    "stage",
    "value_amount",
    "tender_earliest",
    "lot_count",
)

PLAIN, BASE, LIST = "/bench/plain/", "/bench/base/", "/bench/list/"


@login_not_required
def plain(request):
    return HttpResponse("ok")


@login_not_required
def base(request):
    return render(request, "bench/base.html")


@login_not_required
def bare_list(request):
    """The newest entries by one query, each through the component for cards."""
    entries = PipelineEntry.objects.current(timezone.now()).order_by("-published_at", "-opportunity")
    return render(request, "bench/list.html", {"entries": entries.only(*SHOWN)[:CARDS]})


urlpatterns = [
    path(PLAIN.lstrip("/"), plain),
    path(BASE.lstrip("/"), base),
    path(LIST.lstrip("/"), bare_list),
    *urlpatterns,
]
