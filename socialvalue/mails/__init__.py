"""The mails of this app: receipts for offers, news for a panel, and letters to bidders."""

from collab_portal.mail import kinds
from socialvalue import slow_panels
from socialvalue.mails import deliveries, offers, panel


def register() -> None:
    deliveries.register()
    kinds.register("offer-receipt", render=offers.receipt, essential=True)
    kinds.register("panel-asked", render=panel.asked, still_wanted=panel.still_asked)
    kinds.register("panel-slow", render=panel.slow, still_wanted=slow_panels.still_slow)
    kinds.register("panel-locked", render=panel.locked)
    kinds.register("award-letter", render=panel.award_letter, essential=True)
