"""Writing to an organisation without knowing its address: one way, from whichever page it is reached."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from collab_portal.accounts import actions
from collab_portal.accounts.forms import LetterForm
from collab_portal.accounts.models import Organisation
from collab_portal.forms import answer
from collab_portal.limits import allow

LETTERS_A_DAY = 20


def write_to(
    request: HttpRequest,
    recipient: Organisation,
    *,
    then: str,
    template: str = "accounts/write.html",
    about: str = "",
    initial: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page with the letter, or the letter on its way and the page to go to `then`."""
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        if not allow("letter", str(request.user.pk), times=LETTERS_A_DAY, seconds=24 * 3600):
            form.add_error(None, _("You have written many letters today. Try again tomorrow."))
        else:
            language = "cy" if recipient.regime == Organisation.Regime.WALES and not recipient.name_en else "en"
            letter = {"recipient": recipient, "language": language, "about": about}
            actions.write_letter(by=request.user, **letter, **form.cleaned_data)
            messages.success(request, _("Your letter is on its way to %(name)s.") % {"name": recipient})
            return redirect(then)
    return answer(request, template, {"form": form, "recipient": recipient, "about": about, **context}, form)
