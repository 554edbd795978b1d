"""Pages about mail: what staff see of failed messages, the mailbox of a local run, and the door for bounces."""

from functools import wraps

import msgspec
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from collab_portal.mail import actions, bounces, callbacks, health, mailbox
from collab_portal.mail.models import Delivery
from collab_portal.mail.notify import receipts

FAILED_ON_A_PAGE = 20
SHOWN_LOCALLY = 100

# ---------------------------------------------------------------------------------------------------- for staff


def _for_staff(view):
    """Nobody else learns that the page exists."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_for_staff
@require_safe
def failed(request):
    deliveries = Delivery.objects.failed().order_by("-settled_at", "-pk")
    figures = health.figures()
    context = {
        "figures": figures,
        "oldest_due": health.oldest_due(figures),
        "last_tick": health.last_tick(figures),
        "is_late": health.is_late(figures),
        "off": health.off(figures),
        "page": Paginator(deliveries, FAILED_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "mail/failed.html", context)


@_for_staff
@require_POST
def send_again(request, reference):
    delivery = get_object_or_404(Delivery.objects.failed(), pk=reference.removeprefix("delivery-"))
    try:
        actions.send_again(delivery=delivery, by=request.user)
    except actions.CannotBeSent:
        messages.error(request, _("This message cannot be sent again."))
    else:
        messages.success(request, _("%(message)s is on its way again.") % {"message": delivery.reference})
    return redirect("mail:failed")


# --------------------------------------------------------------------------------------------- for a local run


def _local_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.LOCAL_RUN:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(guarded))


@_local_only
def local_mailbox(request):
    return render(request, "mail/mailbox.html", {"mails": mailbox.newest(SHOWN_LOCALLY)})


@_local_only
def local_message(request, reference):
    return render(request, "mail/message.html", {"mail": _stored(reference)})


@_local_only
def local_html(request, reference):
    return HttpResponse(_stored(reference).page(reverse("mail-machine:style", args=[reference])))


@_local_only
def local_style(request, reference):
    return HttpResponse(_stored(reference).stylesheet(), content_type="text/css")


def _stored(reference):
    mail = mailbox.find(reference)
    if mail is None:
        raise Http404
    return mail


# ------------------------------------------------------------------------------------------------ for providers


def _from_provider(read):
    """A view that takes in what `read` finds in a provider's call. It repeats what we did not confirm."""

    @csrf_exempt
    @login_not_required
    @require_POST
    def take(request):
        if not settings.MAIL_BOUNCE_TOKEN:
            raise Http404
        if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.MAIL_BOUNCE_TOKEN}"):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            reports = read(request.body)
        except msgspec.MsgspecError as error:
            return JsonResponse({"error": str(error)}, status=400)
        new = sum(bounces.take_in(report) for report in reports)
        return JsonResponse({"new": new, "known": len(reports) - new})

    return take


bounce = _from_provider(callbacks.read)
receipt = _from_provider(receipts.read)
