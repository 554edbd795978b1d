"""The officer's desk: what her public body is going to buy, and what needs attention."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab_portal.accounts.models import Membership
from procurement.drafting.access import acting_body
from procurement.drafting.desk import Desk

PER_PAGE = 20


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    body = acting_body(request.user)
    own = Desk(request.user, at=timezone.now())
    shown = own.view(request.GET.get("show", ""))
    page = Paginator(own.in_order(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "may_edit": request.user.memberships.filter(organisation=body, role__in=Membership.EDITORS).exists(),
        "desk": own,
        "shown": shown,
        "page": page,
        "rows": own.rows(page.object_list),
    }
    return render(request, "procurement/draft/desk.html", context)
