"""Two languages: paired fields, search that knows Welsh mutations, Welsh order, names, and plain text from anywhere."""

from collab_portal.text.names import normalised_name, normalised_names
from collab_portal.text.paired import missing_languages, paired
from collab_portal.text.plain import plain_line, plain_text
from collab_portal.text.search import Document, Query, parse
from collab_portal.text.welsh import language_of, mutations, radicals, welsh_parts, welsh_sort_key

__all__ = [
    "Document",
    "Query",
    "language_of",
    "missing_languages",
    "mutations",
    "normalised_name",
    "normalised_names",
    "paired",
    "parse",
    "plain_line",
    "plain_text",
    "radicals",
    "welsh_parts",
    "welsh_sort_key",
]
