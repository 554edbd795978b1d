"""Plausible things for tests, made by the same actions as the pages use: a test states only what matters to it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.files import documents, images
from collab_portal.reference.actions import load_reference_data
from collab_portal.reference.models import Category
from enterprises import actions as directory
from enterprises.actions import leaving, pack
from enterprises.models import Enterprise, Event, RemovalRequest, Statement
from procurement import actions
from procurement.changes import Reason
from procurement.models import Opportunity, PipelineEntry, Release
from socialvalue.practice.models import CaseStudy
from tests.files import samples

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
PASSWORD = "correct horse battery staple"
REASON = Reason(en="The budget was agreed later than expected.", cy="Cytunwyd ar y gyllideb yn hwyrach na’r disgwyl.")

_numbers = count(1)


def user(*, role: str = "", of: Organisation | None = None, email: str = "", **fields) -> User:
    """A person who can sign in; with `of` a member of that organisation, in that role, acting for it."""
    email = email or f"person-{next(_numbers)}@example.org"
    person = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if of is not None:
        Membership.objects.create(user=person, organisation=of, role=role or Membership.Role.VIEWER)
        accounts.switch(user=person, organisation=of)
    return person


def organisation(*, name_en: str = "", **fields) -> Organisation:
    """A public body of Wales, unless said otherwise: `organisation(is_network=True)`."""
    kinds = ("is_public_body", "is_enterprise", "is_network", "is_support_agency")
    if not any(fields.get(kind) for kind in kinds):
        fields |= {"is_public_body": True, "regime": fields.get("regime", Organisation.Regime.WALES)}
    return accounts.create_organisation(name_en=name_en or f"Council {next(_numbers)}", **fields)


def reference_data() -> None:
    """Categories, areas, CPV divisions and thresholds, as a new portal has them."""
    if not Category.objects.exists():
        load_reference_data()


def category(slug: str = "catering-and-food") -> Category:
    """One of the categories that ship with the portal."""
    reference_data()
    return Category.objects.get(slug=slug)


def opportunity(*, stage: str = "planned", buyer=None, by=None, at: datetime = NOW, lots=(), **fields) -> Opportunity:
    """An opportunity that has come as far as `stage`, step by step. `lots` are the fields of its lots.

    `by` is left to a publisher of the buyer, made for this. Pass `notices=[url]` for links to statutory notices.
    """
    buyer = buyer or organisation()
    by = by or user(role=Membership.Role.PUBLISHER, of=buyer)
    notices = fields.pop("notices", [])
    closes_at = fields.pop("submissions_close_at", at + timedelta(days=40))
    made = actions.start_draft(buyer=buyer, by=by, **(_plausible(fields) | fields))
    for number, lot in enumerate(lots, start=1):
        existing = made.lots.filter(number=number).first()
        actions.amend_lot(opportunity=made, by=by, lot=existing, **lot)
    for url in notices:
        actions.link_notice(opportunity=made, by=by, url=url)
    _advance(made, stage, by=by, at=at, closes_at=closes_at)
    made.refresh_from_db()
    return made


def entry(**fields) -> PipelineEntry:
    """The public listing of a new opportunity."""
    return PipelineEntry.objects.get(opportunity=opportunity(**fields))


def enterprise(*, name_en: str = "Cegin Werdd CIC", **fields) -> Enterprise:
    """A social enterprise in the public directory."""
    reference_data()
    plausible = {
        "offer_en": "Fresh meals for schools and care homes",
        "offer_cy": "Prydau ffres i ysgolion a chartrefi gofal",
        "categories": [category()],
        "area_codes": ["W06000002"],
    }
    listed = organisation(name_en=name_en, name_cy=fields.pop("name_cy", ""), is_enterprise=True)
    return directory.list_enterprise(organisation=listed, at=NOW, **(plausible | fields))


def network(*, name_en: str = "", members=(), **fields) -> Organisation:
    """A network of organisations, with what it says of itself."""
    made = organisation(name_en=name_en or f"Network {next(_numbers)}", is_network=True, mailbox="network@example.org")
    plausible = {
        "about_en": "Social enterprises of the valleys, and those who buy from them.",
        "about_cy": "Mentrau cymdeithasol y cymoedd, a’r rhai sy’n prynu ganddynt.",
        "area_codes": ["W06000002"],
    }
    directory.describe_network(network=made, **(plausible | fields))
    for member in members:
        directory.join_network(network=made, member=member, at=NOW)
    return made


def event(*, host: Organisation | None = None, is_published: bool = True, at: datetime = NOW, **fields) -> Event:
    """A public event of a network, three weeks away, unless said otherwise."""
    starts_at = fields.pop("starts_at", at + timedelta(days=21))
    plausible = {
        "kind": Event.Kind.MEET_THE_BUYER,
        "title_en": "Meet the council’s buyers",
        "title_cy": "Cwrdd â phrynwyr y cyngor",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "closes_at": starts_at - timedelta(days=1),
        "place": "Town Hall, Mold",
        "online_url": "https://meet.example.org/secret-room",
        "spoken": Event.Spoken.BOTH,
    }
    host = host or network()
    by = user(role=Membership.Role.PUBLISHER, of=host)
    made = directory.draft_event(host=host, by=by, at=at, **(plausible | fields))
    if is_published:
        directory.publish_event(event=made, by=by, at=at)
    return made


def proven(made: Enterprise, *, by: User | None = None, at: datetime = NOW, tests=Statement.Test.values) -> Enterprise:
    """A claimed enterprise after one of its editors answered the base test with yes, and showed it."""
    by = by or user(role=Membership.Role.ADMINISTRATOR, of=made.organisation)
    answers = {test: directory.Answer(True, "Our accounts, page 3", "https://example.org/accounts") for test in tests}
    directory.answer_base_test(enterprise=made, answers=answers, by=by, at=at)
    made.refresh_from_db()
    return made


def verified(made: Enterprise | None = None, *, network=None, by=None, at: datetime = NOW, **check) -> Enterprise:
    """An enterprise that a coordinator checked; `check` says otherwise: `recheck_on=…`, `note=…`."""
    made = made or enterprise(state=Enterprise.State.CLAIMED)
    network = network or organisation(name_en=f"Network {next(_numbers)}", is_network=True)
    directory.join_network(network=network, member=made.organisation)
    by = by or user(role=Membership.Role.PUBLISHER, of=network, name="Nia Prys")
    if not made.statements.exists():
        proven(made, at=at)
    check = {"recheck_on": at.date() + timedelta(days=365), "checked": Statement.Test.values, "as_of": at} | check
    directory.verify(enterprise=made, network=network, by=by, at=at, **check)
    made.refresh_from_db()
    return made


def case_study(*, lead: Organisation | None = None, **fields) -> CaseStudy:
    """A published case study, in both languages unless said otherwise."""
    from tests.practice import studies

    fields.setdefault("one_language_because", "Nobody has translated it yet.")
    return studies.published(owner=lead or organisation(), **fields)


def belongings(of: Organisation, *, by: User) -> dict:
    """The organisation in the directory, with a picture, a document in its pack, and a body that may read it."""
    listed = directory.list_enterprise(organisation=of, at=NOW, state="claimed")
    picture = images.check(SimpleUploadedFile("yard.png", samples.picture()))
    document = documents.check(SimpleUploadedFile("policy.pdf", samples.PDF))
    own = {"enterprise": listed, "by": by}
    return {
        "picture": pack.add_picture(**own, picture=picture, alt_en="Our yard", alt_cy="Ein hiard"),
        "document": pack.add_document(**own, document=document, kind="equality", title="Equality policy"),
        "grant": pack.grant_pack(**own, organisation=organisation(), until=None, at=NOW),
    }


def removal(stub: Enterprise) -> RemovalRequest:
    """Somebody asked that a stub be taken out, and confirmed it."""
    asked = {"email": "mair@example.org", "language": "en", "relation": "Director", "reason": ""}
    made = leaving.ask_removal(enterprise=stub, at=NOW, **asked)
    leaving.confirm_removal(removal=made, at=NOW)
    return made


def changed(made: Opportunity, *, by=None, at: datetime = NOW + timedelta(days=7), reason=REASON, **fields) -> Release:
    """The opportunity after its officer changed some fields and published that; every slip is given the reason."""
    by = by or user(role=Membership.Role.PUBLISHER, of=made.buyer)
    actions.amend(opportunity=made, by=by, **fields)
    reasons = dict.fromkeys((*Opportunity.MILESTONES, "submissions_close_at"), reason)
    return actions.publish_changes(opportunity=made, by=by, at=at, reasons=reasons)


def window(name: str, earliest: date, latest: date | None = None, confidence: str = "likely") -> dict:
    """The three fields of a date window: `opportunity(**window("award", date(2027, 5, 1)))`."""
    return {f"{name}_earliest": earliest, f"{name}_latest": latest or earliest, f"{name}_confidence": confidence}


def _plausible(given: dict) -> dict:
    fields = {
        "title_en": "Lunch clubs for older people",
        "title_cy": "Clybiau cinio i bobl hŷn",
        "description_en": "A hot meal and good company, three days a week, in village halls across the county.",
        "description_cy": "Pryd poeth a chwmni da, dridiau’r wythnos, mewn neuaddau pentref ledled y sir.",
        "category": given.get("category") or category(),
        "cpv_codes": ["55320000"],
        "area_codes": ["W06000002"],
        "contract_months": 36,
        "procedure": Opportunity.Procedure.OPEN,
        "light_touch": False,
        "contact_email": "caffael@example.org",
        **window("tender_start", date(2027, 3, 1), date(2027, 4, 30)),
        **window("contract_start", date(2027, 9, 1), date(2027, 9, 30), "idea"),
    }
    if not {"value_amount", "value_gross", "value_band"} & given.keys():
        fields["value_amount"] = Decimal(120_000)
    return fields


def _advance(made: Opportunity, stage: str, *, by: User, at: datetime, closes_at: datetime) -> None:
    step = {"opportunity": made, "by": by, "at": at}
    if stage == "draft":
        return
    actions.publish(**step)
    if stage in ("tendering", "awarded", "cancelled"):
        actions.open_tender(**step, submissions_close_at=closes_at)
    if stage == "awarded":
        supplier = {"supplier_name": "Cegin y Bobl CIC", "value_amount": made.value_amount, "awarded_on": at.date()}
        actions.award(**step, awards=[supplier])
    elif stage == "withdrawn":
        actions.withdraw(**step, reason=REASON)
    elif stage == "cancelled":
        actions.cancel(**step, reason=REASON)
