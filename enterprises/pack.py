"""The tell-us-once pack as one ZIP: a summary sheet, then the documents."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from collab_portal.files import bundle
from collab_portal.sheets.writing import xlsx_pieces
from enterprises.models import Enterprise

Row = tuple[str, object, object, object]
WIDTHS = (26, 44, 30, 16)


def pieces(enterprise: Enterprise, *, on: date, language: str) -> Iterator[bytes]:
    """The ZIP, in the language of the page that asked for it, for as long as it takes to send."""
    with override(language):
        yield from bundle.pieces(_members(enterprise, on))


def _members(enterprise: Enterprise, on: date) -> Iterator[tuple[str, bytes]]:
    sheet = xlsx_pieces(summary(enterprise, on), title=_("Summary"), widths=WIDTHS)
    yield f"{_('Summary')}.xlsx", b"".join(sheet)
    for document in enterprise.documents.select_related("file").order_by("kind", "title", "pk"):
        yield f"{_('Documents')}/{document.file.name}", document.file.read()


def summary(enterprise: Enterprise, on: date) -> Iterator[Row]:
    """What every buyer asks: who it is, its cover, its badges, and each document with its date."""
    organisation = enterprise.organisation
    yield _("About"), _("What"), _("Details"), _("Valid until")
    about = _("The organisation")
    yield about, _("Name"), str(organisation), ""
    if enterprise.trading_name:
        yield about, _("Trading name"), enterprise.trading_name, ""
    yield about, _("Legal form"), enterprise.get_legal_form_display(), ""
    for identifier in organisation.identifiers.order_by("scheme", "value"):
        yield _("Register numbers"), identifier.scheme, identifier.value, ""
    for insurance in enterprise.insurances.order_by("kind"):
        yield _("Insurance"), insurance.get_kind_display(), insurance.cover, insurance.expires_on
    for badge in enterprise.badges.held(on).order_by("kind"):
        yield _("Badges"), badge.get_kind_display(), badge.number, badge.expires_on
    for document in enterprise.documents.select_related("file").order_by("kind", "title", "pk"):
        yield document.get_kind_display(), document.title, document.file.name, document.valid_until
