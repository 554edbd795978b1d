"""The case studies of the demo world: made up, marked as examples, and brought over the desk like any other."""

from datetime import datetime, timedelta
from typing import Any

from collab_portal.accounts.models import Organisation, User
from collab_portal.demo import files
from collab_portal.demo.people import People, address
from collab_portal.reference.models import WellbeingGoal
from collab_portal.text.paired import LANGUAGES
from procurement.actions import share_redesign
from procurement.models import Opportunity, Redesign
from socialvalue.practice import actions, content, gates
from socialvalue.practice.content import TEXTS, Measured
from socialvalue.practice.models import CaseStudy, Consent

KINDS = ("study-submitted", "study-published", "fact-check", "fact-check-answer")  # of mails on the way
NO_TRANSLATION = "Made up to show how a study in one language looks."


def add_case_studies(
    organisations: dict[str, Organisation], cast: People, *, contracts: dict[str, Opportunity], now: datetime
) -> None:
    """`contracts` are opportunities by their key in the files: a study may tell how one of them was designed anew."""
    goals = {each.code: each for each in WellbeingGoal.objects.all()}
    authors = cast.publishers | {"nwsen": cast.parts["coordinator"]}
    for entry in files.read("case_studies"):
        lead = organisations[entry["lead"]]
        study = actions.start_study(
            owner=lead,
            by=authors[entry["lead"]],
            at=now - timedelta(days=entry["published"] + 20),
            slug=entry["slug"],
            goals=[goals[code] for code in entry["goals"]],
            partners=[organisations[key] for key in entry.get("partners", [])],
            redesigns=_redesigns(entry, contracts, by=authors[entry["lead"]], at=now),
            is_example=True,
            **_told(entry),
        )
        publisher = cast.publishers["valleys"] if entry["lead"] == "nwsen" else cast.parts["coordinator"]
        _bring_out(
            study, author=authors[entry["lead"]], publisher=publisher, at=now - timedelta(days=entry["published"])
        )
    _wait_on_the_desk(organisations["cegin-alun"], cast.parts["entrepreneur"], at=now - timedelta(days=2))


def _redesigns(entry: dict[str, Any], contracts: dict[str, Opportunity], *, by: User, at: datetime) -> list[Redesign]:
    """The contract designed anew that it tells of, if there is one."""
    if "redesign" not in entry:
        return []
    texts = dict(entry["redesign"])
    contract, checks = contracts[texts.pop("contract")], texts.pop("checks")
    return [share_redesign(opportunity=contract, by=by, at=at, checks=checks, **texts)]


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    names = [f"{part}_{language}" for part in TEXTS for language in LANGUAGES]
    texts = {name: entry[name].strip() for name in names if name in entry}
    is_whole = all((f"{part}_en" in texts) == (f"{part}_cy" in texts) for part in TEXTS)
    return texts | {
        "original_language": entry["original_language"],
        "one_language_because": "" if is_whole else NO_TRANSLATION,
        "steps": entry["steps"],
        "duties": entry.get("duties", []),
        "category_id": entry["category"],
        "area_codes": entry["areas"],
        "route": entry["route"],
        "value_band": entry.get("value", ""),
        "evidence_level": entry["evidence"],
        "status": entry.get("status", "live"),
        "staff_days": entry.get("staff_days"),
        "cost_amount": entry.get("cost"),
        "measures": content.rows(Measured(**each) for each in entry.get("measures", [])),
    }


def _bring_out(study: CaseStudy, *, author: User, publisher: User, at: datetime) -> None:
    """Sent in, agreed to, its facts confirmed, published: by two people, as always."""
    actions.submit(study=study, by=author, at=at - timedelta(days=15))
    actions.take(study=study, by=publisher, at=at - timedelta(days=14))
    for organisation in (study.lead, *study.partners.all()):
        asked = at - timedelta(days=14)
        named = actions.name_party(
            study=study, organisation=organisation, scope=[Consent.Scope.NAMED], by=publisher, at=asked
        )
        actions.give_consent(consent=named, given_by="Director", given_on=asked.date(), by=publisher)
    for side in gates.sides(content.of(study)):
        email = address(f"facts.{study.lead.slug}"[:40])
        asked = at - timedelta(days=10)
        check = actions.ask_fact_check(study=study, side=side, email=email, language="en", by=publisher, at=asked)
        actions.answer_fact_check(check=check, answer="confirmed", name="Example", role="Officer", at=asked)
    actions.set_review_date(
        study=study, review_on=(at + timedelta(days=450)).date(), by=publisher, at=at - timedelta(days=1)
    )
    actions.publish(study=study, by=publisher, at=at)


def _wait_on_the_desk(owner: Organisation, author: User, *, at: datetime) -> None:
    """Five answers that came in the other day."""
    answers = {
        "title_en": "Soup that pays its way",
        "challenge_en": "Meetings at the council ordered sandwiches from a chain, because nobody knew that we cook.",
        "solution_en": "We asked to bring soup to one meeting, free. Then to ten, paid.",
        "result_en": "Forty meetings a year, and two people with a job they did not have before.",
        "lessons_en": "Ask for one small order. A catalogue would have been thrown away.",
    }
    study = actions.start_study(owner=owner, by=author, at=at, is_short=True, is_example=True, **answers)
    actions.submit(study=study, by=author, at=at)
