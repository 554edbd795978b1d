"""Opportunities in bulk, with lots, award criteria, awards, releases, change log and entries."""

import random
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Organisation
from collab_portal.demo.volume import texts, writing
from collab_portal.demo.volume.stories import Storyteller, Telling
from collab_portal.reference.councils import all_councils
from procurement import bulk, changes, listing, record
from procurement.changes import Reason
from procurement.models import Award, AwardCriterion, Lot, Opportunity, Release
from procurement.record import Publication
from procurement.snapshot import PLAIN, AwardSnapshot, LotSnapshot

ENTERED = sorted({*PLAIN, "category", "lots"} - {"reference", "ocid", "stage", "submissions_close_at"})
Story = list[Telling]


@transaction.atomic
def add_opportunities(count: int, *, chance: random.Random, now: datetime) -> None:
    """Enter so many, with all that became known of each at its time."""
    teller = Storyteller(_buyers(), chance=chance, now=now)
    stories = {number: teller.story(number) for number in writing.reserve(Opportunity, count)}
    rows = {number: _row(number, story) for number, story in stories.items()}
    writing.insert(rows.values())
    _insert_lots(stories)
    _insert_releases(rows, stories)
    _write_entries(rows, stories)


def _buyers() -> list[tuple[Organisation, str]]:
    """Public bodies with the area in which they buy; none for those that buy in all of Wales."""
    wanted = [(council.name_en, council.name_cy, council.area) for council in all_councils()]
    wanted += [(pair.en, pair.cy, "") for pair in texts.pairs("bodies")]
    there = {body.name_en: body for body in Organisation.objects.public_bodies()}
    return [(there.get(name_en) or _new_body(name_en, name_cy), area) for name_en, name_cy, area in wanted]


def _new_body(name_en: str, name_cy: str) -> Organisation:
    regime = Organisation.Regime.WALES
    return accounts.create_organisation(is_public_body=True, regime=regime, name_en=name_en, name_cy=name_cy)


def _row(number: int, story: Story) -> Opportunity:
    """The working copy: what was said last."""
    said = story[-1].said
    fields: dict[str, Any] = {name: getattr(said, name) for name in PLAIN if name != "reference"}
    for name in Opportunity.MILESTONES:
        for part in ("earliest", "latest", "confidence"):
            fields[f"{name}_{part}"] = getattr(getattr(said, name), part)
    return Opportunity(
        pk=number,
        **fields,
        buyer_id=said.buyer.id,
        category_id=said.category,
        edited_fields=ENTERED,
        version=len(story),
        published_at=story[0].at,
    )


def _insert_lots(stories: dict[int, Story]) -> None:
    """The lots, how offers for them are judged, and who won them."""
    said = {number: story[-1].said for number, story in stories.items()}
    lots = [(number, lot) for number, each in said.items() for lot in each.lots]
    pks = {(number, lot.number): pk for (number, lot), pk in zip(lots, writing.reserve(Lot, len(lots)), strict=True)}
    writing.insert(_lot(pks[number, lot.number], number, lot) for number, lot in lots)
    writing.insert(
        AwardCriterion(lot_id=pks[number, lot.number], kind=criterion.kind, weight=criterion.weight)
        for number, lot in lots
        for criterion in lot.criteria
    )
    writing.insert(
        _award(number, award, pks[number, award.lot]) for number, each in said.items() for award in each.awards
    )


def _lot(pk: int, number: int, said: LotSnapshot) -> Lot:
    fields = {name: getattr(said, name) for name in LotSnapshot.__struct_fields__ if name != "criteria"}
    return Lot(pk=pk, opportunity_id=number, **fields)


def _award(number: int, said: AwardSnapshot, lot: int) -> Award:
    return Award(
        opportunity_id=number,
        lot_id=lot,
        outcome=said.outcome,
        supplier_name=said.supplier_name,
        value_amount=said.value_amount,
        awarded_on=said.awarded_on,
    )


def _insert_releases(rows: dict[int, Opportunity], stories: dict[int, Story]) -> None:
    """The releases in the order in which they came, whatever they are about, and the change log."""
    tellings = sorted((each.at, number, place) for number, story in stories.items() for place, each in enumerate(story))
    for row in rows.values():
        row.version = 0
    for batch in writing.batches(tellings):
        told = [_publication(rows[number], stories[number], place) for _at, number, place in batch]
        releases = bulk.insert(_releases(told, [at for at, _number, _place in batch]))
        reasons = [stories[number][place].reason for _at, number, place in batch]
        writing.insert(
            record.change_of(difference, release, reason if difference.needs_reason else Reason())
            for publication, release, reason in zip(told, releases, reasons, strict=True)
            for difference in publication.differences
        )


def _releases(told: list[Publication], moments: list[datetime]) -> list[Release]:
    releases = []
    for publication, at in zip(told, moments, strict=True):
        publication.opportunity.version += 1
        releases.append(record.release_of(publication, at))
    return releases


def _publication(row: Opportunity, story: Story, place: int) -> Publication:
    before, after = story[place - 1].said if place else None, story[place].said
    return Publication(row, before, after, changes.between(before, after) if before else [])


def _write_entries(rows: dict[int, Opportunity], stories: dict[int, Story]) -> None:
    """As each opportunity was last shown, with the moment from which on it was shown so."""
    last = sorted((story[-1].at, number) for number, story in stories.items())
    for at, together in groupby(last, key=itemgetter(0)):
        listing.write_entries([(rows[number], stories[number][-1].said) for _at, number in together], at=at)
