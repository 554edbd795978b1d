"""The opportunities of the demo world, each taken through its stages on the days its file says."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from collab_portal.demo import files
from collab_portal.reference.models import Category
from procurement import actions
from procurement.changes import Reason
from procurement.models import Opportunity

WINDOWS = ("tender_start", "tender_close", "award", "contract_start")
AS_IT_IS = (
    *("title_en", "title_cy", "description_en", "description_cy", "main_category", "value_band", "contract_months"),
    *("extension_months", "procedure", "light_touch", "contact_name", "contact_email"),
)


class Pipeline:
    """Adds opportunities as the publisher of each body would have, on their days before `now`."""

    def __init__(self, bodies: dict[str, Organisation], publishers: dict[str, User], *, now: datetime):
        self.bodies, self.publishers, self.now = bodies, publishers, now
        self.categories = {each.slug: each for each in Category.objects.all()}

    def add_all(self) -> None:
        """The older ones first, as they came."""
        entries = files.read("opportunities")
        for entry in sorted(entries, key=lambda entry: -entry.get("published", 0)):
            self.add(entry)

    def add(self, entry: dict[str, Any]) -> Opportunity:
        by = self.publishers[entry["buyer"]]
        opportunity = actions.start_draft(buyer=self.bodies[entry["buyer"]], by=by, **self._fields(entry))
        for number, lot in enumerate(entry.get("lots", [{}]), start=1):
            self._lot(opportunity, number, lot, by)
        for url in entry.get("notices", []):
            actions.link_notice(opportunity=opportunity, by=by, url=url)
        if entry["stage"] != "draft":
            self._publish(opportunity, entry, by)
        return opportunity

    def _fields(self, entry: dict[str, Any]) -> dict[str, Any]:
        fields = {name: entry[name] for name in AS_IT_IS if name in entry}
        fields["category"] = self.categories[entry["category"]]
        fields["cpv_codes"], fields["area_codes"] = entry.get("cpv", []), entry["areas"]
        fields["joint_buyers"] = [self.bodies[key] for key in entry.get("joint_buyers", [])]
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
        published = self._ago(entry["published"])
        actions.publish(opportunity=opportunity, by=by, at=published)
        for slip in entry.get("slips", []):
            self._slip(opportunity, slip, by)
        stage = entry["stage"]
        if stage in ("tendering", "awarded", "cancelled"):
            self._open(opportunity, entry, by)
        if stage == "awarded":
            awards = [self._award(award) for award in entry["awards"]]
            actions.award(opportunity=opportunity, by=by, at=self._ago(entry["ended"]), awards=awards)
        elif stage in ("withdrawn", "cancelled"):
            step = actions.withdraw if stage == "withdrawn" else actions.cancel
            reason = Reason(en=entry["reason_en"], cy=entry["reason_cy"])
            step(opportunity=opportunity, by=by, at=self._ago(entry["ended"]), reason=reason)

    def _slip(self, opportunity: Opportunity, slip: dict[str, Any], by: User) -> None:
        opportunity.refresh_from_db()
        name, later = slip["date"], timedelta(days=slip["days"])
        moved = {end: getattr(opportunity, f"{name}_{end}") + later for end in ("earliest", "latest")}
        actions.amend(opportunity=opportunity, by=by, **{f"{name}_{end}": day for end, day in moved.items()})
        reasons = {name: Reason(en=slip["reason_en"], cy=slip["reason_cy"])}
        actions.publish_changes(opportunity=opportunity, by=by, at=self._ago(slip["ago"]), reasons=reasons)

    def _open(self, opportunity: Opportunity, entry: dict[str, Any], by: User) -> None:
        closes_at = timezone.make_aware(datetime.combine(self._day(entry["closes"]), time(12)))
        at = self._ago(entry["opened"])
        actions.open_tender(opportunity=opportunity, by=by, at=at, submissions_close_at=closes_at)

    def _award(self, award: dict[str, Any]) -> dict[str, Any]:
        fields = {"supplier_name": award["supplier"], "awarded_on": self._ago(award["ago"]).date()}
        if "value_amount" in award:
            fields["value_amount"] = Decimal(award["value_amount"])
        return fields

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _day(self, days_ahead: int):
        return (timezone.localtime(self.now) + timedelta(days=days_ahead)).date()
