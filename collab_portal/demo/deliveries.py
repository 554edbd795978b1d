"""A contract of the demo world from its criteria to its second quarter, with offers, a panel and a result."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.demo import files, people
from collab_portal.files import documents
from collab_portal.reference.models import Category
from procurement import actions as pipeline
from socialvalue import judging, sealing
from socialvalue.actions import awarding, deliveries, offers, panel, statutory
from socialvalue.actions import criteria as preparing
from socialvalue.actions.panel import Given
from socialvalue.models import Criteria, Delivery, Measure, Offer, PanelMember, Promise, Report
from socialvalue.offering import Content, Said

KINDS = ("panel-asked", "panel-locked", "delivery-news")  # letters that nobody shall get about the past
PUBLISHED, OPENED, CLOSED, JUDGED, AWARDED, BEGUN = 330, 300, 270, 255, 245, 215  # days ago
OFFICE_HOURS, NOON = time(10, 15), time(12)
Role = PanelMember.Role


class Exercise:
    """One tender of `buyer`, step by step on its days before `now`; `supplier` wins it."""

    def __init__(self, buyer: Organisation, supplier: Organisation, cast: people.People, *, now: datetime):
        self.buyer, self.supplier, self.cast, self.now = buyer, supplier, cast, now
        self.officer, self.reporter = cast.parts["officer"], cast.parts["entrepreneur"]
        (self.story,) = files.read("deliveries", part="exercises")

    def ago(self, days: int, at: time = OFFICE_HOURS) -> datetime:
        return datetime.combine(self.now - timedelta(days=days), at, self.now.tzinfo)

    def run(self) -> None:
        criteria = self._criteria()
        made = [self._offer(criteria, each) for each in self.story["offers"]]
        self._judge(criteria, made)
        self._award(criteria)
        self._deliver(made[0])

    def _criteria(self) -> Criteria:
        """Published when the tender opened. The deadline has passed."""
        by, said = self.officer, self.story["tender"]
        category = Category.objects.get(slug=said.pop("category"))
        start = timezone.localdate(self.ago(OPENED))
        window = {"tender_start_earliest": start, "tender_start_latest": start, "tender_start_confidence": "firm"}
        tender = pipeline.start_draft(buyer=self.buyer, by=by, category=category, **said, **window)
        lot = tender.lots.get(number=1)
        weights = [each | {"weight": Decimal(each["weight"])} for each in self.story["weights"]]
        pipeline.amend_lot(opportunity=tender, by=by, lot=lot, criteria=weights)
        pipeline.publish(opportunity=tender, by=by, at=self.ago(PUBLISHED))
        pipeline.open_tender(
            opportunity=tender, by=by, at=self.ago(OPENED), submissions_close_at=self.ago(CLOSED, NOON)
        )
        criteria = preparing.start_criteria(lot=lot, by=by, at=self.ago(OPENED))
        half = {"method": "QUNIT", "quantitative_share": Decimal(50)}
        preparing.amend_criteria(criteria=criteria, by=by, **half, **self.story["need"])
        own = Measure.objects.current().filter(outcome__theme__framework__owner=self.buyer)
        preparing.choose_questions(criteria=criteria, by=by, measures=own.order_by("pk"))
        preparing.publish_criteria(criteria=criteria, by=by, at=self.ago(OPENED))
        return Criteria.objects.select_related("lot__opportunity__buyer").get(pk=criteria.pk)

    def _offer(self, criteria: Criteria, told: dict) -> Offer:
        """They came on paper, for nobody can hand in anything after a deadline."""
        answers = {
            each.code: Said(quantities=[Decimal(number) for number in told["people"]], how=told["how"])
            if each.kind == each.Kind.QUANTITY
            else Said(text=told[each.part])
            for each in criteria.questions.all()
        }
        content = Content(language=told["language"], price=Decimal(told["price"]), answers=answers)
        return offers.enter_offer(criteria=criteria, name=told["name"], by=self.officer, content=content)

    def _judge(self, criteria: Criteria, made: list[Offer]) -> None:
        named = enumerate(self.story["evaluators"], start=1)
        seats = [self._seat(criteria, f"evaluator-{number}", name, Role.EVALUATOR) for number, name in named]
        for place, seat in enumerate(seats):
            for offer, told in zip(made, self.story["offers"], strict=True):
                self._score(seat, offer, told["points"][place], told["reason"])
            panel.lock_scores(member=seat, by=seat.user, at=self.ago(JUDGED))
        moderator = self._seat(criteria, "moderator", self.story["moderator"], Role.MODERATOR).user
        for question in judging.judged(criteria):
            given = {
                offer.pk: Given(Decimal(told["agreed"]), told["why"])
                for offer, told in zip(made, self.story["offers"], strict=True)
            }
            step = {"criteria": criteria, "question": question, "by": moderator, "at": self.ago(JUDGED)}
            awarding.record_consensus(**step, given=given, because="")
        result = awarding.record_result(criteria=criteria, reason="", by=moderator, at=self.ago(JUDGED))
        awarding.confirm_result(result=result, by=self.officer, at=self.ago(JUDGED - 1))

    def _seat(self, criteria: Criteria, part: str, name: str, role: str) -> PanelMember:
        person = people.account(part, name, password=None)
        people.join(person, self.buyer, Membership.Role.VIEWER, by=self.cast.parts["staff"], at=self.ago(PUBLISHED))
        seat = panel.name_member(criteria=criteria, person=person, role=role, by=self.officer)
        panel.declare_interest(member=seat, has_interest=False, interest="", by=person, at=self.ago(CLOSED - 5))
        return PanelMember.objects.select_related("user", "criteria").get(pk=seat.pk)

    def _score(self, seat: PanelMember, offer: Offer, points: int, reason: str) -> None:
        given = {each.pk: Given(Decimal(points), reason) for each in judging.judged(seat.criteria)}
        panel.save_scores(member=seat, offer=offer, given=given, by=seat.user, at=self.ago(JUDGED))

    def _award(self, criteria: Criteria) -> None:
        with sealing.opened(criteria):
            price = sealing.prices(criteria)
        name = self.story["offers"][0]["name"]
        award = {
            "lot": criteria.lot,
            "supplier": self.supplier,
            "supplier_name": name,
            "value_amount": min(price.values()),
        }
        days = {"awarded_on": timezone.localdate(self.ago(AWARDED)), "starts_on": self._starts_on}
        pipeline.award(
            opportunity=criteria.lot.opportunity, by=self.officer, at=self.ago(AWARDED), awards=[award | days]
        )

    @property
    def _starts_on(self):
        """So long ago that two quarters are over whatever day it is."""
        return timezone.localdate(self.ago(BEGUN)).replace(day=1)

    def _deliver(self, won: Offer) -> None:
        """Two quarters were reported and decided on; one report waits for the officer."""
        won.criteria = Criteria.objects.select_related("lot__opportunity__buyer").get(pk=won.criteria_id)
        delivery = deliveries.begin_delivery(offer=won, by=self.officer, at=self.ago(BEGUN), starts_on=self._starts_on)
        counted = delivery.promises.exclude(unit="").get()
        for told in self.story["reports"]:
            self._report(counted, told)
        told = self.story["in_words"]
        said = {"quarter": told["quarter"], "quantity": None, "account": told["account"]}
        words = delivery.promises.get(unit="")
        deliveries.report(promise=words, by=self.reporter, at=self.ago(told["ago"]), **said)
        self._note(delivery)

    def _report(self, promise: Promise, told: dict) -> None:
        letter = documents.check(SimpleUploadedFile(told["file"], told["letter"].encode()))
        made = deliveries.report(
            promise=promise,
            quarter=told["quarter"],
            quantity=Decimal(told["quantity"]),
            account=told["account"],
            by=self.reporter,
            at=self.ago(told["ago"]),
            evidence=[letter],
        )
        verdict = {"verdict": Report.State.ACCEPTED, "quantity": Decimal(told["accepted"]), "reason": told["reason"]}
        deliveries.decide(report=made, by=self.officer, at=self.ago(told["ago"] - 6), **verdict)

    def _note(self, delivery: Delivery) -> None:
        """An objective of the council, and a step towards it in the log."""
        objective = statutory.write_objective(body=self.buyer, by=self.officer, **self.story["objective"])
        statutory.publish_objective(objective=objective, by=self.officer, at=self.ago(OPENED))
        step = {"opportunity": delivery.lot.opportunity, "objective": objective, **self.story["step"]}
        days = {"taken_on": timezone.localdate(self.ago(20)), "at": self.ago(20)}
        statutory.log_step(body=self.buyer, by=self.officer, **days, **step)


def add_delivery(everybody: dict[str, Organisation], cast: people.People, *, now: datetime) -> None:
    Exercise(everybody["flintshire"], everybody["cegin-alun"], cast, now=now).run()
