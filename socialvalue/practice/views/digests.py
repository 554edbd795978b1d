"""A network's monthly letter: its coordinators edit and send it, its people ask for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collab_portal.accounts.models import Organisation
from collab_portal.forms import answer
from enterprises.views.networks import for_coordinators
from socialvalue.practice import digesting
from socialvalue.practice.actions import digests as actions
from socialvalue.practice.forms.digests import DigestForm, ReaderForm
from socialvalue.practice.models import DigestReader, NetworkDigest, NotAllowed
from socialvalue.practice.models.groups import networks_of

EARLIER = 12
WORDS = ("subject_en", "subject_cy", "intro_en", "intro_cy")


@require_http_methods(["GET", "POST"])
@never_cache
@for_coordinators
def edit(request: HttpRequest, network: Organisation) -> HttpResponse:
    """The letter that waits, if one does, and those that went."""
    digest = _waiting(network)
    if request.method == "POST" and digest is None:
        raise Http404
    form = None
    if digest:
        form = DigestForm(
            request.POST if request.method == "POST" else None,
            items=digesting.standing(digest, at=timezone.now()),
            initial={name: getattr(digest, name) for name in WORDS},
        )
        if form.is_bound and form.is_valid():
            return _saved(request, digest, form)
    context = {
        "network": network,
        "digest": digest,
        "form": form,
        "earlier": NetworkDigest.objects.filter(network=network, sent_at__isnull=False).order_by("-month")[:EARLIER],
    }
    return answer(request, "practice/digests/edit.html", context, *([form] if form else []))


def _saved(request: HttpRequest, digest: NetworkDigest, form: DigestForm) -> HttpResponse:
    try:
        actions.edit_digest(digest=digest, chosen=form.chosen, by=request.user, **form.said)
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("digests:edit", digest.network.slug)
    return redirect("digests:send", digest.network.slug)


@require_http_methods(["GET", "POST"])
@never_cache
@for_coordinators
def send(request: HttpRequest, network: Organisation) -> HttpResponse:
    """What its readers will get, and to how many it goes."""
    digest = _waiting(network)
    if digest is None:
        return redirect("digests:edit", network.slug)
    if request.method == "POST":
        return _sent(request, digest)
    chosen = [each for each in digesting.standing(digest, at=timezone.now()) if each.is_in]
    context = {
        "network": network,
        "digest": digest,
        "groups": digesting.grouped(chosen),
        "readers": DigestReader.objects.reachable().filter(network=network).count(),
    }
    return render(request, "practice/digests/send.html", context)


def _sent(request: HttpRequest, digest: NetworkDigest) -> HttpResponse:
    try:
        count = actions.send_digest(digest=digest, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        said = ngettext("The letter goes to %(count)d person.", "The letter goes to %(count)d people.", count)
        messages.success(request, said % {"count": count})
    return redirect("digests:edit", digest.network.slug)


@require_http_methods(["GET", "POST"])
@never_cache
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody of the network asks for the letter, or wants it no longer."""
    network = get_object_or_404(networks_of(request.user), slug=slug)
    reads = DigestReader.objects.filter(network=network, user=request.user).exists()
    form = ReaderForm(request.POST if request.method == "POST" else None, initial={"wants": reads})
    if form.is_bound and form.is_valid():
        actions.choose_digest(network=network, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("digests:mine", network.slug)
    return answer(request, "practice/digests/mine.html", {"network": network, "form": form}, form)


def _waiting(network: Organisation) -> NetworkDigest | None:
    """The newest that has not gone. A letter nobody sent gives way to the next month's."""
    newest = NetworkDigest.objects.filter(network=network).select_related("network").order_by("-month").first()
    return newest if newest and not newest.is_sent else None
