"""Rich text in two languages."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from collab_portal.rich_text import rendered
from collab_portal.text import paired

register = template.Library()


@register.simple_tag
def told(study, field: str):
    """A part of a case study, from Markdown; in the other language, and marked so, where this one is missing."""
    text, language = paired(study, field, get_language() or "en")
    if language == get_language():
        return rendered(text)
    note = gettext("in Welsh") if language == "cy" else gettext("in English")
    return format_html('<p class="app-language-note">({})</p><div lang="{}">{}</div>', note, language, rendered(text))
