"""Their data is theirs: all that an enterprise keeps in the directory, as JSON with its files."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import ForeignKey, Model

from collab_portal.accounts.models import Letter, Organisation, User
from collab_portal.files import bundle
from collab_portal.files.models import StoredFile
from enterprises.models import Enterprise

# What hangs on an entry and is the enterprise's; and what is not, with the reason. A test finds what is in neither.
ITS_OWN = (
    *("activities", "statements", "verifications", "badges", "insurances", "standings", "references", "outcomes"),
    *("pictures", "documents", "pack_grants", "trust_steps"),
)
NOT_ITS_OWN = {
    "claims": "who claimed it is that person's own data",
    "join_requests": "who asked to join is that person's own data",
    "removal_requests": "who asked for its removal is that person's own data",
}
# What apps above keep of an organisation, by name: they register it in their `AppConfig.ready`.
_kept_above: dict[str, Callable[[Organisation], Any]] = {}
WORKED_OUT = {"id", "document", "keys", "sort_key_en", "sort_key_cy", "completeness", "stale_on"}


def register(name: str, export: Callable[[Organisation], Any]) -> None:
    _kept_above[name] = export


def pieces(enterprise: Enterprise) -> Iterator[bytes]:
    """The ZIP: `enterprise.json`, and the files it names."""
    return bundle.pieces(_members(enterprise))


def _members(enterprise: Enterprise) -> Iterator[tuple[str, bytes]]:
    data = export(enterprise)
    yield "enterprise.json", json.dumps(data, indent=2, ensure_ascii=False).encode()
    for name in ("pictures", "documents"):
        for row in getattr(enterprise, name).select_related("file").order_by("pk"):
            yield path_of(name, row), row.file.read()


def export(enterprise: Enterprise) -> dict[str, Any]:
    """Everything, ready for JSON. People appear by their role only: their data is theirs."""
    organisation = enterprise.organisation
    return {
        "organisation": _row(organisation)
        | {
            "names": list(organisation.names.order_by("pk").values_list("name", flat=True)),
            "register_numbers": [str(each) for each in organisation.identifiers.order_by("scheme", "value")],
            "members": list(organisation.memberships.order_by("pk").values_list("role", flat=True)),
            "networks": [str(each.network) for each in organisation.networks.select_related("network").order_by("pk")],
        },
        "enterprise": _row(enterprise),
        "letters": [
            _letter(each) for each in organisation.letters_received.select_related("on_behalf_of").order_by("pk")
        ],
        **{name: [_row(each, name) for each in getattr(enterprise, name).order_by("pk")] for name in ITS_OWN},
        **{name: export(organisation) for name, export in _kept_above.items()},
    }


def _letter(letter: Letter) -> dict[str, Any]:
    sender = {"for": str(letter.on_behalf_of or "")}
    return sender | {name: _plain(getattr(letter, name)) for name in ("subject", "body", "about", "sent_at")}


def path_of(relation: str, row: Any) -> str:
    """A number keeps files of one name apart, the same one in the JSON and in the ZIP."""
    return f"{relation}/{row.pk}-{row.file.name}"


def _row(thing: Model, relation: str = "") -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in thing._meta.concrete_fields:
        if field.name in WORKED_OUT or field.name == "token":
            continue
        if not isinstance(field, ForeignKey):
            said[field.name] = _plain(getattr(thing, field.attname))
        elif field.related_model is StoredFile:
            said[field.name] = path_of(relation, thing)
        elif field.related_model is Organisation and not isinstance(thing, Enterprise):
            said[field.name] = str(getattr(thing, field.name) or "")
        elif field.related_model not in (User, Enterprise, Organisation):
            said[field.name] = _plain(getattr(thing, field.attname))
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
