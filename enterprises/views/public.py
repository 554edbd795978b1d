"""The directory as everybody reads it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from collab_portal.text import parse
from enterprises.forms import DirectoryForm
from enterprises.models import Enterprise
from enterprises.public_page import PublicPage

PER_PAGE = 20


@require_safe
@login_not_required
def directory(request):
    form = DirectoryForm(request.GET)
    form.is_valid()
    enterprises = _found(form.cleaned_data).select_related("organisation").prefetch_related("activities__category")
    page = Paginator(enterprises, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "enterprises/list.html", {"form": form, "page": page})


@require_safe
@login_not_required
def enterprise(request, slug):
    found = get_object_or_404(
        Enterprise.objects.listed().select_related("organisation").defer("document", "words"), organisation__slug=slug
    )
    may_edit = request.user.is_authenticated and Enterprise.objects.editable_by(request.user).contains(found)
    context = {
        "enterprise": found,
        "said": PublicPage(found, timezone.localdate()),
        "may_edit": may_edit,
    }
    return render(request, "enterprises/detail.html", context)


def _found(asked):
    """Listed enterprises, best first where words were given, otherwise in alphabetical order."""
    found = Enterprise.objects.listed().defer("document")
    if asked.get("category"):
        found = found.filter(keys__contains=[f"category:{asked['category'].slug}"])
    if asked.get("area"):
        found = found.filter(keys__contains=[f"area:{asked['area'].code}"])
    query = parse(asked.get("q", ""))
    if not query.is_empty:
        words = query.as_expression()
        found = found.filter(document=words).annotate(rank=SearchRank(F("document"), words))
        return found.order_by("-rank", "pk")
    return found.order_by("sort_key_cy" if get_language() == "cy" else "sort_key_en", "pk")
