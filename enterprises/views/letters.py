"""Letters to an enterprise: writing one, and its own people seeing who wrote."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.accounts.writing import write_to
from enterprises.models import Enterprise
from enterprises.views.own import to_edit

LETTERS_ON_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """To its role mailbox. Where it has none, its networks are the ones to ask."""
    listed = Enterprise.objects.listed().select_related("organisation").defer("document", "words")
    enterprise = get_object_or_404(listed, organisation__slug=slug)
    if enterprise.organisation.mailbox:
        shown = {"template": "enterprises/write.html", "enterprise": enterprise}
        return write_to(request, enterprise.organisation, then=enterprise.get_absolute_url(), **shown)
    networks = Organisation.objects.networks().filter(network_members__member=enterprise.organisation)
    context = {"enterprise": enterprise, "networks": networks.exclude(mailbox="").order_by("name_en", "pk")}
    return render(request, "enterprises/no_mailbox.html", context)


@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Who wrote, when, and about what. What they wrote is in the mailbox."""
    enterprise = to_edit(request.user, slug)
    received = enterprise.organisation.letters_received.select_related("sender", "on_behalf_of").defer("body")
    page = Paginator(received.order_by("-sent_at", "-pk"), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "enterprises/own/letters.html", {"enterprise": enterprise, "page": page})
