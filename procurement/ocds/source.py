"""What we read of a release that another system publishes: types that say what OCDS allows there, and nothing else.

msgspec checks them while it decodes, and names the JSON path of what does not fit. Codes of open lists are plain
text: an unknown one is a matter of mapping, not of form.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

Id = str | int
Number = Decimal | None
Text = str | None
VISIBLE = r"^[^\x00-\x1f\x7f]*$"

Tag = Literal[
    "planning",
    "planningUpdate",
    "tender",
    "tenderAmendment",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "awardCancellation",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
    "compiled",
]


class Part(msgspec.Struct, frozen=True):
    """A part of a release. What is null is as good as absent."""


class Named(Part):
    """Text in the language of the release, and beside it in the other one."""

    title: Text = None
    title_en: Text = None
    title_cy: Text = None
    description: Text = None
    description_en: Text = None
    description_cy: Text = None


class Value(Part):
    amount: Number = None
    amountGross: Number = None
    currency: Text = None


class Period(Part):
    startDate: Text = None
    endDate: Text = None
    maxExtentDate: Text = None
    durationInDays: Number = None
    durationInMonths: Number = None


class Classification(Part):
    scheme: Text = None
    id: Id | None = None
    description: Text = None


class Address(Part):
    streetAddress: Text = None
    locality: Text = None
    postalCode: Text = None
    region: Text = None
    country: Text = None
    countryName: Text = None


class Item(Part):
    classification: Classification | None = None
    additionalClassifications: list[Classification] | None = None
    deliveryAddress: Address | None = None
    deliveryAddresses: list[Address] | None = None
    relatedLot: Id | None = None


class CriterionNumber(Part):
    number: Number = None
    weight: Text = None


class Criterion(Part):
    type: Text = None
    name: Text = None
    description: Text = None
    numbers: list[CriterionNumber] | None = None


class AwardCriteria(Part):
    criteria: list[Criterion] | None = None


class Suitability(Part):
    sme: bool | None = None
    vcse: bool | None = None


class OtherRequirements(Part):
    reservedParticipation: list[str] | None = None


class Renewal(Part):
    description: Text = None


class Lot(Named, kw_only=True):
    id: Id
    value: Value | None = None
    contractPeriod: Period | None = None
    suitability: Suitability | None = None
    otherRequirements: OtherRequirements | None = None
    awardCriteria: AwardCriteria | None = None
    hasRenewal: bool | None = None
    renewal: Renewal | None = None


class LotDetails(Part):
    noLotsDivisionRationale: Text = None


class FrameworkAgreement(Part):
    type: Text = None
    isOpenFrameworkScheme: bool | None = None
    period: Period | None = None


class Techniques(Part):
    hasFrameworkAgreement: bool | None = None
    frameworkAgreement: FrameworkAgreement | None = None
    hasDynamicPurchasingSystem: bool | None = None


class SubmissionTerms(Part):
    electronicSubmissionPolicy: Text = None
    languages: list[str] | None = None


class Communication(Part):
    futureNoticeDate: Text = None


class Document(Part):
    id: Id | None = None
    documentType: Text = None
    noticeType: Text = None
    url: Text = None
    datePublished: Text = None


class Planning(Part):
    documents: list[Document] | None = None
    noEngagementNoticeRationale: Text = None


class Tender(Named):
    status: Text = None
    value: Value | None = None
    mainProcurementCategory: Text = None
    procurementMethod: Text = None
    procurementMethodDetails: Text = None
    legalBasis: Classification | None = None
    specialRegime: list[str] | None = None
    classification: Classification | None = None
    additionalClassifications: list[Classification] | None = None
    items: list[Item] | None = None
    lots: list[Lot] | None = None
    tenderPeriod: Period | None = None
    awardPeriod: Period | None = None
    contractPeriod: Period | None = None
    communication: Communication | None = None
    suitability: Suitability | None = None
    otherRequirements: OtherRequirements | None = None
    documents: list[Document] | None = None
    datePublished: Text = None
    lotDetails: LotDetails | None = None
    techniques: Techniques | None = None
    submissionMethod: list[str] | None = None
    submissionTerms: SubmissionTerms | None = None
    hasRenewal: bool | None = None
    renewal: Renewal | None = None


class Identifier(Part):
    scheme: Text = None
    id: Id | None = None


class Details(Part):
    classifications: list[Classification] | None = None


class Organization(Part):
    id: Id | None = None
    name: Text = None
    identifier: Identifier | None = None
    additionalIdentifiers: list[Identifier] | None = None
    address: Address | None = None
    roles: list[str] | None = None
    details: Details | None = None


class Award(Part):
    id: Id
    status: Text = None
    date: Text = None
    value: Value | None = None
    suppliers: list[Organization] | None = None
    relatedLots: list[Id] | None = None
    contractPeriod: Period | None = None
    documents: list[Document] | None = None


class Contract(Part):
    awardID: Id | None = None
    period: Period | None = None


class Portal(Part):
    """Our own extension, as another portal like this one writes it."""

    terms: dict[str, Any] | None = None


class Release(Part):
    ocid: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=VISIBLE)]
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=160, pattern=VISIBLE)]
    date: str
    tag: Annotated[list[Tag], msgspec.Meta(min_length=1)]
    initiationType: Literal["tender"]
    language: Text = None
    title: Text = None
    description: Text = None
    buyer: Organization | None = None
    parties: list[Organization] | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    awards: list[Award] | None = None
    contracts: list[Contract] | None = None
    portal: Portal | None = None


class Record(Part):
    """A contracting process: its releases in full or as links, and what they come to together."""

    releases: list[msgspec.Raw] | None = None
    compiledRelease: msgspec.Raw = msgspec.Raw(b"null")


class Names(Part):
    """How a release that cannot be read calls itself; a link to one has an address instead."""

    ocid: Any = None
    id: Any = None
    url: Any = None
