"""What the directory already knows of a batch of rows, asked with a handful of queries however long the batch is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from collab_portal.accounts.models import Organisation, OrganisationIdentifier, OrganisationName
from enterprises import leaving
from enterprises.imports.stub import Stub
from enterprises.models import Enterprise
from enterprises.models.imports import ImportedLine
from enterprises.models.removal import RemovedEntry

NOT_COMPARED = ("enterprise__document", "enterprise__keys")


@dataclass
class Known:
    """Organisations by everything that could tell that a row is one of them."""

    organisations: dict[int, Organisation] = field(default_factory=dict)
    by_number: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_postcode: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[str, list[ImportedLine]] = field(default_factory=lambda: defaultdict(list))
    removed: set[str] = field(default_factory=set)

    def line(self, stub: Stub, sheet: str) -> ImportedLine | None:
        """The line that this row left last time, if the row says the same as it did then."""
        lines = (each for each in self.lines[stub.line] if each.sheet == sheet)
        return next((each for each in lines if each.fingerprint == stub.fingerprint), None)

    def names_of(self, organisation: Organisation) -> set[str]:
        """Its normalised names."""
        return {each.key for each in organisation.names.all()}


def ask(stubs: Iterable[Stub], *, source: str, sheet: str) -> Known:
    """Look the rows up. Of those that are as they were last time, nothing more is asked.

    Enterprises that may change are locked until the transaction ends.
    """
    stubs = list(stubs)
    known = Known()
    for line in ImportedLine.objects.filter(source=source, key__in={stub.line for stub in stubs}).order_by("pk"):
        known.lines[line.key].append(line)
    stubs = [stub for stub in stubs if not known.line(stub, sheet)]
    numbers = {number for stub in stubs for number in stub.numbers.items()}
    found = OrganisationIdentifier.objects.filter(value__in={value for _scheme, value in numbers})
    known.by_number = {(each.scheme, each.value): each.organisation_id for each in found}
    _ask_names(known, stubs)
    _ask_postcodes(known, stubs)
    _fetch(known, stubs)
    known.removed = RemovedEntry.objects.among({digest for stub in stubs for digest in digests(stub)})
    return known


def _ask_names(known: Known, stubs: list[Stub]) -> None:
    keys = {key for stub in stubs for key in stub.keys}
    names = OrganisationName.objects.filter(key__in=keys, organisation__merged_into=None)
    for key, organisation in names.filter(organisation__enterprise__isnull=False).values_list("key", "organisation"):
        known.by_name[key].add(organisation)


def _ask_postcodes(known: Known, stubs: list[Stub]) -> None:
    places = Enterprise.objects.filter(postcode__in={stub.postcode for stub in stubs if stub.postcode})
    for postcode, organisation in places.filter(organisation__merged_into=None).values_list("postcode", "organisation"):
        known.by_postcode[postcode].add(organisation)


def _fetch(known: Known, stubs: list[Stub]) -> None:
    wanted = set(known.by_number.values())
    wanted.update(*known.by_name.values(), *known.by_postcode.values())
    wanted.update(line.organisation_id for stub in stubs for line in known.lines[stub.line])
    list(Enterprise.objects.filter(organisation__in=wanted).select_for_update().order_by("pk").values_list("pk"))
    rows = Organisation.objects.filter(pk__in=wanted).select_related("enterprise").defer(*NOT_COMPARED)
    related = ("names", "identifiers", "enterprise__activities")
    known.organisations = {each.pk: each for each in rows.prefetch_related(*related)}


def digests(stub: Stub) -> set[str]:
    """By which something that asked to be left out is recognised."""
    names = [stub.name, stub.name_cy, *stub.other_names]
    return leaving.digests(identifiers=stub.numbers.items(), names=names, postcode=stub.postcode)
