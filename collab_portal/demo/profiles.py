"""What the enterprises of the demo world tell of themselves, and how far each can be trusted."""

from datetime import datetime, timedelta
from typing import Any

from collab_portal.accounts.models import Language, Membership, Organisation, User
from collab_portal.demo import files, logos, people
from enterprises import actions, recheck
from enterprises.models import Enterprise, Statement

STUB = {
    "source_name": "Mutuals Public Register (FCA)",
    "source_url": "https://mutuals.fca.org.uk/",
    "source_licence": "Open Government Licence v3.0",
}
SHOWS = {
    Statement.Test.TRADE: "Our accounts of the last two years: nine pounds in ten come from sales.",
    Statement.Test.REINVESTS: "Our rules: at least two thirds of any profit go into our purpose.",
    Statement.Test.INDEPENDENT: "No public body appoints anybody to our board.",
    Statement.Test.CONSTITUTED: "Our rules, and the list of our members and directors.",
}
SHOWS_STANDING = {
    "supported-employment": "Well over a third of our %(people)d staff are disabled: our staff list, as of April.",
    "community": "Our members live here, elect the board, and decide what the profit is for. We employ %(people)d.",
}
OF_ITS_ROW = ("town", "postcode", "founded_in", "turnover", "largest_contract", "people_employed", "welsh_service")


def add_profiles(
    organisations: dict[str, Organisation], parts: dict[str, User], publishers: dict[str, User], *, now: datetime
) -> None:
    """Stubs stay as a register left them; all others tell of themselves, and most were checked by a coordinator."""
    coordinators = {"nwsen": parts["coordinator"], "valleys": publishers["valleys"]}
    entries = {each["key"]: each for each in files.read("enterprises")}
    for told in files.read("profiles"):
        organisation = organisations[told["key"]]
        enterprise = Enterprise.objects.select_related("organisation").get(organisation=organisation)
        if told["state"] == "unclaimed":
            _leave_a_stub(enterprise, told)
            continue
        editor = _administrator(told, organisation, parts, at=now)
        _tell(enterprise, told, by=editor, now=now)
        logos.add_logo(enterprise, told["key"], by=editor)
        _tell_of_work(enterprise, entries[told["key"]]["categories"], told, by=editor, now=now)
        key = entries[told["key"]]["networks"][0]
        _check(enterprise, told["state"], by=editor, network=organisations[key], checker=coordinators[key], now=now)


def _leave_a_stub(enterprise: Enterprise, told: dict[str, Any]) -> None:
    """What a register says, and no more."""
    silent = dict.fromkeys(("offer_en", "offer_cy", "description_en", "description_cy", "welsh_service"), "")
    actions.list_enterprise(
        organisation=enterprise.organisation,
        at=enterprise.listed_at,
        state=Enterprise.State.UNCLAIMED,
        **STUB | silent | {name: told[name] for name in ("town", "postcode")},
    )
    if "number" in told:
        _number(enterprise, told)


def _administrator(told: dict[str, Any], organisation: Organisation, parts: dict[str, User], *, at: datetime) -> User:
    """Whoever looks after it: the entrepreneur, or somebody with whom nobody signs in."""
    if "administrator" not in told:
        return parts["entrepreneur"]
    person = people.account(f"editor.{told['key']}", told["administrator"], password=None, language=Language.ENGLISH)
    people.join(person, organisation, Membership.Role.ADMINISTRATOR, by=parts["staff"], at=at)
    return person


def _tell(enterprise: Enterprise, told: dict[str, Any], *, by: User, now: datetime) -> None:
    smallest, largest = told.get("lots", (None, None))
    together = told.get("consortium", "")
    actions.amend_profile(
        enterprise=enterprise,
        by=by,
        **{name: told[name] for name in (*OF_ITS_ROW, "safeguarding")},
        people_employed_on=now.date() - timedelta(days=60),
        smallest_lot=smallest,
        largest_lot=largest,
        would_lead_consortium=together == "lead",
        would_join_consortium=together != "",
    )
    _number(enterprise, told)
    today = now.date()
    for number, (kind, cover) in enumerate(told["insurances"].items()):
        ends = today + timedelta(days=told["insured_for"] + 30 * number)
        actions.put_insurance(enterprise=enterprise, by=by, kind=kind, cover=cover, expires_on=ends)
    for kind, days in told.get("badges", {}).items():
        ends = today + timedelta(days=days) if days else None
        actions.put_badge(enterprise=enterprise, by=by, kind=kind, expires_on=ends)
    if "standing" in told:
        evidence = SHOWS_STANDING[told["standing"]] % {"people": told["people_employed"]}
        actions.put_standing(enterprise=enterprise, by=by, on=today, kind=told["standing"], evidence=evidence)
    reference = dict(told["reference"])
    ended_in = today.year - reference.pop("years_ago")
    actions.put_reference(enterprise=enterprise, by=by, ended_in=ended_in, **reference)
    actions.put_outcome(enterprise=enterprise, by=by, **told["outcome"])


def _tell_of_work(enterprise: Enterprise, kinds: list[str], told: dict[str, Any], *, by: User, now: datetime) -> None:
    """The first kind of work may reach a distance; the others stay where the list of enterprises says."""
    room = dict(zip(kinds, told["capacity"], strict=True))
    for activity in enterprise.activities.all():
        fields: dict[str, Any] = {"capacity": room[activity.category_id]}
        if "near" in told and activity.category_id == kinds[0]:
            place, km = told["near"]
            fields |= {"reach": "distance", "place": place, "distance_km": km, "area_codes": []}
        day = now.date() - timedelta(days=len(told["key"]) * 3)
        actions.put_activity(enterprise=enterprise, by=by, on=day, activity=activity, **fields)


def _number(enterprise: Enterprise, told: dict[str, Any]) -> None:
    scheme, value = told["number"]
    actions.put_number(enterprise=enterprise, by=None, scheme=scheme, value=value)


def _check(
    enterprise: Enterprise, state: str, *, by: User, network: Organisation, checker: User, now: datetime
) -> None:
    """Claimed ones have answered the base test; most were checked some time ago, and for some that has run out."""
    stated_at = now - timedelta(days=420 if state == "lapsed" else 120)
    answers = {test: actions.Answer(is_true=True, evidence=evidence) for test, evidence in SHOWS.items()}
    actions.answer_base_test(enterprise=enterprise, answers=answers, by=by, at=stated_at)
    if state == "claimed":
        return
    at = stated_at + timedelta(days=10)
    actions.verify(
        enterprise=enterprise,
        network=network,
        by=checker,
        at=at,
        checked=Statement.Test.values,
        as_of=at,
        recheck_on=recheck.usual(at.date()),
    )
    if state == "lapsed":
        actions.lapse(enterprise=enterprise, at=now)
