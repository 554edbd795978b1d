"""Release packages: what is around the releases when they are published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# The profile and the extension of Find a Tender, so that what reads its notices can read ours.
EXTENSIONS = (
    "https://standard.open-contracting.org/profiles/eu/latest/en/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_pagination_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_suitability_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_enquiry_extension/master/extension.json",
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json",
)


def release_package(
    releases: Iterable[Any],
    *,
    uri: str,
    published_at: datetime,
    publisher: str,
    site: str,
    extension: str,
    links: dict[str, str] | None = None,
) -> dict[str, Any]:
    """A release package of OCDS 1.1. The releases may be JSON already, as `msgspec.Raw`."""
    package = {
        "uri": uri,
        "version": "1.1",
        "extensions": [*EXTENSIONS, extension],
        "publishedDate": published_at.isoformat(),
        "publisher": {"name": publisher, "uri": site},
        "license": LICENCE,
        "releases": [*releases],
    }
    return package | ({"links": links} if links else {})
