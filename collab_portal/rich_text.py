"""Markdown in, safe HTML out."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def rendered(source: str) -> SafeString:
    """The text as HTML with our classes. Whatever could run or load something is taken out; headings start at h3."""
    html = nh3.clean(
        _markdown.render(source),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        set_tag_attribute_values={tag: {"class": value} for tag, value in CLASSES.items()},
        link_rel="nofollow noopener",
    )
    return mark_safe(html)  # noqa: S308 - cleaned above
