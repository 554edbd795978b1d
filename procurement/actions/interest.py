"""What a person does to hear of opportunities: save a search, watch, confirm, change, stop, go on, be forgotten."""

from datetime import datetime

from django.db import connection, transaction

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.mail import outbox, suppression
from collab_portal.mail.models import Delivery
from procurement.alerts import digests
from procurement.matching import Criteria, percolator
from procurement.models import Opportunity, SavedSearch, Subscriber, Watch

Frequency = SavedSearch.Frequency
MORNING = SavedSearch.Hour.MORNING
SUBSCRIBERS_LOCK = 7306
KINDS = ("alert", "watch", "digest", "engagement", "confirm-search", "confirm-watch", "manage-link")


@transaction.atomic
def subscriber_of(*, user: User, at: datetime) -> Subscriber:
    """The person's subscription. One that she began without an account becomes hers: her address is confirmed."""
    _hold(user.email)
    found = Subscriber.objects.select_for_update(of=["self"]).of(user).first()
    if found is None:
        _free_address(user)
        return Subscriber.objects.create(user=user, email=user.email, language=user.language, confirmed_at=at)
    if found.user_id is None or found.confirmed_at is None:
        found.user, found.confirmed_at = user, found.confirmed_at or at
        found.save(update_fields=["user", "confirmed_at"])
    return found


@transaction.atomic
def save_search(
    *, by: User, criteria: Criteria, at: datetime, name: str = "", frequency: str = Frequency.DAILY, hour: int = MORNING
) -> SavedSearch:
    """Save a search for somebody signed in. The same search a second time changes the first."""
    subscriber = subscriber_of(user=by, at=at)
    search = _search(subscriber, criteria, at=at, name=name, frequency=frequency, hour=hour)
    search.confirmed_at = search.confirmed_at or at
    search.save()
    trail.record("search saved", by=by, target=search)
    return search


@transaction.atomic
def ask_to_save(
    *,
    email: str,
    language: str,
    criteria: Criteria,
    at: datetime,
    name: str = "",
    frequency: str = Frequency.DAILY,
    hour: int = MORNING,
) -> None:
    """Save a search for an address, once its owner follows the link we mail to it.

    What the address has already is neither shown nor changed: anybody can type an address.
    """
    subscriber = _subscriber_at(email, language)
    search = _search(subscriber, criteria, at=at, name=name, frequency=frequency, hour=hour)
    if search.confirmed_at:
        return _post_manage_link(subscriber, at)  # and what was set above is not kept
    search.asked_at = at
    search.save()
    _post_confirmation(subscriber, "search", search.pk, language, at)
    trail.record("search asked for", target=search)


@transaction.atomic
def watch(*, by: User, opportunity: Opportunity, at: datetime) -> Watch:
    """Hear of every change of an opportunity from now on."""
    subscriber = subscriber_of(user=by, at=at)
    found = _watch(subscriber, opportunity, at)
    if found.confirmed_at is None:
        found.from_version, found.confirmed_at = opportunity.version, at
        found.save(update_fields=["from_version", "confirmed_at"])
    trail.record("opportunity watched", by=by, target=opportunity)
    return found


@transaction.atomic
def ask_to_watch(*, email: str, language: str, opportunity: Opportunity, at: datetime) -> None:
    """The same for an address, once its owner follows the link we mail to it."""
    subscriber = _subscriber_at(email, language)
    asked = _watch(subscriber, opportunity, at)
    if asked.confirmed_at:
        return _post_manage_link(subscriber, at)
    asked.asked_at = at
    asked.save(update_fields=["asked_at"])
    _post_confirmation(subscriber, "watch", asked.pk, language, at)
    trail.record("watch asked for", target=opportunity)


@transaction.atomic
def confirm(*, asked: SavedSearch | Watch, at: datetime) -> None:
    """The owner of the address followed the link: what she asked for begins. Twice does no harm."""
    asked.confirmed_at = asked.confirmed_at or at
    asked.save(update_fields=["confirmed_at"])
    subscriber = asked.subscriber
    if not subscriber.is_active:
        subscriber.confirmed_at = subscriber.confirmed_at or at
        subscriber.save(update_fields=["confirmed_at"])
        resume(subscriber=subscriber, at=at)
    trail.record("alert confirmed", target=asked)


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, frequency: str, hour: int, at: datetime, by: User | None) -> None:
    """Change how a search is called and how often it is told. What waits goes with the next mail of the new kind."""
    search.name, search.frequency, search.hour = name, frequency, hour
    search.save(update_fields=["name", "frequency", "hour"])
    trail.record("search changed", by=by, target=search, frequency=frequency)
    if frequency == Frequency.AT_ONCE:
        digests.send_waiting(search.subscriber, at=at)


