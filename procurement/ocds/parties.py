"""The organisations a release names, with the numbers by which registers know them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procurement.ocds.source import Identifier, Organization, Release
from procurement.ocds.values import Values

ADDRESS_LENGTH = 300
NAME_LENGTH, SCHEME_LENGTH, NUMBER_LENGTH = 255, 40, 80
ORG_ID = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,})-(.+)")
SCHEME = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,}")
NOT_A_REGISTER = {"GB-CFS"}  # counts the entries of Contracts Finder: the same body has another one next time
COMPANIES_HOUSE = "GB-COH"
OWN_SCHEME = "portal-"  # of bodies that no register has given a number
NO_NUMBER = re.compile(r"(?:0*|1?2345678?9?|n/?a|none|nil|tb[acd]|unknown|not \w+|[-.x/]+)", re.IGNORECASE)

DEVOLVED_REGIMES = {"GB-WLS": "wales", "GB-SCT": "scotland", "GB-NIR": "northern-ireland", "GB-ENG": "england"}
REGIME_OF_REGION = {"L": "wales", "M": "scotland", "N": "northern-ireland"} | dict.fromkeys("CDEFGHIJK", "england")
REGION_CODE = re.compile(r"(?:UK|TL)([C-N])\w{0,3}")


@dataclass(frozen=True)
class Party:
    """An organisation as one release names it: its name, its numbers, and whose procurement rules it follows."""

    name: str
    identifiers: tuple[tuple[str, str], ...] = ()
    regime: str = ""


def buyers(release: Release, values: Values) -> list[Party]:
    """Who buys: the one who leads, then those who buy with it."""
    found: dict[str, Party] = {}
    for path, organisation in _who_buys(release):
        party = _party(path, organisation, values)
        if party.name:
            found.setdefault(str(organisation.id or party.name), party)
    return list(dict.fromkeys(found.values()))


def supplier(path: str, reference: Organization, release: Release, values: Values) -> Party:
    """Who won, with the numbers that stand in the list of parties."""
    return _party(path, _completed(reference, release), values)


def place_of_business(path: str, reference: Organization, release: Release, values: Values) -> str:
    """The address of a supplier that a register knows; that of anybody else may be a person's home."""
    organisation = _completed(reference, release)
    address = organisation.address
    if address is None or not any(_identifiers(path, organisation, Values())):
        return ""
    parts = (address.streetAddress, address.locality, address.postalCode)
    return values.line(f"{path}.address", ", ".join(part.strip() for part in parts if part), ADDRESS_LENGTH)


def _who_buys(release: Release) -> Iterator[tuple[str, Organization]]:
    if release.buyer is not None:
        yield "$.buyer", _completed(release.buyer, release)
    by_role = {
        role: [(f"$.parties[{n}]", each) for n, each in enumerate(release.parties or ()) if role in (each.roles or ())]
        for role in ("buyer", "procuringEntity")
    }
    yield from by_role["buyer"]
    if release.buyer is None and not by_role["buyer"]:
        yield from by_role["procuringEntity"]


def _completed(reference: Organization, release: Release) -> Organization:
    """A reference gives an id and a name; all else is said once, in the list of parties."""
    same = (party for party in release.parties or () if party.id is not None and party.id == reference.id)
    return next((party if party.name else reference for party in same), reference)


def _party(path: str, organisation: Organization, values: Values) -> Party:
    return Party(
        name=values.line(f"{path}.name", organisation.name, NAME_LENGTH),
        identifiers=tuple(dict.fromkeys(_identifiers(path, organisation, values))),
        regime=_regime(organisation),
    )


def _identifiers(path: str, organisation: Organization, values: Values) -> Iterator[tuple[str, str]]:
    given = [organisation.identifier, *(organisation.additionalIdentifiers or ())]
    for identifier in filter(None, given):
        if identifier.scheme and identifier.id is not None:
            yield from _identifier(f"{path}.identifier", identifier, values)
    if written := ORG_ID.fullmatch(str(organisation.id or "")):
        yield from _identifier(f"{path}.id", Identifier(scheme=written[1], id=written[2]), values)


def _identifier(path: str, identifier: Identifier, values: Values) -> Iterator[tuple[str, str]]:
    scheme = str(identifier.scheme).strip().upper()
    number = values.line(path, str(identifier.id), 10 * NUMBER_LENGTH)
    if scheme == COMPANIES_HOUSE:
        number = number.replace(" ", "").upper()
        number = number.zfill(8) if number.isdecimal() else number
    if scheme in NOT_A_REGISTER or NO_NUMBER.fullmatch(number):
        return
    if not SCHEME.fullmatch(scheme) or len(scheme) > SCHEME_LENGTH or len(number) > NUMBER_LENGTH:
        values.leave_out(path, "no number of a register")
    elif scheme == COMPANIES_HOUSE and not (len(number) == 8 and number.isalnum() and number.isascii()):
        values.leave_out(path, "no company number")
    else:
        yield scheme, number


def _regime(organisation: Organization) -> str:
    classes = (organisation.details and organisation.details.classifications) or ()
    said = (each.id for each in classes if each.scheme == "UK_CA_DEVOLVED_REGULATIONS")
    if regime := next((DEVOLVED_REGIMES[code] for code in said if code in DEVOLVED_REGIMES), ""):
        return regime
    region = REGION_CODE.fullmatch((organisation.address and organisation.address.region) or "")
    return REGIME_OF_REGION[region[1]] if region else ""
