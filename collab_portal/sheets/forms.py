"""Forms about a sheet: the file, which sheet of it, what its columns are, and a row that must be mended."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from collab_portal.sheets import mapping
from collab_portal.sheets.limits import MAX_BYTES, MB
from collab_portal.sheets.mapping import Column, Header, Record
from collab_portal.sheets.reading import Book, Sheet, as_text, open_book

NONE = ""
LONG = 80  # characters, from which a text is mended in a larger box


class FileForm(PortalForm):
    """Choose a file. It is opened here, so that what cannot be read is said at once."""

    file = forms.FileField(
        label=_("Your file"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    content = b""
    book: Book

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # filled in here and not above, which runs once, in English
        self.fields["file"].help_text = _("An Excel workbook (.xlsx) or CSV, at most %(most)d MB.") % {
            "most": MAX_BYTES // MB
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.content = file.read(MAX_BYTES + 1)
        self.book = open_book(self.content)
        self.sheet = self.book.sheet()
        mapping.refuse_empty(self.sheet)
        return file


class SheetForm(PortalForm):
    """Which sheet of the workbook, and in which row its headings stand."""

    header_row = forms.IntegerField(
        label=_("Row with the headings"),
        help_text=_("As numbered at the left of your sheet. 0 if there are none."),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )

    def __init__(self, *args, book: Book, **kwargs):
        super().__init__(*args, **kwargs)
        self.book = book
        names = [(each.name, self._label(each)) for each in book.names]
        if len(names) > 1:
            self.fields["sheet_name"] = forms.ChoiceField(label=_("Sheet"), choices=names)
            self.order_fields(["sheet_name", "header_row"])

    @staticmethod
    def _label(each) -> str:
        return gettext("%(name)s (hidden)") % {"name": each.name} if each.is_hidden else each.name

    def clean(self):
        cleaned = super().clean()
        if "header_row" in cleaned and not self.errors:
            sheet = self.book.sheet(cleaned.get("sheet_name", ""))
            try:
                mapping.header_at(sheet, cleaned["header_row"])
            except forms.ValidationError as error:
                self.add_error("header_row", error)
        return cleaned


class ColumnsForm(PortalForm):
    """For each thing the portal wants to know, the column that holds it. Those that are found come first."""

    mark_optional = False

    def __init__(self, *args, columns: Sequence[Column], sheet: Sheet, header: Header, unsure: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.header = header
        choices = [(NONE, _("Not in this sheet")), *self._choices(sheet, header)]
        for column in columns:
            field = forms.ChoiceField(
                label=column.label, choices=choices, required=column.needed, help_text=self._hint(column, unsure)
            )
            field.error_messages["required"] = _("Choose the column that holds this: %(label)s") % {
                "label": column.label
            }
            self.fields[column.key] = field
        found = [column.key for column in columns if column.needed or self.initial.get(column.key)]
        self.order_fields(found)

    @staticmethod
    def _hint(column: Column, unsure: Iterable[str]):
        check = gettext("Please check: we are not sure.") if column.key in unsure else ""
        return " ".join(filter(None, [str(column.hint), check]))

    @staticmethod
    def _choices(sheet: Sheet, header: Header) -> list[tuple[str, str]]:
        found = []
        for at in range(sheet.width):
            values = mapping.samples(sheet, header, at, 1)
            example = Truncator(" ".join(as_text(values[0]).split())).chars(40) if values else ""
            label = header.name(at)
            if example:
                label = gettext("%(column)s (“%(example)s”)") % {"column": label, "example": example}
            found.append((str(at), label))
        return found

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, Column] = {}
        for column in self.columns:
            at = cleaned.get(column.key, NONE)
            if at != NONE and at in taken:
                message = _("Column %(column)s is also chosen for “%(other)s”. Choose another one.")
                params = {"column": self.header.name(int(at)), "other": taken[at].label}
                self.add_error(column.key, forms.ValidationError(message, params=params))
            elif at != NONE:
                taken[at] = column
        return cleaned

    @property
    def chosen(self) -> dict[str, int]:
        return {key: int(at) for key, at in self.cleaned_data.items() if at != NONE}


class RowForm(PortalForm):
    """The cells of one row, to be mended. The page says above them what is wrong."""

    mark_optional = False

    def __init__(self, *args, columns: Sequence[Column], record: Record, **kwargs):
        initial = {column.key: record.text(column.key) for column in columns}
        super().__init__(*args, initial=initial, **kwargs)
        self.record = record
        for column in columns:
            name = record.column_name(column.key)
            where = gettext("Column %(name)s.") % {"name": name} if name else gettext("Not in your sheet.")
            text = initial[column.key]
            is_long = len(text) > LONG or "\n" in text
            self.fields[column.key] = forms.CharField(
                label=column.label,
                required=False,
                max_length=5000,
                help_text=where,
                widget=forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput(),
            )

    @property
    def typed(self) -> Mapping[str, str]:
        """What differs from the row as it is."""
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if value.replace("\r\n", "\n") != self.initial[key] or key in self.record.fixed
        }
