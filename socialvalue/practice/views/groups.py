"""Peer groups: what there is, who belongs to one, and what its coordinator decides."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from enterprises import event_words
from enterprises.models import Event, Network
from socialvalue.practice.actions import groups as actions
from socialvalue.practice.forms.groups import GroupForm, JoinForm, MailForm
from socialvalue.practice.models import Collection, GroupMember, LibraryEntry, NotAllowed, PeerGroup
from socialvalue.practice.models.groups import networks_of

View = Callable[..., HttpResponse]
THREADS, EVENTS, STUDIES = 50, 5, 20


def for_members(view: View) -> View:
    """The view gets the group. To whoever is not in it there is no such page."""
    return _door(view, lambda user: PeerGroup.objects.readable_by(user))


def for_moderators(view: View) -> View:
    """Members who do not coordinate the network are told that they may not."""
    return _door(view, lambda user: PeerGroup.objects.moderated_by(user))


def _door(view: View, allowed) -> View:
    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        seen = PeerGroup.objects.readable_by(request.user).select_related("network", "collection")
        group = get_object_or_404(seen.distinct(), slug=slug)
        if not allowed(request.user).filter(pk=group.pk).exists():
            raise PermissionDenied
        return view(request, group, **kwargs)

    return door


@require_safe
@never_cache
def groups(request: HttpRequest) -> HttpResponse:
    """Those of her networks, her own marked."""
    inside = {each.group_id: each for each in GroupMember.objects.filter(user=request.user)}
    known = PeerGroup.objects.known_to(request.user).filter(Q(closed_at=None) | Q(pk__in=inside))
    known = known.select_related("network").order_by("closed_at", "network", "pk")
    context = {
        "rows": [(each, inside.get(each.pk)) for each in known],
        "may_make": Network.objects.coordinated_by(request.user).exists(),
        "networks": networks_of(request.user).order_by("name_en", "pk"),
    }
    return render(request, "practice/groups/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    networks = _coordinated(request)
    if not networks.exists():
        raise PermissionDenied
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        networks=networks,
        collections=Collection.objects.filter(network__in=networks).order_by("pk"),
        initial={"network": networks.first()},
    )
    if form.is_bound and form.is_valid():
        group = actions.make_group(by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect(group)
    return answer(request, "practice/groups/edit.html", {"form": form}, form)


@require_http_methods(["GET", "POST"])
@for_moderators
def edit(request: HttpRequest, group: PeerGroup) -> HttpResponse:
    names = ("title_en", "title_cy", "about_en", "about_cy", "step", "audience", "collection", "network")
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        networks=_coordinated(request).filter(pk=group.network_id),
        collections=Collection.objects.filter(network=group.network_id).order_by("pk"),
        initial={name: getattr(group, name) for name in names},
    )
    if form.is_bound and form.is_valid():
        actions.change_group(group=group, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(group)
    return answer(request, "practice/groups/edit.html", {"form": form, "group": group}, form)


@require_safe
@never_cache
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """To its members all of it; to others of the network what it is about, and a way in."""
    known = PeerGroup.objects.known_to(request.user) | PeerGroup.objects.moderated_by(request.user)
    found = get_object_or_404(known.select_related("network", "collection").distinct(), slug=slug)
    member = found.members.filter(user=request.user).first()
    if not PeerGroup.objects.readable_by(request.user).filter(pk=found.pk).exists():
        return render(request, "practice/groups/outside.html", {"group": found, "member": member, "form": JoinForm()})
    coming = Event.objects.filter(host=found.network).upcoming(timezone.now()).order_by("starts_at")[:EVENTS]
    context = {
        "group": found,
        "member": member,
        "is_moderator": PeerGroup.objects.moderated_by(request.user).filter(pk=found.pk).exists(),
        "threads": found.threads.select_related("started_by").order_by("-last_at", "-pk")[:THREADS],
        "waiting": found.members.waiting().count(),
        "count": found.members.inside().count(),
        "events": [(each, event_words.when(each)) for each in coming],
        "studies": _studies(found),
        "form": MailForm(initial={"mail": member.mail}) if member else None,
    }
    return render(request, "practice/groups/detail.html", context)


def _studies(group: PeerGroup):
    """What its collection holds that readers can see."""
    if group.collection is None:
        return []
    chosen = group.collection.collected.order_by("position").values_list("study", flat=True)
    shown = LibraryEntry.objects.defer("document").in_bulk(list(chosen[:STUDIES]))
    return [shown[pk] for pk in chosen[:STUDIES] if pk in shown]


@require_POST
@for_moderators
def close(request: HttpRequest, group: PeerGroup) -> HttpResponse:
    """Close it, or open it again."""
    if request.POST.get("closed") == "no":
        actions.open_group_again(group=group, by=request.user)
        messages.success(request, _("The group is open again."))
    else:
        actions.close_group(group=group, by=request.user, at=timezone.now())
        messages.success(request, _("The group is closed. Its members can still read it."))
    return redirect(group)


@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(PeerGroup.objects.known_to(request.user).open(), slug=slug)
    form = JoinForm(request.POST)
    context = {"group": found, "member": None, "form": form}
    if form.is_valid():
        try:
            actions.ask_to_join_group(group=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The coordinator decides, and we e-mail you."))
            return redirect(found)
    return answer(request, "practice/groups/outside.html", context, form)


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(GroupMember.objects.filter(user=request.user).select_related("group"), group__slug=slug)
    actions.take_out_of_group(member=found, by=request.user)
    messages.success(request, _("You have left the group."))
    return redirect("groups:list")


@require_POST
@for_members
def mail(request: HttpRequest, group: PeerGroup) -> HttpResponse:
    member = group.members.inside().filter(user=request.user).first()
    form = MailForm(request.POST)
    if member is None or not form.is_valid():
        raise Http404
    actions.choose_group_mail(member=member, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(group)


@require_safe
@never_cache
@for_moderators
def members(request: HttpRequest, group: PeerGroup) -> HttpResponse:
    found = group.members.select_related("user", "user__acting_for").order_by("asked_at", "pk")
    inside, waiting = [], []
    for each in found:
        (waiting if each.state == GroupMember.State.ASKED else inside).append(each)
    return render(request, "practice/groups/members.html", {"group": group, "inside": inside, "waiting": waiting})


@require_POST
@for_moderators
def decide(request: HttpRequest, group: PeerGroup, pk: int) -> HttpResponse:
    """Let somebody in; or not, or no longer."""
    member = get_object_or_404(group.members.select_related("user", "group"), pk=pk)
    if request.POST.get("decision") == "in":
        actions.let_in(member=member, by=request.user, at=timezone.now())
    else:
        actions.take_out_of_group(member=member, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("groups:members", group.slug)


def _coordinated(request: HttpRequest):
    own = Network.objects.coordinated_by(request.user).values("organisation")
    return networks_of(request.user).filter(pk__in=own).order_by("name_en", "pk")
