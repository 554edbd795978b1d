"""A public body brings in the sets of values that it has a licence for. Nobody else sees them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from collab_portal.sheets.pages import Pages
from procurement.drafting.access import acting_body
from socialvalue.forms.frameworks import ProxySetForm
from socialvalue.imports import showing, uploads
from socialvalue.imports.columns import COLUMNS
from socialvalue.models import ProxySet, ProxySheet

EARLIER = 20


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file, and say under which licence."""
    body = acting_body(request.user, Membership.EDITORS)
    form = ProxySetForm(request.POST, request.FILES) if request.method == "POST" else ProxySetForm()
    if form.is_bound and form.is_valid():
        file = {"name": form.cleaned_data["file"].name, "content": form.content}
        return pages.go_on(uploads.take_file(owner=body, by=request.user, **file, **form.said))
    earlier = ProxySheet.objects.editable_by(request.user).without_content().order_by("-uploaded_at")[:EARLIER]
    return answer(request, "socialvalue/proxies/start.html", {"form": form, "body": body, "earlier": earlier}, form)


@require_safe
def proxy_set(request: HttpRequest, pk: int) -> HttpResponse:
    """The values of one edition, for the people of the body that holds the licence."""
    body = acting_body(request.user, Membership.EDITORS)
    found = get_object_or_404(ProxySet.objects.filter(owner=body), pk=pk)
    context = {
        "body": body,
        "set": found,
        "proxies": found.proxies.order_by("code"),
        "has_expired": found.has_expired(timezone.localdate()),
    }
    return render(request, "socialvalue/proxies/set.html", context)


class ProxyPages(Pages):
    """The pages of one file."""

    routes = "social-value:proxies"
    frame = "socialvalue/proxies/base.html"
    result_template = "socialvalue/proxies/result.html"
    task = "proxies.drain"
    uploads = uploads
    columns = COLUMNS

    def sheets(self, user):
        return ProxySheet.objects.editable_by(user)

    def caption(self, sheet):
        return sheet.file_name

    def cells(self, sheet, records):
        return showing.cells(records, uploads.about(sheet))

    def forgotten(self):
        return _("The file is forgotten. Nothing was imported.")


pages = ProxyPages()
