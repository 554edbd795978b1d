"""A team's shortlists: the lists, what is on each, and adding to them from any page about an enterprise."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.forms import answer
from collab_portal.sheets.writing import csv_rows, xlsx_pieces
from enterprises import shortlist_files
from enterprises.actions import shortlists as actions
from enterprises.forms.shortlists import NEW, AddForm, NoteForm, ShortlistForm
from enterprises.models import Enterprise, Shortlist, ShortlistEntry
from enterprises.search import cards
from enterprises.search.results import shown
from enterprises.views.search_files import XLSX, file_answer


@require_safe
def shortlists(request: HttpRequest) -> HttpResponse:
    team = _team(request.user)
    found = Shortlist.objects.visible_to(request.user).with_counts().order_by("-made_at", "-pk")
    context = {"team": team, "shortlists": found, "may_edit": _may_edit(request.user)}
    return render(request, "enterprises/shortlists/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    team = _editing_team(request.user)
    form = ShortlistForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = actions.make_shortlist(organisation=team, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your list is ready. Find enterprises in the directory and add them."))
        return redirect(made)
    return answer(request, "enterprises/shortlists/edit.html", {"form": form, "team": team}, form)


@require_safe
def shortlist(request: HttpRequest, reference: str) -> HttpResponse:
    found = _visible(request.user, reference)
    entries = list(found.entries.select_related("added_by").order_by("pk"))
    known = shown(Enterprise.objects.listed()).in_bulk([entry.enterprise_id for entry in entries])
    listed = [entry for entry in entries if entry.enterprise_id in known]
    rows = zip(listed, cards.of(known[entry.enterprise_id] for entry in listed), strict=True)
    context = {
        "shortlist": found,
        "rows": [(entry, known[entry.enterprise_id].organisation, card) for entry, card in rows],
        "gone": len(entries) - len(listed),
        "may_edit": _may_edit(request.user),
    }
    return render(request, "enterprises/shortlists/detail.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    found = _editable(request.user, reference)
    form = ShortlistForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        actions.rename_shortlist(shortlist=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(found)
    context = {"form": form, "team": found.organisation, "shortlist": found}
    return answer(request, "enterprises/shortlists/edit.html", context, form)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, reference: str) -> HttpResponse:
    found = _editable(request.user, reference)
    if request.method == "POST":
        actions.delete_shortlist(shortlist=found, by=request.user)
        messages.success(request, _("The list is deleted."))
        return redirect("shortlists:list")
    return render(request, "enterprises/shortlists/delete.html", {"shortlist": found})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """From the directory or a public page: choose the list, or begin one."""
    team = _editing_team(request.user)
    listed = Enterprise.objects.listed().select_related("organisation").defer("document", "words")
    enterprise = get_object_or_404(listed, organisation__slug=slug)
    lists = Shortlist.objects.editable_by(request.user).order_by("-made_at", "-pk")
    form = AddForm(request.POST if request.method == "POST" else None, shortlists=lists)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if said["shortlist"] == NEW:
            chosen = actions.make_shortlist(organisation=team, name=said["name"], by=request.user)
        else:
            chosen = form.shortlists[said["shortlist"]]
        actions.add_to_shortlist(shortlist=chosen, enterprise=enterprise, by=request.user, note=said["note"])
        messages.success(request, _("%(name)s is on the list.") % {"name": enterprise})
        return redirect(chosen)
    context = {"form": form, "enterprise": enterprise, "team": team}
    return answer(request, "enterprises/shortlists/add.html", context, form)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    entry = _entry(request.user, reference, slug)
    form = NoteForm(request.POST if request.method == "POST" else None, instance=entry)
    if form.is_bound and form.is_valid():
        actions.note_on_shortlist(entry=entry, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(entry.shortlist)
    return answer(request, "enterprises/shortlists/note.html", {"form": form, "entry": entry}, form)


@require_POST
def remove(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    entry = _entry(request.user, reference, slug)
    actions.take_off_shortlist(entry=entry, by=request.user)
    messages.success(request, _("%(name)s is off the list.") % {"name": entry.enterprise})
    return redirect(entry.shortlist)


@require_safe
def spreadsheet(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    found = _visible(request.user, reference)
    trail.record("shortlist exported", by=request.user, target=found, format=kind)
    rows = shortlist_files.rows(found)
    if kind == "xlsx":
        return file_answer(xlsx_pieces(rows, title=found.name, widths=[30, 30]), "xlsx", XLSX, name="shortlist")
    return file_answer(csv_rows(rows), "csv", "text/csv; charset=utf-8", name="shortlist")


def _team(user: User) -> Organisation:
    """The organisation she acts for; without one there is nobody to share a list with."""
    team = Organisation.objects.of(user).filter(pk=user.acting_for_id).first()
    if team is None:
        raise PermissionDenied
    return team


def _may_edit(user: User) -> bool:
    mine = Membership.objects.filter(user=user, organisation=user.acting_for_id, role__in=Membership.EDITORS)
    return mine.exists()


def _editing_team(user: User) -> Organisation:
    team = _team(user)
    if not _may_edit(user):
        raise PermissionDenied
    return team


def _visible(user: User, reference: str) -> Shortlist:
    return get_object_or_404(Shortlist.objects.visible_to(user).select_related("organisation"), reference=reference)


def _editable(user: User, reference: str) -> Shortlist:
    found = _visible(user, reference)
    if not _may_edit(user):
        raise PermissionDenied
    return found


def _entry(user: User, reference: str, slug: str) -> ShortlistEntry:
    entries = _editable(user, reference).entries.select_related("shortlist", "enterprise__organisation")
    return get_object_or_404(entries, enterprise__organisation__slug=slug)
