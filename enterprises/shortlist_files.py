"""A shortlist as a spreadsheet: what the directory says of each enterprise, and the team's notes."""

from collections.abc import Iterator

from django.utils.translation import gettext

from enterprises.models import Enterprise, Shortlist
from enterprises.search import exports
from enterprises.search.facets import FACET
from enterprises.search.results import shown


def rows(shortlist: Shortlist) -> Iterator[list]:
    """The headings, then a row for each enterprise that is still in the directory, in the order of the list."""
    columns = exports.chosen(())
    yield [*(str(column.label) for column in columns), gettext("Note")]
    notes = dict(shortlist.entries.order_by("pk").values_list("enterprise", "note"))
    found = shown(Enterprise.objects.listed(), *exports.FIELDS).in_bulk(notes)
    named = {name: facet.named() for name, facet in FACET.items()}
    for key, note in notes.items():
        if key in found:
            row = exports.Row(found[key], named)
            yield [*(column.value(row) for column in columns), note]
