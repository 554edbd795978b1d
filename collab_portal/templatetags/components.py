"""The tags of every page: text in two languages, money, dates, and wrappers around templates/components."""

from functools import cache
from urllib.parse import urlsplit, urlunsplit

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.defaultfilters import linebreaks_filter
from django.template.loader import render_to_string
from django.urls import ResolverMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import Look, problems
from collab_portal.templatetags import words

register = template.Library()

register.simple_tag(words.money, name="money")
register.simple_tag(words.value_band, name="value_band")
register.simple_tag(words.places, name="area_list")
register.simple_tag(words.window, name="window_text")

PUBLIC_SECTIONS = [
    ("pipeline:list", _("Pipeline")),
    ("enterprises:list", _("Enterprises")),
    ("case-studies:list", _("Case studies")),
    ("public-bodies:list", _("Public bodies")),
    ("networks:list", _("Networks")),
    ("events:list", _("Events")),
]
OWN_SECTIONS = [("accounts:desk", _("Your desk"))]
ENTRANCE = [("account_login", _("Sign in"))]
HELP_PAGES = [
    ("about", pgettext_lazy("page", "About")),
    ("rules", _("What the rules already allow")),
    ("social-value:overview", _("Social value")),
    ("open-data", _("Open data")),
    ("accessibility", _("Accessibility statement")),
    ("privacy", _("Privacy")),
    ("cookies", _("Cookies")),
    ("terms", _("Terms")),
    ("contact", pgettext_lazy("page", "Contact")),
]

STAGES = {
    "draft": (_("Draft"), "grey"),
    "planned": (_("Planned"), "teal"),
    "tendering": (_("Open for bids"), "yellow"),
    "awarded": (_("Awarded"), "green"),
    "withdrawn": (_("Withdrawn"), "grey"),
    "cancelled": (_("Cancelled"), "red"),
    "expired": (_("Expired"), "grey"),
}

# ------------------------------------------------------------------------------------------- two languages


@register.simple_tag(takes_context=True)
def language_url(context, language: str) -> str:
    """This page in another language, with its query. A page that was not found has a translation too."""
    request = context["request"]
    here = request.get_full_path()
    if request.resolver_match:
        return translate_url(here, language)
    parts = urlsplit(here)
    path = parts.path.removeprefix("/cy") if parts.path.startswith("/cy/") else parts.path
    return urlunsplit(parts._replace(path=f"/cy{path}" if language == "cy" else path))


@register.simple_tag
def paired(thing, field: str, *, paragraphs: bool = False):
    """A paired field in the language of the page; or in the other, marked so for people and for screen readers."""
    text, language = words.paired(thing, field)
    html = linebreaks_filter(text) if paragraphs else conditional_escape(text)
    if language == (get_language() or "en"):
        return html
    note = gettext("in Welsh") if language == "cy" else gettext("in English")
    if paragraphs:
        return format_html('<p class="app-language-note">({})</p><div lang="{}">{}</div>', note, language, html)
    return format_html('<span lang="{}">{}</span> <span class="app-language-note">({})</span>', language, html, note)


@register.simple_tag
def paired_text(thing, field: str) -> str:
    """The same without markup, for titles, attributes and mails."""
    return words.paired(thing, field)[0]


# ------------------------------------------------------------------------------------------ dates and stages


@register.simple_tag
def date_window(start, end=None, confidence=""):
    """May to July 2027 · likely"""
    said = words.window(start, end)
    if not said or not confidence:
        return said
    return format_html('{} <span class="app-confidence">· {}</span>', said, confidence)


@register.simple_tag
def stage_tag(stage: str):
    label, colour = STAGES[stage]
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, label)


# ------------------------------------------------------------------------------------------ lists and forms


@register.filter
def page_numbers(page: Page):
    """1 … 4 [5] 6 … 20"""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def grouped(number: int) -> str:
    """12,345"""
    return f"{number:,}"


@register.filter
def beside(cells, labels):
    """Each cell of a table row with the label of its column."""
    return zip(cells, labels, strict=True)


@register.filter
def in_list(number: int, numbers: str) -> bool:
    return str(number) in numbers.split(",")


@register.filter
def look(field: BoundField) -> Look:
    return Look(field)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm):
    """What is wrong in these forms, each with a link to the answer that must change."""
    return {"problems": [problem for form in forms if form.is_bound for problem in problems(form)]}


# ------------------------------------------------------------------------------------------------- wrappers


@register.simple_tag
def breadcrumbs(*pairs: str):
    """`{% breadcrumbs "pipeline:list" _("Pipeline") %}`: an address, or its name, and a label. Home comes first."""
    links = [("home", _("Home")), *zip(pairs[::2], pairs[1::2], strict=True)]
    crumbs = [{"url": url if url.startswith("/") else reverse(url), "label": label} for url, label in links]
    return render_to_string("components/breadcrumbs.html", {"crumbs": crumbs})


@register.simple_tag(takes_context=True)
def navigation(context) -> list[dict]:
    """The links of the service navigation. One is marked while the page belongs to its section."""
    section = _section(context["request"].resolver_match)
    user = context["request"].user
    names = [*PUBLIC_SECTIONS, *(OWN_SECTIONS if user and user.is_authenticated else ENTRANCE)]
    return [
        {
            "url": address(name, get_language()),
            "label": label,
            "active": section == name.partition(":")[0],
            "apart": number == len(PUBLIC_SECTIONS),
        }
        for number, (name, label) in enumerate(names)
    ]


@register.simple_tag
def help_pages() -> list[tuple[str, str]]:
    """The links of the footer."""
    return [(address(name, get_language()), label) for name, label in HELP_PAGES]


@cache
def address(name: str, language: str) -> str:
    """Addresses do not change while the portal runs, and every page shows these."""
    return reverse(name)


def _section(match: ResolverMatch | None) -> str:
    """Where a page stands in the navigation. What people do behind closed doors belongs to their desk."""
    if match is None:
        return ""
    if not match.namespace:
        return "accounts" if (match.url_name or "").startswith(("account_", "mfa_", "usersessions_")) else ""
    is_open = not getattr(match.func, "login_required", True)
    is_public = any(name.startswith(f"{match.namespace}:") for name, _label in PUBLIC_SECTIONS)
    return "accounts" if is_public and not is_open else match.namespace


@register.simple_block_tag
def details(content, summary: str, *, open: bool = False):
    return render_to_string("components/details.html", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag
def warning(content):
    return render_to_string("components/warning.html", {"content": content})


@register.simple_block_tag
def inset(content):
    return render_to_string("components/inset.html", {"content": content})


@register.simple_block_tag
def panel(content, title: str, *, level: int = 1):
    return render_to_string("components/panel.html", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def empty_state(content, title: str):
    return render_to_string("components/empty_state.html", {"content": content, "title": title})


@register.simple_block_tag
def filter_panel(content, *, used: int = 0):
    """Always open on a wide screen, folded away on a narrow one. The page puts its GET form inside."""
    return render_to_string("components/filter_panel.html", {"content": content, "used": used})


@register.simple_block_tag
def summary_row(content, key: str | Promise, *, change: str = "", what: str = ""):
    """One row of a summary list: `{% summary_row _("Buyer") change=url what=_("the buyer") %}…{% endsummary_row %}`."""
    row = {"content": content, "key": key, "change": change, "what": what}
    return render_to_string("components/summary_row.html", row)
