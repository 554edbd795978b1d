"""What a public body means to do next on the five steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from socialvalue.practice import actions
from socialvalue.practice.forms.five_steps import ActionForm, ChangeActionForm
from socialvalue.practice.models import NextAction
from socialvalue.practice.views import body_access

FIELDS = ("step", "what", "owner", "due_on", "state")


@require_safe
@never_cache
def planned(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open, the earliest day first, and what was settled."""
    desk = body_access.to_read(request, slug)
    found = desk.body.next_actions.select_related("owner").order_by("due_on", "pk")
    context = {
        "desk": desk,
        "open": found.open(),
        "settled": found.exclude(state=NextAction.State.OPEN).order_by("-settled_at", "-pk"),
        "today": timezone.localdate(),
    }
    return render(request, "practice/five_steps/actions.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    desk = body_access.to_edit(request, slug)
    initial = {"step": request.GET.get("step", ""), "owner": request.user.pk}
    form = ActionForm(request.POST if request.method == "POST" else None, body=desk.body, initial=initial)
    if form.is_bound and form.is_valid():
        actions.plan_action(body=desk.body, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Planned. Whoever sees to it gets an e-mail when the day comes."))
        return redirect("five-steps:actions", slug)
    context = {"desk": desk, "form": form, "title": _("Plan a next action")}
    return answer(request, "practice/five_steps/action.html", context, form)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    desk = body_access.to_edit(request, slug)
    action = get_object_or_404(desk.body.next_actions, pk=pk)
    initial = {name: getattr(action, name) for name in FIELDS}
    form = ChangeActionForm(request.POST if request.method == "POST" else None, body=desk.body, initial=initial)
    if form.is_bound and form.is_valid():
        actions.change_action(action=action, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("five-steps:actions", slug)
    context = {"desk": desk, "form": form, "title": _("Change a next action")}
    return answer(request, "practice/five_steps/action.html", context, form)
