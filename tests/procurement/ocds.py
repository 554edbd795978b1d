"""The schemas of OCDS with the UK extension, and snapshots of every kind, for the tests of the open data."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from jsonschema import Draft4Validator
from jsonschema.protocols import Validator
from msgspec import structs

from collab_portal.reference.areas import areas_by_code
from procurement.models import (
    Award,
    AwardCriterion,
    ClosedList,
    GroupBids,
    Opportunity,
    Reporting,
    Reserved,
    ShortWindow,
    ValueBand,
)
from procurement.models.terms import IN_POUNDS, TERMS, YES_OR_NO
from procurement.ocds import package
from procurement.snapshot import AwardSnapshot, Body, Criterion, LotSnapshot, Notice, Snapshot, Window

PUBLISHED = ("planned", "tendering", "awarded", "withdrawn", "cancelled")
LOCAL_SCHEMA = Path(package.__file__).parent / "schema" / "release-schema.json"


@cache
def validator(standards: Path) -> Validator:
    """Of releases: OCDS 1.1.5, the UK extension, and our own."""
    schema = json.loads((standards / "ocds_uk_patched_release-schema.json").read_text())
    ours = json.loads(LOCAL_SCHEMA.read_text())
    schema["properties"] |= ours["properties"]
    schema["definitions"] |= ours["definitions"]
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


@cache
def package_validator(standards: Path) -> Validator:
    """Of release packages; the releases in them are checked one by one, with the extensions."""
    schema = json.loads((standards / "ocds_1.1.5_release-package-schema.json").read_text())
    schema["properties"]["releases"]["items"] = {"type": "object"}
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def faults(release: dict, standards: Path) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(standards).iter_errors(release)]


def package_faults(found: dict, standards: Path) -> list[str]:
    around = [f"{error.json_path}: {error.message}" for error in package_validator(standards).iter_errors(found)]
    return around + [fault for release in found["releases"] for fault in faults(release, standards)]


def said(**fields) -> Snapshot:
    """A small planned opportunity."""
    buyer = Body(id=1, slug="powys", name_en="Powys County Council", name_cy="Cyngor Sir Powys")
    plain = {"reference": "CP-0001", "ocid": "ocds-local-CP-0001", "stage": "planned", "title_en": "Day care"}
    return Snapshot(**{"buyer": buyer, "lots": [LotSnapshot(number=1)]} | plain | fields)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
amounts = st.none() | st.decimals(0, Decimal("999999999999.99"), places=2)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
windows = st.just(Window()) | st.builds(
    lambda start, length, confidence: Window(start, start + timedelta(days=length), confidence),
    days,
    st.integers(0, 400),
    st.sampled_from(["", "idea", "likely", "firm"]),
)
identifiers = st.lists(
    st.tuples(st.sampled_from(["GB-COH", "GB-CHC", "GB-PPON"]), st.text("0123456789AB-", min_size=4, max_size=9)),
    max_size=2,
    unique=True,
)
bodies = st.builds(
    Body,
    id=st.integers(1, 9),
    slug=st.sampled_from(["powys", "conwy", "adra"]),
    name_en=texts,
    name_cy=st.text("abcdefŵŷ ", min_size=1, max_size=20),
    identifiers=identifiers,
)
area_codes = st.lists(st.sampled_from(sorted(areas_by_code())), max_size=4, unique=True)
criteria = st.builds(
    Criterion,
    kind=st.sampled_from(AwardCriterion.Kind.values),
    name_en=texts,
    name_cy=texts,
    weight=st.none() | st.decimals(0, 100, places=2),
)
lots = st.builds(
    LotSnapshot,
    number=st.just(0),
    title_en=texts,
    title_cy=texts,
    description_en=texts,
    value_amount=amounts,
    value_gross=amounts,
    area_codes=area_codes,
    sme_suitable=st.none() | st.booleans(),
    vcse_suitable=st.none() | st.booleans(),
    reserved=st.sampled_from(Reserved.values),
    criteria=st.lists(criteria, max_size=3),
)
awards = st.builds(
    AwardSnapshot,
    outcome=st.sampled_from(Award.Outcome.values),
    source_id=st.just(""),
    lot=st.none() | st.just(1),
    supplier_name=texts,
    supplier_identifiers=identifiers,
    value_amount=amounts,
    currency=st.sampled_from(["GBP", "EUR"]),
    awarded_on=st.none() | days,
    supplier_address=texts,
    starts_on=st.none() | days,
    is_social_enterprise=st.none() | st.booleans(),
)
notices = st.builds(
    Notice,
    url=st.text('abcŵ/?&=%#[]|^<>{}\\"', max_size=20).map(
        lambda path: f"https://www.find-tender.service.gov.uk/{path}"
    ),
    notice_type=st.sampled_from(["", "UK1", "UK2", "UK3", "UK4", "UK6", "UK7"]),
    identifier=st.sampled_from(["", "037689-2026", "ocds-h6vhtk-068ae4", "ocds-local-CP-0001"]),
)
CHOSEN = {"framework_kind": ClosedList, "group_bids": GroupBids, "short_window": ShortWindow, "reporting": Reporting}


def term(name):
    """What may stand in one of the terms."""
    if name in CHOSEN:
        return st.sampled_from(["", *CHOSEN[name].values])
    if name.endswith(("_en", "_cy")):
        return texts
    if name in YES_OR_NO:
        return st.none() | st.booleans()
    return amounts if name in IN_POUNDS else st.none() | st.integers(0, 100)


some_terms = st.sets(st.sampled_from(TERMS), max_size=6).flatmap(
    lambda names: st.fixed_dictionaries({name: term(name) for name in sorted(names)})
)
without_terms = st.builds(
    Snapshot,
    reference=st.just("CP-0001"),
    ocid=st.just("ocds-local-CP-0001"),
    stage=st.sampled_from(PUBLISHED),
    buyer=bodies,
    joint_buyers=st.lists(bodies, max_size=2),
    title_en=texts,
    title_cy=texts,
    description_en=texts,
    description_cy=texts,
    main_category=st.sampled_from(Opportunity.MainCategory.values),
    category=st.sampled_from(["", "social-care"]),
    cpv_codes=st.lists(st.sampled_from(["85000000", "55320000", "90911200"]), max_size=3),
    area_codes=area_codes,
    value_amount=amounts,
    value_gross=amounts,
    value_band=st.sampled_from(["", *ValueBand.values]),
    tender_start=windows,
    tender_close=windows,
    award=windows,
    contract_start=windows,
    contract_months=st.none() | st.integers(1, 600),
    extension_months=st.none() | st.integers(1, 600),
    submissions_close_at=st.none() | days.map(lambda day: datetime.combine(day, time(12), UTC)),
    procedure=st.sampled_from(["", *Opportunity.Procedure.values]),
    regime=st.sampled_from(["", "wales", "england", "scotland", "northern-ireland"]),
    light_touch=st.none() | st.booleans(),
    contact_name=texts,
    contact_email=st.sampled_from(["", "caffael@example.org"]),
    follows=st.sampled_from(["", "CP-0007"]),
    lots=st.lists(lots, min_size=1, max_size=3).map(
        lambda found: [LotSnapshot(**_fields(lot) | {"number": number}) for number, lot in enumerate(found, start=1)]
    ),
    awards=st.lists(awards, max_size=3),
    notices=st.lists(notices, max_size=3),
    tender_opened_on=st.none() | days,
)
snapshots = st.builds(lambda said, terms: structs.replace(said, **terms), without_terms, some_terms)


def _fields(lot: LotSnapshot) -> dict:
    return {name: getattr(lot, name) for name in lot.__struct_fields__}
