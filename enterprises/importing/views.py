"""Bringing a list in, page by page: the file, its columns, what would become of the rows, and what became of them."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from collab_portal.sheets.pages import Pages
from enterprises.importing import steps
from enterprises.importing.forms import ListForm
from enterprises.imports import uploads
from enterprises.imports.columns import COLUMNS
from enterprises.models import DirectorySheet, DoubtfulPair


@require_http_methods(["GET", "POST"])
def start(request):
    """Choose a file; below, the lists that are on their way or have come in."""
    network = _network(request.user)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        sheet = uploads.take_file(
            network=network, by=request.user, name=form.cleaned_data["file"].name, content=form.content, **form.source
        )
        return pages.go_on(sheet)
    earlier = DirectorySheet.objects.visible_to(request.user).without_content().order_by("-uploaded_at")[:20]
    pairs = DoubtfulPair.objects.open().decidable_by(request.user).count()
    context = {"form": form, "network": network, "earlier": earlier, "pairs": pairs}
    return answer(request, "enterprises/imports/start.html", context, form)


class ListPages(Pages):
    """The pages of one list."""

    routes = "enterprises:import"
    frame = "enterprises/imports/base.html"
    result_template = "enterprises/imports/result.html"
    task = "imports.drain"
    uploads = uploads
    columns = COLUMNS

    def sheets(self, user):
        return DirectorySheet.objects.visible_to(user)

    def caption(self, sheet):
        return sheet.source_name

    def cells(self, sheet, records):
        return [steps.cells(record) for record in records]

    def beside_result(self, request, sheet):
        return {"pairs": DoubtfulPair.objects.open().decidable_by(request.user).count()}

    def forgotten(self):
        return _("The list is forgotten. Nothing was imported.")


pages = ListPages()


def _network(user) -> Organisation:
    """The network she coordinates and acts for; else the first she coordinates."""
    mine = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS)
    networks = Organisation.objects.networks().filter(memberships__in=mine).order_by("pk")
    network = networks.filter(pk=user.acting_for_id).first() or networks.first()
    if network is None:
        raise Http404
    return network
