"""Putting one's own enterprise into the directory, and not a second time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.accounts.models import Organisation, User
from collab_portal.forms import answer
from collab_portal.limits import allow
from enterprises import actions
from enterprises.editing.forms.entry import NewEntryForm
from enterprises.models import Enterprise

DAY = 24 * 3600
ENTRIES_A_DAY = 5  # of one person: a list of many comes in through her network


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Her entry; but first the question if it is one of those that look the same."""
    organisation = _without_entry(request.user)
    form = NewEntryForm(request.POST if request.method == "POST" else None, organisation=organisation)
    context = {"form": form, "organisation": organisation}
    if form.is_bound and form.is_valid():
        if form.alike and "different" not in request.POST:
            return render(request, "enterprises/edit/new.html", context, status=409)
        if entered := _begin(request, form):
            messages.success(request, _("Your entry is begun. The directory shows it when you say so."))
            return redirect("enterprises:edit", entered.organisation.slug)
    return answer(request, "enterprises/edit/new.html", context, form)


def _begin(request: HttpRequest, form: NewEntryForm) -> Enterprise | None:
    """The entry; or nothing, and the form says why."""
    if not allow("enterprise-entry", request.user.pk, times=ENTRIES_A_DAY, seconds=DAY):
        form.add_error(None, _("You have entered many enterprises today. Try again tomorrow, or ask your network."))
        return None
    try:
        return actions.start_entry(by=request.user, organisation=form.organisation, **form.answers)
    except actions.NumberTaken as taken:
        form.refuse_number(taken.organisation)
        return None


def _without_entry(user: User) -> Organisation | None:
    """The enterprise she acts for, where it is known to the portal but not yet in the directory."""
    own = Organisation.objects.administered_by(user).filter(is_enterprise=True, enterprise=None)
    return own.filter(pk=user.acting_for_id).first()
