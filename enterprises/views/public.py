"""An enterprise as everybody sees it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enterprises.lines import with_lines
from enterprises.models import Enterprise
from enterprises.public_page import PublicPage


@require_safe
@login_not_required
def enterprise(request, slug):
    listed = Enterprise.objects.listed().select_related("organisation").defer("document", "words")
    found = get_object_or_404(with_lines(listed, timezone.localdate()), organisation__slug=slug)
    may_edit = request.user.is_authenticated and Enterprise.objects.editable_by(request.user).contains(found)
    context = {
        "enterprise": found,
        "said": PublicPage(found),
        "may_edit": may_edit,
    }
    return render(request, "enterprises/detail.html", context)
