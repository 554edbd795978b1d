"""What an officer says of a contract that she designed anew."""

from crispy_forms.layout import Div
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm, text
from procurement.design.checks import CHECKS

TEXTS = ("title", "before", "after", "why")
COLUMNS = tuple(f"{name}_{language}" for name in TEXTS for language in ("en", "cy"))


class RedesignForm(PortalForm):
    """The example in both languages; one of them may follow later. `passed`: the checks that pass now."""

    mark_optional = False

    checks = forms.MultipleChoiceField(
        label=_("Which checks does it answer?"),
        help_text=_("These checks pass now. Tick those that did not pass before."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one check")},
    )
    title_en = text(_("Title in English"), limit=300, language="en")
    title_cy = text(_("Title in Welsh"), limit=300, language="cy")
    before_en = text(_("Before, in English"), limit=2000, language="en", rows=4)
    before_cy = text(_("Before, in Welsh"), limit=2000, language="cy", rows=4)
    after_en = text(_("After, in English"), limit=2000, language="en", rows=4)
    after_cy = text(_("After, in Welsh"), limit=2000, language="cy", rows=4)
    why_en = text(_("Why, in English"), limit=2000, language="en", rows=4)
    why_cy = text(_("Why, in Welsh"), limit=2000, language="cy", rows=4)

    sections = [
        (_("What you changed"), [Div(f"{name}_en", f"{name}_cy", css_class="app-pair") for name in TEXTS]),
        (_("What it answers"), ["checks"]),
    ]

    def __init__(self, data=None, *, passed: list[str], initial=None):
        super().__init__(data, initial=initial)
        named = [(number, format_lazy("{id} {title}", id=number, title=CHECKS[number].title)) for number in passed]
        self.fields["checks"].choices = named

    def clean(self):
        """Whole in one language at least: a title without the rest helps nobody."""
        cleaned = super().clean()
        whole = {language: all(cleaned.get(f"{name}_{language}") for name in TEXTS) for language in ("en", "cy")}
        if not self.errors and not any(whole.values()):
            language = "cy" if cleaned["title_cy"] and not cleaned["title_en"] else "en"
            for name in TEXTS:
                if not cleaned[f"{name}_{language}"]:
                    self.add_error(f"{name}_{language}", _("Fill this in, or all four in the other language"))
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in COLUMNS}
