"""For whom somebody speaks when she answers or asks; and the page for those who speak for nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collab_portal.accounts.models import Organisation, User
from procurement.engagement import interests
from procurement.models import PipelineEntry


def organisations_of(person: User, entry: PipelineEntry) -> list[Organisation]:
    """Her enterprises, the one she acts for first; never the buyer itself."""
    mine = [each.organisation for each in interests.enterprises_of(person)]
    others = [each for each in mine if each.pk not in entry.buyer_ids]
    return sorted(others, key=lambda each: each.pk != person.acting_for_id)


def refused(request: HttpRequest, entry: PipelineEntry) -> HttpResponse:
    is_buyer = interests.enterprises_of(request.user).filter(organisation__in=entry.buyer_ids).exists()
    context = {"entry": entry, "is_buyer": is_buyer}
    return render(request, "procurement/engagement/nobody_to_answer_for.html", context, status=403)
