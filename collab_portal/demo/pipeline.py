"""The opportunities of the demo world, each taken through its stages on the days its file says."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from collab_portal.demo import files
from collab_portal.reference import actions as reference
from collab_portal.reference.models import Category
from procurement import actions
from procurement.changes import Reason
from procurement.models import Lot, Opportunity

WINDOWS = ("tender_start", "tender_close", "award", "contract_start")
AS_IT_IS = (
    *("title_en", "title_cy", "main_category", "procedure"),
    *("value_band", "contract_months", "extension_months"),
)
OFFICE_HOURS = time(10, 15)
NOON = time(12)


class Pipeline:
    """Adds opportunities as the publisher of each body would have, on their days before `now`.

    `organisations` are the bodies and enterprises, and `publishers` those who act for the bodies, by their keys.
    """

    def __init__(self, organisations: dict[str, Organisation], publishers: dict[str, User], *, now: datetime):
        self.organisations, self.publishers, self.now = organisations, publishers, now
        self.categories = {each.slug: each for each in Category.objects.all()}
        self.entries = sorted(files.read("opportunities"), key=lambda entry: -entry.get("published", 0))
        self.by_key: dict[str, Opportunity] = {}
        reference.learn_cpv_codes(found={code: label for each in self.entries for code, label in each["cpv"].items()})

    def add_history(self) -> None:
        """All that was there before today, the older ones first, as they came; and the drafts."""
        for entry in self.entries:
            if not _is_news(entry):
                self._add(entry)

    def add_news(self) -> None:
        """What is published today, after somebody is there to hear of it."""
        for entry in self.entries:
            if _is_news(entry):
                self._add(entry)
            for slip in entry.get("slips", []):
                if not slip["ago"]:
                    self._slip(self.by_key[entry["key"]], slip, self.publishers[entry["buyer"]])

    def _add(self, entry: dict[str, Any]) -> None:
        by = self.publishers[entry["buyer"]]
        opportunity = actions.start_draft(buyer=self.organisations[entry["buyer"]], by=by, **self._fields(entry))
        if "key" in entry:
            self.by_key[entry["key"]] = opportunity
        for number, lot in enumerate(entry.get("lots", [{}]), start=1):
            self._lot(opportunity, number, lot, by)
        for url in entry.get("notices", []):
            actions.link_notice(opportunity=opportunity, by=by, url=url)
        if entry["stage"] != "draft":
            self._publish(opportunity, entry, by)

    def _fields(self, entry: dict[str, Any]) -> dict[str, Any]:
        fields = {name: entry[name] for name in AS_IT_IS if name in entry}
        fields |= {f"description_{each}": entry.get(f"description_{each}", "").strip() for each in ("en", "cy")}
        if entry["stage"] != "draft":
            fields["light_touch"] = entry.get("light_touch", False)
        fields |= _terms(entry)
        fields["category"] = self.categories[entry["category"]]
        fields["cpv_codes"], fields["area_codes"] = list(entry["cpv"]), entry["areas"]
        fields["joint_buyers"] = [self.organisations[key] for key in entry.get("joint_buyers", [])]
        fields["contact_name"] = entry.get("contact_name", "Procurement team")
        fields["contact_email"] = f"procurement@{entry['buyer']}.{settings.DEMO_DOMAIN}"
        fields["follows"] = self.by_key[entry["follows"]] if "follows" in entry else None
        for name in ("value_amount", "value_gross"):
            if name in entry:
                fields[name] = Decimal(entry[name])
        for name in WINDOWS:
            if name in entry:
                earliest, latest, confidence = entry[name]
                fields[f"{name}_earliest"] = self._day(earliest)
                fields[f"{name}_latest"] = self._day(latest)
                fields[f"{name}_confidence"] = confidence
        return fields

    def _lot(self, opportunity: Opportunity, number: int, lot: dict[str, Any], by: User) -> None:
        fields = {name: value for name, value in lot.items() if name not in ("criteria", "value_amount")}
        if "value_amount" in lot:
            fields["value_amount"] = Decimal(lot["value_amount"])
        criteria = [{"kind": kind, "weight": Decimal(weight)} for kind, weight in lot.get("criteria", [])]
        first = opportunity.lots.filter(number=number).first()
        actions.amend_lot(opportunity=opportunity, by=by, lot=first, criteria=criteria, **fields)

    def _publish(self, opportunity: Opportunity, entry: dict[str, Any], by: User) -> None:
        actions.publish(opportunity=opportunity, by=by, at=self._ago(entry["published"]))
        for slip in entry.get("slips", []):
            if slip["ago"]:
                self._slip(opportunity, slip, by)
        stage = entry["stage"]
        if stage in ("tendering", "awarded", "cancelled"):
            self._open(opportunity, entry, by)
        if stage == "awarded":
            awards = [self._award(opportunity, award) for award in entry["awards"]]
            actions.award(opportunity=opportunity, by=by, at=self._ago(entry["ended"]), awards=awards)
        elif stage in ("withdrawn", "cancelled"):
            step = actions.withdraw if stage == "withdrawn" else actions.cancel
            step(opportunity=opportunity, by=by, at=self._ago(entry["ended"]), reason=_reason(entry))

    def _slip(self, opportunity: Opportunity, slip: dict[str, Any], by: User) -> None:
        opportunity.refresh_from_db()
        name, later = slip["date"], timedelta(days=slip["days"])
        moved = {end: getattr(opportunity, f"{name}_{end}") + later for end in ("earliest", "latest")}
        actions.amend(opportunity=opportunity, by=by, **{f"{name}_{end}": day for end, day in moved.items()})
        reasons = {name: _reason(slip)}
        actions.publish_changes(opportunity=opportunity, by=by, at=self._ago(slip["ago"]), reasons=reasons)

    def _open(self, opportunity: Opportunity, entry: dict[str, Any], by: User) -> None:
        step = {"opportunity": opportunity, "by": by}
        closes_at = self._noon(entry["closes"])
        actions.open_tender(**step, at=self._ago(entry["opened"]), submissions_close_at=closes_at)
        if more := entry.get("extended"):
            closes_at = self._noon(entry["closes"] + more["days"])
            actions.extend_deadline(
                **step, at=self._ago(more["ago"]), submissions_close_at=closes_at, reason=_reason(more)
            )

    def _award(self, opportunity: Opportunity, award: dict[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {"awarded_on": self._ago(award["ago"]).date()}
        if "outcome" in award:
            fields["outcome"] = award["outcome"]
        if "supplier" in award:
            supplier = self.organisations[award["supplier"]]
            fields |= {"supplier": supplier, "supplier_name": supplier.name_en}
        if "lot" in award:
            fields["lot"] = Lot.objects.get(opportunity=opportunity, number=award["lot"])
        if "value_amount" in award:
            fields["value_amount"] = Decimal(award["value_amount"])
        return fields

    def _ago(self, days: int) -> datetime:
        """Today is now; on any other day it was a morning in the office."""
        return self._moment(-days, OFFICE_HOURS) if days else self.now

    def _noon(self, days_ahead: int) -> datetime:
        return self._moment(days_ahead, NOON)

    def _moment(self, days_ahead: int, hour: time) -> datetime:
        return timezone.make_aware(datetime.combine(self._day(days_ahead), hour)).astimezone(UTC)

    def _day(self, days_ahead: int) -> date:
        return timezone.localdate(self.now) + timedelta(days=days_ahead)


def _terms(entry: dict[str, Any]) -> dict[str, Any]:
    """What the contract asks and says. Amounts stand as text in the file, as everywhere."""
    amounts = ("insurance_level", "turnover_required")
    return {name: Decimal(value) if name in amounts else value for name, value in entry.get("terms", {}).items()}


def _is_news(entry: dict[str, Any]) -> bool:
    return entry.get("published") == 0


def _reason(entry: dict[str, Any]) -> Reason:
    return Reason(en=entry["reason_en"], cy=entry["reason_cy"])
