"""Register numbers of a row: each under the scheme of the register its column names, and never guessed."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _

from collab_portal.sheets.report import Kind
from enterprises.register_numbers import checked

if TYPE_CHECKING:
    from enterprises.imports.stub import Stub

SCHEME_OF = {"company_number": "GB-COH", "charity_number": "GB-CHC", "society_number": "GB-MPR"}
REGISTRARS = {
    "companies house": "GB-COH",
    "ty r cwmniau": "GB-COH",
    "fca": "GB-MPR",
    "financial conduct authority": "GB-MPR",
    "mutuals public register": "GB-MPR",
    "charity commission": "GB-CHC",
    "charity commission for england and wales": "GB-CHC",
    "y comisiwn elusennau": "GB-CHC",
    "oscr": "GB-SC",
    "office of the scottish charity regulator": "GB-SC",
    "charity commission for northern ireland": "GB-NIC",
}
BRITISH = ("", "gb", "uk", "united kingdom", "wales", "england", "scotland", "northern ireland", "cymru", "y du")
NOTHING = ("", "-", "0", "n/a", "na", "none", "tbc", "unknown", "not registered", "exempt")


def read(stub: "Stub") -> dict[str, str]:
    """Scheme to number. A number of the wrong form refuses the row: it may be somebody else's."""
    record, found = stub.record, {}
    given = [(key, scheme) for key, scheme in SCHEME_OF.items() if _is_given(record.text(key))]
    if _is_given(record.text("registered_number")):
        registrar = _plain(record.text("registrar"))
        if registrar in REGISTRARS:
            given.append(("registered_number", REGISTRARS[registrar]))
        else:
            stub.tell("registered_number", _("We do not know which register this number belongs to."))
    for key, scheme in given:
        if _plain(record.text("country")) not in BRITISH:
            stub.tell(key, _("Registers outside the United Kingdom are not known here."))
            continue
        try:
            number = checked(scheme, record.text(key))
        except ValidationError as error:
            stub.tell(key, error.message, kind=Kind.REFUSED, **(error.params or {}))
            continue
        if found.setdefault(scheme, number) != number:
            stub.tell(key, _("The row has two different numbers of this register."), kind=Kind.REFUSED)
    return found


def _is_given(text: str) -> bool:
    return text.strip().casefold() not in NOTHING


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("'", " ").replace("’", " ").replace("ŷ", "y").split())
