"""What the promises of a delivery are worth in pounds. The buyer says so; the supplier reads what she may."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from procurement.models.stages import NotAllowed
from procurement.views.statutory import sheet
from socialvalue.actions import valuations as actions
from socialvalue.delivering import standing, worth
from socialvalue.delivering.ladder import Seat
from socialvalue.forms.valuations import ChooseProxyForm, ValuationForm
from socialvalue.models import Delivery, Proxy, Valuation
from socialvalue.views.deliveries import for_sides


def where_asked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the two sides, and only where the criteria said that promises would be put into pounds."""

    @wraps(view)
    def door(request: HttpRequest, delivery: Delivery, seat: Seat, **kwargs) -> HttpResponse:
        if not delivery.lot.social_value.in_pounds:
            raise Http404
        return view(request, delivery, seat, **kwargs)

    return for_sides(door)


@require_safe
@where_asked
def detail(request: HttpRequest, delivery: Delivery, seat: Seat) -> HttpResponse:
    lines = standing.lines(delivery, timezone.localdate())
    reckoning, hidden = _reckoning(delivery, seat, lines)
    valued = {row.line.promise.pk for row in reckoning.rows}
    context = {
        "delivery": delivery,
        "seat": seat,
        "reckoning": reckoning,
        "hidden": hidden,
        "open": [line for line in lines if line.promise.pk not in valued and worth.can_be_valued(line.promise)],
        "left_out": [line for line in lines if not worth.can_be_valued(line.promise)],
    }
    return render(request, "socialvalue/deliveries/value.html", context)


@require_safe
@where_asked
def tornado_csv(request: HttpRequest, delivery: Delivery, seat: Seat) -> StreamingHttpResponse:
    """What the picture shows."""
    reckoning, _hidden = _reckoning(delivery, seat, standing.lines(delivery, timezone.localdate()))
    if not reckoning.rows or reckoning.refusal:
        raise Http404
    return sheet(reckoning.picture.csv, "csv", name=f"value-{delivery.reference}", title="")


@require_http_methods(["GET", "POST"])
@where_asked
def edit(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int) -> HttpResponse:
    """First which value, then how much of it is the supplier's."""
    line = _line(delivery, pk)
    _require_decider(seat)
    about = {"promise": line.promise, "delivery": delivery, "on": timezone.localdate()}
    kept = Valuation.objects.select_related("proxy__proxy_set").filter(promise=line.promise).first()
    choice = ChooseProxyForm(request.GET if "proxy" in request.GET else None, **about)
    proxy = _chosen(request, choice) or (kept.proxy if kept else None)
    data = request.POST if request.method == "POST" else None
    form = ValuationForm(data, **about, proxy=proxy)
    if form.is_bound and form.is_valid():
        try:
            actions.value_promise(promise=line.promise, by=request.user, at=timezone.now(), **form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The promise is valued."))
            return redirect("deliveries:value", delivery.reference)
    context = {"delivery": delivery, "line": line, "choice": choice, "proxy": proxy, "form": form, "kept": kept}
    return answer(request, "socialvalue/deliveries/value_edit.html", context, form, choice)


@require_POST
@where_asked
def remove(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int) -> HttpResponse:
    line = _line(delivery, pk)
    _require_decider(seat)
    actions.value_no_more(promise=line.promise, by=request.user)
    messages.success(request, _("The promise is not valued any more."))
    return HttpResponseRedirect(reverse("deliveries:value", args=[delivery.reference]))


def _chosen(request: HttpRequest, choice: ChooseProxyForm) -> Proxy | None:
    """The value the page is about, as chosen just now or as posted back."""
    if choice.is_bound and choice.is_valid():
        return choice.cleaned_data["proxy"]
    posted = request.POST.get("proxy", "")
    return choice.fields["proxy"].queryset.filter(pk=int(posted)).first() if posted.isdecimal() else None


def _reckoning(delivery: Delivery, seat: Seat, lines: list[standing.Line]) -> tuple[worth.Reckoning, int]:
    """And how many promises are valued that this side may not see."""
    every = Valuation.objects.filter(promise__in=[line.promise.pk for line in lines])
    told = list(every.told_to(is_buyer=seat.is_buyer).select_related("proxy__proxy_set"))
    return worth.reckoning(lines, told, delivery.starts_on), every.count() - len(told)


def _line(delivery: Delivery, pk: int) -> standing.Line:
    found = standing.lines(delivery, timezone.localdate())
    line = next((each for each in found if each.promise.pk == pk and worth.can_be_valued(each.promise)), None)
    if line is None:
        raise Http404
    return line


def _require_decider(seat: Seat) -> None:
    if not seat.may_decide:
        raise PermissionDenied
