"""Recognising organisations that notices name: one council appears under several names, and under several numbers.

A number of a register says who somebody is. Without one, a buyer is known by the listed names of a Welsh council, or
by a name that is spelt alike. A supplier is known by a number only: two firms may well share a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import prefetch_related_objects
from django.utils.text import slugify

from collab_portal.accounts.models import Organisation, OrganisationIdentifier, OrganisationName
from collab_portal.reference.councils import Council, council_named
from collab_portal.text import language_of, normalised_name, normalised_names, welsh_sort_key
from procurement.ocds.parties import ORG_ID, OWN_SCHEME, Party

# Of these an organisation has one number each: who has another one is somebody else.
ONE_EACH = {"GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-MPR"}
NAMES_KEPT = 2000  # the same bodies buy again and again
SLUG_LENGTH, KEY_LENGTH, SORT_KEY_LENGTH = 70, 255, 400
Number = tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """A name was taken for that of an organisation that is called otherwise."""

    name: str
    organisation: str
    reason: str


@dataclass(frozen=True)
class Recognition:
    """Who the parties of some releases are: saved, and with their numbers at hand.

    Suppliers without a number are nobody we know.
    """

    buyers: dict[Party, Organisation]
    suppliers: dict[Party, Organisation]
    decisions: list[Decision]


def by_slug_or_number(written: str) -> Organisation | None:
    """The public body with this slug, or with this identifier as OCDS prints it: GB-LAC-…, portal-…"""
    bodies = Organisation.objects.public_bodies()
    if body := bodies.filter(slug=written).first() or bodies.filter(slug=written.removeprefix(OWN_SCHEME)).first():
        return body
    number = ORG_ID.fullmatch(written.strip())
    known = {"identifiers__scheme": number[1], "identifiers__value": number[2]} if number else {"pk": None}
    return bodies.filter(**known).first()


def recognise(*, buyers: Iterable[Party], suppliers: Iterable[Party]) -> Recognition:
    """Find these organisations, and add those that are new, with a handful of queries however many they are."""
    buyers, suppliers = dict.fromkeys(buyers), dict.fromkeys(each for each in suppliers if each.identifiers)
    index = _Index([*buyers, *suppliers], [*buyers])
    recognition = Recognition(
        {party: index.buyer(party) for party in buyers},
        {party: index.supplier(party) for party in suppliers},
        index.decisions,
    )
    index.save()
    everybody = {*recognition.buyers.values(), *recognition.suppliers.values()}
    prefetch_related_objects([*everybody], "identifiers")
    return recognition


class _Index:
    """The organisations these parties may be, and those that are added for them."""

    def __init__(self, parties: list[Party], buyers: list[Party]):
        self.decisions: list[Decision] = []
        self.new: list[Organisation] = []
        self.new_rows: list[OrganisationName | OrganisationIdentifier] = []
        self.newly_public: list[Organisation] = []
        self.known: dict[int, Organisation] = {}
        self.by_number: dict[Number, Organisation] = {}
        self.by_key: dict[str, list[Organisation]] = {}
        self._load({number for party in parties for number in party.identifiers}, buyers)

    def buyer(self, party: Party) -> Organisation:
        organisation, reason = self._bearer(party)
        if organisation is None:
            organisation, reason = self._named(party)
        if not organisation.is_public_body:
            organisation.is_public_body = True
            self.newly_public.append(organisation)
        self._learn(party, organisation)
        self._note(party, organisation, reason)
        return organisation

    def supplier(self, party: Party) -> Organisation:
        organisation, reason = self._bearer(party)
        organisation = organisation or self._add(party.name, is_enterprise=True)
        self._learn(party, organisation)
        self._note(party, organisation, reason)
        return organisation

    def save(self) -> None:
        _give_slugs(self.new)
        Organisation.objects.bulk_create(self.new)
        for model in (OrganisationName, OrganisationIdentifier):
            rows = [row for row in self.new_rows if isinstance(row, model)]
            model.objects.bulk_create(rows, ignore_conflicts=True)
        changed = [organisation for organisation in self.newly_public if organisation not in self.new]
        Organisation.objects.bulk_update(changed, ["is_public_body"])

    def _load(self, numbers: set[Number], buyers: list[Party]) -> None:
        values = {value for _scheme, value in numbers}
        bearers = OrganisationIdentifier.objects.filter(value__in=values).select_related("organisation__merged_into")
        for row in bearers:
            self.by_number[row.scheme, row.value] = self._current(row.organisation)
        keys = {key for party in buyers for key in _keys(party.name)}
        bodies = OrganisationName.objects.filter(key__in=keys, organisation__is_public_body=True)
        for row in bodies.select_related("organisation__merged_into").order_by("organisation"):
            of_key = self.by_key.setdefault(row.key, [])
            if (organisation := self._current(row.organisation)) not in of_key:
                of_key.append(organisation)
        for row in OrganisationIdentifier.objects.filter(organisation__in=list(self.known), scheme__in=ONE_EACH):
            self.by_number[row.scheme, row.value] = self.known[row.organisation_id]

    def _current(self, organisation: Organisation) -> Organisation:
        """The one it was merged into, and one instance of each."""
        while organisation.merged_into_id:
            organisation = organisation.merged_into
        return self.known.setdefault(organisation.pk, organisation)

    def _bearer(self, party: Party) -> tuple[Organisation | None, str]:
        for scheme, value in party.identifiers:
            if organisation := self.by_number.get((scheme, value)):
                return organisation, f"it has the number {scheme}-{value}"
        return None, ""

    def _named(self, party: Party) -> tuple[Organisation, str]:
        if council := council_named(party.name):
            return self._council(council), "it is listed as a name of this council"
        for key in _keys(party.name):
            for organisation in self.by_key.get(key, ()):
                if not self._is_somebody_else(party, organisation):
                    return organisation, "the names are spelt alike"
        return self._add(party.name, is_public_body=True, regime=party.regime), ""

    def _council(self, council: Council) -> Organisation:
        known = (self.by_key.get(_key(name)) for name in (council.name_en, council.name_cy))
        if found := next(filter(None, known), None):
            return found[0]
        names = {"name_en": council.name_en, "name_cy": council.name_cy}
        return self._add(council.name_en, **names, is_public_body=True, regime=Organisation.Regime.WALES)

    def _is_somebody_else(self, party: Party, organisation: Organisation) -> bool:
        """It has another number in a register that gives only one to each."""
        theirs = {scheme for scheme, _value in party.identifiers} & ONE_EACH
        return any(scheme in theirs and bearer is organisation for (scheme, _), bearer in self.by_number.items())

    def _add(self, name: str, **fields) -> Organisation:
        names = {} if "name_en" in fields else {f"name_{language_of(name)}": name}
        organisation = Organisation(**names, **fields)
        organisation.sort_key_cy = welsh_sort_key(organisation.name_cy or organisation.name_en)[:SORT_KEY_LENGTH]
        self.new.append(organisation)
        for language in ("en", "cy"):
            if written := getattr(organisation, f"name_{language}"):
                self._know_by(organisation, written, language)
        return organisation

    def _learn(self, party: Party, organisation: Organisation) -> None:
        """Remember the name and the numbers, so that the next notice finds the organisation by either."""
        self._know_by(organisation, party.name)
        for scheme, value in party.identifiers:
            if (scheme, value) not in self.by_number:
                self.by_number[scheme, value] = organisation
                row = OrganisationIdentifier(organisation=organisation, scheme=scheme, value=value)
                self.new_rows.append(row)

    def _know_by(self, organisation: Organisation, name: str, language: str = "") -> None:
        key = _key(name)
        bearers = self.by_key.setdefault(key, [])
        if key and organisation not in bearers:
            bearers.append(organisation)
            self.new_rows.append(OrganisationName(organisation=organisation, name=name, key=key, language=language))

    def _note(self, party: Party, organisation: Organisation, reason: str) -> None:
        called = {organisation.name_en, organisation.name_cy}
        if reason and party.name not in called:
            self.decisions.append(Decision(party.name, organisation.name_en or organisation.name_cy, reason))


@lru_cache(maxsize=NAMES_KEPT)
def _key(name: str) -> str:
    return normalised_name(name)[:KEY_LENGTH]


@lru_cache(maxsize=NAMES_KEPT)
def _keys(name: str) -> tuple[str, ...]:
    """Under which keys its organisation may be known: the halves of a name in two languages count, too."""
    council = council_named(name)
    also = (council.name_en, council.name_cy) if council else ()
    return (*(form[:KEY_LENGTH] for form in normalised_names(name)), *map(_key, also))


def _give_slugs(organisations: list[Organisation]) -> None:
    """An address for each from its name, with a number behind it where another one has it."""
    stems = [slugify(each.name_en or each.name_cy)[:SLUG_LENGTH] or "organisation" for each in organisations]
    taken = set(Organisation.objects.filter(slug__in=stems).values_list("slug", flat=True))
    crowded = {stem for stem in stems if stem in taken or stems.count(stem) > 1}
    for stem in crowded:
        taken |= set(Organisation.objects.filter(slug__startswith=f"{stem}-").values_list("slug", flat=True))
    for organisation, stem in zip(organisations, stems, strict=True):
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        organisation.slug = slug
        taken.add(slug)
