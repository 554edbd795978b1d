"""A sheet on its way in: what was uploaded, how its columns were understood, what was mended, how far it came."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from collab_portal.sheets import mapping
from collab_portal.sheets.mapping import Column, Header, Proposal, Record
from collab_portal.sheets.reading import Book, Sheet, open_book
from collab_portal.sheets.report import Report

Fixes = Mapping[str, Mapping[str, str]]


def new_reference() -> str:
    return secrets.token_hex(8)


def _lease() -> timedelta:
    """Without a sign of life for so long, another worker may go on."""
    return timedelta(seconds=settings.SHEET_LEASE_SECONDS)


class SheetUploadQuerySet(models.QuerySet):
    def without_content(self):
        """For lists: the file itself stays in the database."""
        return self.defer("content", "report")

    def waiting(self):
        """Still to be looked at by the person who uploaded it."""
        return self.filter(state__in=SheetUpload.OPEN)

    def due(self, at: datetime):
        """To be applied by a worker: not begun, or begun by one that has given no sign of life since."""
        stale = models.Q(alive_at=None) | models.Q(alive_at__lt=at - _lease())
        return self.filter(stale, state=SheetUpload.State.APPLYING).order_by("queued_at")

    def unseen(self, at: datetime):
        """Their columns are known, but nobody has looked the rows over."""
        stale = models.Q(alive_at=None) | models.Q(alive_at__lt=at - _lease())
        return self.filter(stale, state=SheetUpload.State.MAPPED).order_by("uploaded_at")

    def understood(self):
        """Applied, the last first: what their columns meant is known."""
        return self.filter(state=SheetUpload.State.APPLIED).order_by("-applied_at")

    def forget_files(self, *, before: datetime) -> int:
        """Drop the bytes of what was uploaded long ago. What became of it stays."""
        return self.filter(uploaded_at__lt=before).exclude(content=b"").update(content=b"", fixes={})


class SheetUpload(models.Model):
    """A sheet that somebody uploaded, on its way into the portal. Nothing is lost between its pages.

    An app makes its own of this, with a relation to the owner and to the person, and says who may see it.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Say what the columns are")
        MAPPED = "mapped", _("Being checked")
        CHECKED = "checked", _("Ready to be imported")
        APPLYING = "applying", _("Being imported")
        APPLIED = "applied", _("Imported")
        FAILED = "failed", _("Could not be imported")

    OPEN = (State.UPLOADED, State.MAPPED, State.CHECKED)

    reference = models.CharField(max_length=16, unique=True, default=new_reference, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField(editable=False)
    sheet_name = models.CharField(_("sheet"), max_length=255, blank=True)
    header_row = models.PositiveIntegerField(_("row with the headings"), default=0)
    signature = models.CharField(max_length=64, blank=True, editable=False)
    columns = models.JSONField(default=dict, blank=True)  # key to the number of its column, from 0
    fixes = models.JSONField(default=dict, blank=True)  # row to key to what was typed on the page
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    report = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    queued_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.reference}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def failure(self) -> str:
        return self.report.get("failure", "")

    @property
    def told(self) -> Report:
        return Report.from_json(self.report)

    @cached_property
    def book(self) -> Book:
        return open_book(bytes(self.content))

    @cached_property
    def sheet(self) -> Sheet:
        return self.book.sheet(self.sheet_name)

    @property
    def header(self) -> Header:
        return mapping.header_at(self.sheet, self.header_row)

    def records(self) -> list[Record]:
        """The rows meant as data, with what was mended on the page."""
        return self._records(self.fixes)

    def record(self, number: int) -> Record | None:
        """One row below the headings, also one that was left aside: it may be data nevertheless."""
        for fixes in (self.fixes, {**self.fixes, str(number): {}}):
            if found := next((each for each in self._records(fixes) if each.number == number), None):
                return found
        return None

    def is_aside(self, record: Record) -> bool:
        """Nobody has said yet that it is data."""
        return record.by_hand and str(record.number) not in self.fixes

    def _records(self, fixes: Fixes) -> list[Record]:
        return list(mapping.records(self.sheet, self.header, self.columns, fixes))

    def propose(self, columns: Sequence[Column], header: Header | None = None) -> Proposal:
        """What the columns may mean, as far as the headings tell."""
        return mapping.propose(self.sheet, columns, header)

    def choose_sheet(self, name: str, columns: Sequence[Column], *, header_row: int | None = None) -> Proposal:
        """Take this sheet of the file, and propose what its columns mean. Nothing is saved."""
        self.sheet_name = name
        self.__dict__.pop("sheet", None)
        header = None if header_row is None else mapping.header_at(self.sheet, header_row)
        proposal = self.propose(columns, header)
        self.sheet_name = self.sheet.name
        self.header_row, self.signature = proposal.header.row, proposal.header.signature
        self.columns, self.fixes = proposal.columns, {}
        return proposal

    def remember(self, earlier: "SheetUpload | None", columns: Sequence[Column]) -> bool:
        """Take over what the columns of a sheet with the same headings meant. Says whether that was possible."""
        if earlier is None or earlier.signature != self.signature or not self.header_row:
            return False
        known = {column.key for column in columns}
        self.columns = {key: at for key, at in earlier.columns.items() if key in known and at < self.sheet.width}
        return bool(self.columns)

    def understand(self, columns: Mapping[str, int]) -> None:
        """This is what the columns mean. Where that changes, what was mended no longer fits."""
        if dict(columns) != self.columns:
            self.columns, self.fixes = dict(columns), {}
        self.state, self.report, self.alive_at = self.State.MAPPED, {}, None

    def mend(self, row: int, values: Mapping[str, str]) -> None:
        """Put what was typed in the place of the row's cells."""
        self.fixes = {**self.fixes, str(row): {**self.fixes.get(str(row), {}), **values}}
        self.state, self.alive_at = self.State.MAPPED, None

    def checked(self, report: Report) -> None:
        self.state, self.report = self.State.CHECKED, report.as_json()

    def queue(self, at: datetime) -> None:
        """From now on a worker may apply it."""
        self.state, self.queued_at, self.alive_at, self.done = self.State.APPLYING, at, None, 0
        self.total = len(self.records())

    def finish(self, report: Report, *, at: datetime) -> None:
        self.state, self.report, self.applied_at, self.done = self.State.APPLIED, report.as_json(), at, self.total

    def fail(self, reason: str) -> None:
        self.state, self.report = self.State.FAILED, {**self.report, "failure": reason}