@transaction.atomic
def remove_search(*, search: SavedSearch, by: User | None = None) -> None:
    trail.record("search removed", by=by, target=search)
    search.delete()


@transaction.atomic
def unwatch(*, watch: Watch, by: User | None = None) -> None:
    trail.record("opportunity no longer watched", by=by, target=watch.opportunity)
    watch.delete()


@transaction.atomic
def change_language(*, subscriber: Subscriber, language: str, by: User | None) -> None:
    subscriber.language = language
    subscriber.save(update_fields=["language"])
    trail.record("language of alerts changed", by=by, target=subscriber, language=language)


@transaction.atomic
def stop(*, subscriber: Subscriber, at: datetime, by: User | None = None) -> None:
    """Send nothing more, and keep what she asked for, so that she can go on."""
    if subscriber.stopped_at is None:
        subscriber.stopped_at, subscriber.stop_reason = at, Subscriber.StopReason.ASKED
        subscriber.save(update_fields=["stopped_at", "stop_reason"])
        trail.record("alerts stopped", by=by, target=subscriber)


@transaction.atomic
def resume(*, subscriber: Subscriber, at: datetime, by: User | None = None) -> None:
    """Send again, also to an address that bounced: its owner says that it works. What waited goes out."""
    suppression.lift(subscriber.address)
    subscriber.stopped_at, subscriber.stop_reason = None, ""
    subscriber.save(update_fields=["stopped_at", "stop_reason"])
    trail.record("alerts resumed", by=by, target=subscriber)
    digests.send_waiting(subscriber, at=at)


@transaction.atomic
def forget(*, subscriber: Subscriber, by: User | None = None) -> None:
    """Erase an address with all it asked for, also where mails to it are kept; those not sent yet are cancelled."""
    trail.record("subscriber erased", by=by, target=subscriber)
    Delivery.objects.to_address(subscriber.address).filter(kind__in=KINDS).erase("subscriber erased")
    subscriber.delete()


@transaction.atomic
def mail_manage_link(*, email: str, at: datetime) -> None:
    """Mail the link to her own page to somebody who lost it; nothing where the address is not known."""
    subscriber = Subscriber.objects.at_address(email).exclude(confirmed_at=None).first()
    if subscriber:
        _post_manage_link(subscriber, at)


def _free_address(user: User) -> None:
    """Whoever had the address before, and changed it since, may still be listed under it: she gets her present one."""
    for other in Subscriber.objects.at_address(user.email).exclude(user=None).select_related("user"):
        other.email = other.user.email
        other.save(update_fields=["email"])


def _hold(email: str) -> None:
    """Until the transaction ends, whatever else is asked for this address waits: two at once shall not add it twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(lower(%s)))", [SUBSCRIBERS_LOCK, email.strip()])


def _subscriber_at(email: str, language: str) -> Subscriber:
    _hold(email)
    found = Subscriber.objects.at_address(email).first()
    if found is None:
        return Subscriber.objects.create(email=email.strip(), language=language)
    if found.confirmed_at is None and found.language != language:
        found.language = language
        found.save(update_fields=["language"])
    return found


def _search(subscriber: Subscriber, criteria: Criteria, *, at: datetime, **fields: object) -> SavedSearch:
    """The one with this query, or a new one, with these fields. The caller saves it, or does not."""
    criteria = criteria.savable()
    found = SavedSearch.objects.filter(subscriber=subscriber, query=criteria.query()).first()
    search = found or SavedSearch(subscriber=subscriber, query=criteria.query())
    for name, value in fields.items():
        setattr(search, name, value)
    percolator.file(search, at=at)
    return search


def _watch(subscriber: Subscriber, opportunity: Opportunity, at: datetime) -> Watch:
    fields = {"from_version": opportunity.version, "asked_at": at}
    return Watch.objects.get_or_create(subscriber=subscriber, opportunity=opportunity, defaults=fields)[0]


def _post_confirmation(subscriber: Subscriber, what: str, pk: int, language: str, at: datetime) -> None:
    outbox.post(
        key=f"confirm/{what}/{pk}/{at.isoformat()}",
        kind=f"confirm-{what}",
        address=subscriber.address,
        language=language,
        payload={what: pk},
    )


def _post_manage_link(subscriber: Subscriber, at: datetime) -> None:
    outbox.post(
        key=f"manage/{subscriber.pk}/{at.isoformat()}",
        kind="manage-link",
        address=subscriber.address,
        language=subscriber.language,
        payload={"subscriber": subscriber.pk},
    )
