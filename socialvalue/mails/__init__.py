"""The mails of this app: receipts for offers."""

from collab_portal.mail import kinds
from socialvalue.mails import offers


def register() -> None:
    kinds.register("offer-receipt", render=offers.receipt, essential=True)
