"""A line of a profile in a few words, for the page that lists them."""

from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collab_portal.accounts.models import OrganisationIdentifier
from collab_portal.templatetags import words
from collab_portal.text import missing_languages
from enterprises import wording
from enterprises.lookups import badges
from enterprises.models import Activity, Badge, ClientReference, Insurance, Outcome, Standing
from enterprises.register_numbers import REGISTERS


@dataclass(frozen=True)
class Row:
    """What it is called, and what else is said of it. `warning` says what is wrong with it now."""

    title: str | Promise
    details: tuple[str | Promise, ...] = ()
    warning: str = ""


@singledispatch
def row(record: Model, on: date) -> Row:
    raise TypeError(f"no words for a {record._meta.label}")


@row.register
def _activity(record: Activity, on: date) -> Row:
    details = [wording.where(record), wording.room(record)]
    return Row(words.paired(record.category, "name")[0], tuple(filter(None, details)))


@row.register
def _number(record: OrganisationIdentifier, on: date) -> Row:
    register = REGISTERS.get(record.scheme)
    return Row(register.name if register else record.scheme, (record.value,))


@row.register
def _insurance(record: Insurance, on: date) -> Row:
    details = (words.money(record.cover, exact=True), wording.until(record.expires_on))
    return Row(record.get_kind_display(), details, _has_ended(record.expires_on, on))


@row.register
def _badge(record: Badge, on: date) -> Row:
    details = (record.number, wording.until(record.expires_on) if record.expires_on else "")
    return Row(badges.BADGES[record.kind].name, tuple(filter(None, details)), _has_ended(record.expires_on, on))


@row.register
def _standing(record: Standing, on: date) -> Row:
    return Row(record.get_kind_display(), (record.evidence,))


@row.register
def _reference(record: ClientReference, on: date) -> Row:
    return Row(record.client, (words.paired(record, "what")[0], str(record.ended_in)), _in_one_language(record))


@row.register
def _outcome(record: Outcome, on: date) -> Row:
    return Row(words.paired(record, "what")[0], tuple(filter(None, [record.evidence])), _in_one_language(record))


def _in_one_language(record: ClientReference | Outcome) -> str:
    missing = missing_languages(record, ["what"])
    if "cy" in missing:
        return _("Not told in Welsh yet")
    return _("Not told in English yet") if "en" in missing else ""


def _has_ended(expires_on: date | None, on: date) -> str:
    if expires_on is None or expires_on >= on:
        return ""
    return _("It ran out on %(day)s and is not shown. Enter the new day, or remove it.") % {
        "day": date_format(expires_on, "j F Y")
    }
