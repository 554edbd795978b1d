"""What keeps a file out: the limits of what is read, and refusals that say what to do."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MB = 1024 * 1024
MAX_BYTES = 20 * MB
MAX_COLUMNS = 500
MAX_ROWS = 50_000
MAX_CELLS = 2_000_000  # rows × columns, blank ones too, because the reader makes room for them
MAX_TEXT = 32_767  # characters in a cell, as many as spreadsheet programs allow


class Kind(StrEnum):
    TEXT = "text"
    XLSX = "xlsx"


class Refused(ValidationError):
    """The file cannot be taken. The message says what is wrong with it, where, and what to do."""

    @property
    def text(self) -> str:
        return " ".join(self.messages)


@dataclass
class Checked:
    """A file that may be opened. `oddities` are the cells of an XLSX part that hold no value: errors and such."""

    kind: Kind
    content: bytes
    oddities: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)


SAVE_AS = _("Save it as an Excel workbook (.xlsx) or as CSV, and choose that file.")


def named(what) -> Refused:
    """A refusal that says what the file is, and what to do instead."""
    return Refused(_("%(what)s %(instead)s"), params={"what": what, "instead": SAVE_AS})


def refuse_size(rows: int, columns: int, where: str = "") -> None:
    """Refuse a sheet with more rows or columns than anybody means."""
    where = where or _("The sheet")
    if columns > MAX_COLUMNS:
        raise Refused(
            _("%(where)s has %(count)s columns. Keep at most %(most)s: delete those that are not needed."),
            params={"where": where, "count": f"{columns:,}", "most": f"{MAX_COLUMNS:,}"},
        )
    if rows > MAX_ROWS:
        raise Refused(
            _("%(where)s has %(count)s rows. Keep at most %(most)s: split it, or delete empty rows at the end."),
            params={"where": where, "count": f"{rows:,}", "most": f"{MAX_ROWS:,}"},
        )
    if rows * columns > MAX_CELLS:
        raise Refused(
            _("%(where)s has %(rows)s rows and %(columns)s columns, which is too much at once. Split it."),
            params={"where": where, "rows": f"{rows:,}", "columns": f"{columns:,}"},
        )
