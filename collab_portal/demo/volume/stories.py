"""What might happen to an opportunity from its publication until now, told release by release."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from msgspec.structs import replace

from collab_portal.accounts.models import Organisation
from collab_portal.demo.volume import texts
from procurement.changes import Reason
from procurement.models import Award, Confidence, Opportunity, Reserved, Stage, ValueBand
from procurement.snapshot import AwardSnapshot, Body, Criterion, LotSnapshot, Snapshot, Window

OLDEST = 900  # days
NO_REASON = Reason()
PUBLISHED, SLIPPED, OPENED, ENDED, DEADLINE = time(10, 15), time(11, 30), time(14), time(16), time(12)
CRITERIA = (("quality", 60), ("price", 40)), (("quality", 50), ("price", 35), ("social-value", 15)), (("price", 100),)


@dataclass(frozen=True)
class Telling:
    """One release to be written: what was said, when, and why if that must be said."""

    said: Snapshot
    at: datetime
    reason: Reason = NO_REASON


class Storyteller:
    """Tells stories by chance; the same seed tells the same ones."""

    def __init__(self, buyers: Sequence[tuple[Organisation, str]], *, chance: random.Random, now: datetime):
        self.chance, self.now, self.today = chance, now, timezone.localdate(now)
        self.bodies = [(_body(organisation), area) for organisation, area in buyers]

    def story(self, number: int) -> list[Telling]:
        """Of the opportunity that has this number. The first telling publishes it."""
        days_ago = int(OLDEST * self.chance.random() ** 2)
        published = self._weekday(self.today - timedelta(days=days_ago))
        told = [Telling(self._planned(number, published), _moment(published, PUBLISHED))]
        told += self._later(told[0])
        return [each for each in told if each.at <= self.now] or [Telling(told[0].said, self.now)]

    # ------------------------------------------------------------------------------------------- what happens

    def _later(self, first: Telling) -> Iterator[Telling]:
        said, day = first.said, timezone.localdate(first.at)
        if self.chance.random() < 0.2:
            day = self._between(day + timedelta(days=1), said.tender_start.earliest)
            said = replace(said, tender_start=_moved(said.tender_start, self.chance.randint(14, 120)))
            yield Telling(said, _moment(day, SLIPPED), self._reason())
        fate = self.chance.random()
        if fate < 0.05:
            day = self._between(day + timedelta(days=1), said.tender_start.latest)
            yield Telling(replace(said, stage=Stage.WITHDRAWN), _moment(day, ENDED), self._reason())
        elif fate > 0.12:  # the rest stays a plan that nobody looked after
            day = self._between(max(day + timedelta(days=1), said.tender_start.earliest), said.tender_start.latest)
            yield from self._tender(said, day)

    def _tender(self, said: Snapshot, day: date) -> Iterator[Telling]:
        closes = self._weekday(day + timedelta(days=self.chance.randint(21, 50)))
        said = replace(said, stage=Stage.TENDERING, submissions_close_at=_moment(closes, DEADLINE))
        yield Telling(said, _moment(day, OPENED))
        ended = self._weekday(closes + timedelta(days=self.chance.randint(15, 70)))
        if self.chance.random() < 0.1:
            yield Telling(replace(said, stage=Stage.CANCELLED), _moment(ended, ENDED), self._reason())
        else:
            awards = [self._award(said, lot, ended) for lot in said.lots]
            yield Telling(replace(said, stage=Stage.AWARDED, awards=awards), _moment(ended, ENDED))

    def _award(self, said: Snapshot, lot: LotSnapshot, day: date) -> AwardSnapshot:
        if self.chance.random() < 0.06:
            return AwardSnapshot(outcome=Award.Outcome.NOT_AWARDED, lot=lot.number, awarded_on=day)
        value = lot.value_amount or said.value_amount
        return AwardSnapshot(
            outcome=Award.Outcome.AWARDED,
            lot=lot.number,
            supplier_name=texts.enterprise_name(self.chance),
            value_amount=value and _pounds(float(value) * self.chance.uniform(0.8, 1)),
            awarded_on=day,
        )

    # ------------------------------------------------------------------------------------------ what is planned

    def _planned(self, number: int, published: date) -> Snapshot:
        body, area = self.chance.choice(self.bodies)
        subject = self.chance.choice(texts.known("subjects"))
        reference = f"CP-{number:04}"
        start = published + timedelta(days=30 + int(400 * self.chance.random() ** 1.5))
        months = self.chance.choice((12, 24, 24, 36, 36, 48))
        value = self._value()
        return Snapshot(
            reference=reference,
            ocid=f"{settings.OCID_PREFIX}-{reference}",
            stage=Stage.PLANNED,
            buyer=body,
            **self._texts(subject, area),
            main_category=subject.get("main", "services"),
            category=subject["category"],
            cpv_codes=[subject["cpv"]],
            **value,
            tender_start=self._window(start, self.chance.randint(14, 90)),
            contract_start=self._window(start + timedelta(days=self.chance.randint(100, 240)), 30),
            contract_months=months,
            extension_months=self.chance.choice((None, 12, 24)),
            procedure=self._procedure(value),
            regime=Organisation.Regime.WALES,
            light_touch=subject.get("light_touch", False),
            contact_name="Procurement team",
            contact_email=f"procurement@{body.slug[:40]}.volume.example",
            lots=self._lots(value.get("value_amount")),
        )

    def _texts(self, subject: dict[str, Any], area: str) -> dict[str, Any]:
        """Most in both languages, some in one. A body without an area of its own works anywhere."""
        place = self.chance.choice([each for each in texts.known("places") if area in ("", each["area"])])
        described = texts.description(self.chance)
        said: dict[str, Any] = {"area_codes": [place["area"]]}
        language = self.chance.random()
        if language < 0.9:
            said |= {"title_en": f"{subject['en']} {place['en']}", "description_en": described.en}
        if language < 0.7 or language > 0.9:
            said |= {"title_cy": f"{subject['cy']} {place['cy']}", "description_cy": described.cy}
        if self.chance.random() < 0.06:
            said["area_codes"] = ["WALES"]
        return said

    def _value(self) -> dict[str, Any]:
        pounds = _pounds(min(self.chance.lognormvariate(11.3, 1.3), 20_000_000))
        if self.chance.random() < 0.3:
            return {"value_band": next(band.value for band in reversed(ValueBand) if band.limits[0] <= pounds)}
        with_vat = {"value_gross": pounds * Decimal("1.2")} if self.chance.random() < 0.3 else {}
        return {"value_amount": pounds, **with_vat}

    def _lots(self, whole: Decimal | None) -> list[LotSnapshot]:
        count = self.chance.choices((1, 2, 3, 4, 5), (62, 18, 11, 5, 4))[0]
        suits = self.chance.choices((True, False, None), (45, 15, 40))[0]
        criteria = self.chance.choice(CRITERIA) if self.chance.random() < 0.4 else ()
        return [
            LotSnapshot(
                number=number,
                title_en=texts.pairs("lots")[number - 1].en if count > 1 else "",
                title_cy=texts.pairs("lots")[number - 1].cy if count > 1 else "",
                value_amount=_pounds(float(whole) / count) if whole and count > 1 else None,
                sme_suitable=suits,
                vcse_suitable=suits,
                reserved=Reserved.SUPPORTED_EMPLOYMENT if self.chance.random() < 0.02 else Reserved.NONE,
                criteria=[Criterion(kind=kind, weight=Decimal(weight)) for kind, weight in criteria],
            )
            for number in range(1, count + 1)
        ]

    def _procedure(self, value: dict[str, Any]) -> str:
        if value.get("value_amount", 100_000) < 100_000:
            return Opportunity.Procedure.QUOTATION
        return self.chance.choice((Opportunity.Procedure.OPEN, Opportunity.Procedure.FLEXIBLE))

    def _reason(self) -> Reason:
        return Reason(*self.chance.choice(texts.pairs("reasons")))

    # ---------------------------------------------------------------------------------------------------- days

    def _window(self, start: date, days: int) -> Window:
        return Window(start, start + timedelta(days=days), self.chance.choice(Confidence.values))

    def _between(self, first: date, last: date) -> date:
        return self._weekday(first + timedelta(days=self.chance.randint(0, max(0, (last - first).days))))

    def _weekday(self, day: date) -> date:
        return day + timedelta(days=max(0, 7 - day.isoweekday() + 1) if day.isoweekday() > 5 else 0)


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour)).astimezone(UTC)


def _moved(window: Window, days: int) -> Window:
    later = timedelta(days=days)
    return replace(window, earliest=window.earliest + later, latest=window.latest + later)


def _pounds(amount: float) -> Decimal:
    """As budgets are written: to the hundred."""
    return Decimal(max(5_000, round(amount, -2))).quantize(Decimal("0.01"))


def _body(organisation: Organisation) -> Body:
    return Body(id=organisation.pk, slug=organisation.slug, name_en=organisation.name_en, name_cy=organisation.name_cy)
