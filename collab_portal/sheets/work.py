"""What a worker or a page does with a sheet on its way in: look it over, then take it in, going on where it stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from collab_portal.sheets.limits import Refused
from collab_portal.sheets.report import Report
from collab_portal.sheets.uploads import SheetUpload

QUICK = 2000  # rows that are looked over while the person waits; more are left to a worker
KEPT = timedelta(days=90)
State = SheetUpload.State


@dataclass(frozen=True)
class Work:
    """The steps of one kind of sheet, whatever is in it.

    `check(sheet)` is a dry run; `run(sheet, at=, begin=, after=, stop=)` takes the rows in, and calls
    `after(done, report)` within the transaction of each batch; `finished(sheet, report)` notes that it is all in.
    """

    sheets: type[SheetUpload]
    check: Callable[[SheetUpload], Report]
    run: Callable[..., Report]
    finished: Callable[[SheetUpload, Report], None]

    def understand(self, sheet: SheetUpload, columns: dict[str, int]) -> None:
        """The columns mean this. A short sheet is looked over at once."""
        sheet.understand(columns)
        self.look_over_if_short(sheet)

    def look_over_if_short(self, sheet: SheetUpload) -> None:
        """Look the sheet over now, unless it is so long that a worker must do it."""
        sheet.total = len(sheet.records())
        if sheet.total <= QUICK:
            self.look_over(sheet)
        else:
            sheet.save()

    def look_over(self, sheet: SheetUpload) -> None:
        """A dry run of the whole sheet."""
        sheet.checked(self.check(sheet))
        sheet.save()

    def take_next(self, *, at: datetime, stop: Callable[[], bool] = lambda: False) -> bool:
        """Look over or take in the sheet that waits longest. Whether there was one is the answer."""
        with transaction.atomic():
            waiting = self.sheets._default_manager.select_for_update(skip_locked=True)
            sheet = waiting.due(at).first() or waiting.unseen(at).first()
            if sheet is None:
                return False
            sheet.alive_at = at
            sheet.save(update_fields=["alive_at"])
        try:
            if sheet.state == State.MAPPED:
                self.look_over(sheet)
            else:
                self._take_in(sheet, at=at, stop=stop)
        except Refused as refused:
            sheet.fail(refused.text)
            sheet.save()
        return True

    def _take_in(self, sheet: SheetUpload, *, at: datetime, stop: Callable[[], bool]) -> None:
        count = len(sheet.records())
        told = sheet.told

        def after(done: int, report: Report) -> None:
            told.add(report)
            sheet.done, sheet.alive_at, sheet.report = done, at, told.as_json()
            sheet.save(update_fields=["done", "alive_at", "report"])

        self.run(sheet, at=at, begin=sheet.done, after=after, stop=stop)
        if sheet.done < count:  # told to stop: whoever comes next goes on
            self.sheets._default_manager.filter(pk=sheet.pk).update(alive_at=None)
            return
        with transaction.atomic():
            sheet.finish(told, at=at)
            sheet.save()
            self.finished(sheet, told)

    def forget_old(self, *, at: datetime) -> None:
        """Files are kept as long as somebody may ask what was in them; what nobody finished goes altogether."""
        sheets = self.sheets._default_manager
        sheets.filter(uploaded_at__lt=at - KEPT).waiting().delete()
        sheets.forget_files(before=at - KEPT)
