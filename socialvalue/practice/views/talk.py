"""What members of a peer group say to each other, and the link that ends mails about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from collab_portal.forms import answer
from collab_portal.limits import allow
from socialvalue.practice import stopping
from socialvalue.practice.actions import groups as actions
from socialvalue.practice.forms.groups import HideForm, PostForm, ThreadForm
from socialvalue.practice.models import GroupPost, GroupThread, NotAllowed, PeerGroup
from socialvalue.practice.views.groups import for_members, for_moderators

POSTS_A_DAY = 60


@require_http_methods(["GET", "POST"])
@for_members
def start(request: HttpRequest, group: PeerGroup) -> HttpResponse:
    form = ThreadForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _within_limit(request, form):
        try:
            return redirect(actions.start_thread(group=group, by=request.user, at=timezone.now(), **form.cleaned_data))
        except NotAllowed as refused:
            form.add_error(None, str(refused))
    return answer(request, "practice/groups/start.html", {"form": form, "group": group}, form)


@require_http_methods(["GET", "POST"])
@never_cache
@for_members
def thread(request: HttpRequest, group: PeerGroup, pk: int) -> HttpResponse:
    found = get_object_or_404(GroupThread.objects.select_related("group"), group=group, pk=pk)
    form = PostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _within_limit(request, form):
        try:
            said = actions.reply_in_thread(thread=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"{found.get_absolute_url()}#post-{said.pk}")
    context = {
        "group": group,
        "thread": found,
        "posts": found.posts.select_related("by", "by__acting_for").order_by("at", "pk"),
        "is_moderator": PeerGroup.objects.moderated_by(request.user).filter(pk=group.pk).exists(),
        "form": form,
    }
    return answer(request, "practice/groups/thread.html", context, form)


@require_http_methods(["GET", "POST"])
@for_moderators
def hide(request: HttpRequest, group: PeerGroup, pk: int) -> HttpResponse:
    posts = GroupPost.objects.standing().select_related("thread", "thread__group")
    post = get_object_or_404(posts, thread__group=group, pk=pk)
    form = HideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.hide_post(post=post, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Nobody reads it any more."))
        return redirect(post.thread)
    return answer(request, "practice/groups/hide.html", {"form": form, "group": group, "post": post}, form)


@require_POST
@for_moderators
def show(request: HttpRequest, group: PeerGroup, pk: int) -> HttpResponse:
    """What was hidden stands there again."""
    post = get_object_or_404(GroupPost.objects.select_related("thread", "thread__group"), thread__group=group, pk=pk)
    actions.show_post_again(post=post, by=request.user)
    messages.success(request, _("Members read it again."))
    return redirect(post.thread)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """One click in a mail program posts here, without session or cookie (RFC 8058). To look at it changes nothing."""
    wanted = stopping.find(token)
    with override(wanted.user.language if wanted else get_language()):
        context = {"what": stopping.what(wanted) if wanted else "", "is_done": request.method == "POST" or not wanted}
        if request.method == "POST" and wanted:
            stopping.stop(wanted)
        return render(request, "practice/stop_mail.html", context)


def _within_limit(request: HttpRequest, form) -> bool:
    if allow("group-post", request.user.pk, times=POSTS_A_DAY, seconds=24 * 3600):
        return True
    form.add_error(None, _("You have written a great deal today. Try again tomorrow."))
    return False
