"""What is said about a delivery: its beginning, reports, decisions on them, and the steps of a remedy."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.files.forms import DocumentField
from collab_portal.forms import DateField, MoneyField, PortalForm, WholeTextField, text
from collab_portal.reference.models import WellbeingGoal
from collab_portal.templatetags.words import paired
from socialvalue.delivering.standing import Line
from socialvalue.forms.offers import MOST, WHOLE, QuartersField
from socialvalue.models import Evidence, Report, Unit

State = Report.State
ROWS = {"rows": 6}
FILE_HELP = _("PDF, Word, Excel, OpenDocument, CSV, text, PNG or JPEG, of at most 10 MB, without macros.")


def words(label, *, limit: int, help_text="") -> WholeTextField:
    """Several lines that must be there."""
    return WholeTextField(label=label, max_length=limit, help_text=help_text, widget=forms.Textarea(attrs=ROWS))


class BeginForm(PortalForm):
    starts_on = DateField(
        label=_("First day of the contract"), help_text=_("Quarters are counted from this day. For example, 1 4 2027")
    )


class QuantityField(forms.DecimalField):
    """How much of a unit."""

    def __init__(self, *, unit: str, **kwargs):
        most = Decimal(100) if unit == Unit.PER_CENT else MOST
        places = 0 if unit in WHOLE else 2
        attrs = {"inputmode": "decimal" if places else "numeric", "class": "govuk-input--width-10"}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(min_value=0, max_value=most, max_digits=14, decimal_places=places, widget=widget, **kwargs)

    def widget_attrs(self, widget) -> dict[str, Any]:
        return {}

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value):
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class ReportForm(PortalForm):
    """What was done for one promise in one quarter."""

    account = words(
        _("What was done"),
        limit=4000,
        help_text=_("Leave out names and anything else about single people. Only the two sides can read this."),
    )
    evidence_1 = DocumentField(label=_("What shows it"), required=False, help_text=FILE_HELP)
    evidence_2 = DocumentField(label=_("A second file"), required=False)
    evidence_3 = DocumentField(label=_("A third file"), required=False)

    def __init__(self, *args, promise, **kwargs):
        super().__init__(*args, **kwargs)
        if promise.is_counted:
            label = gettext("How much, in %(unit)s") % {"unit": promise.get_unit_display()}
            hint = _("Enter 0 if nothing was done.")
            field = QuantityField(unit=promise.unit, label=label, help_text=hint)
            field.error_messages["required"] = _("Enter how much was done, or 0")
            self.fields["quantity"] = field
            self.order_fields(["quantity"])

    @property
    def said(self) -> dict[str, Any]:
        files = [self.cleaned_data.get(f"evidence_{number}") for number in range(1, Evidence.MOST + 1)]
        quantity = self.cleaned_data.get("quantity")
        return {
            "quantity": quantity,
            "account": self.cleaned_data["account"],
            "evidence": [each for each in files if each],
        }


class DecideForm(PortalForm):
    """Accept a report, in whole or in part, or say why not."""

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (State.ACCEPTED, _("Accept it")),
            (State.QUERIED, _("Ask about it: the supplier reports again")),
            (State.REJECTED, _("Reject it: it does not count")),
        ],
    )
    reason = text(
        _("Your reason"),
        limit=2000,
        rows=4,
        help_text=_("Needed for all but a full acceptance. The supplier reads it."),
    )

    def __init__(self, *args, report: Report, **kwargs):
        self.report = report
        super().__init__(*args, **kwargs)
        if report.quantity is not None:
            self.fields["quantity"] = QuantityField(
                unit=report.promise.unit,
                label=gettext("How much of it you accept, in %(unit)s") % {"unit": report.promise.get_unit_display()},
                required=False,
                initial=report.quantity,
            )
            self.order_fields(["verdict", "quantity", "reason"])

    def clean(self):
        said = super().clean()
        whole, quantity = self.report.quantity, said.get("quantity")
        is_accepted = said.get("verdict") == State.ACCEPTED
        if is_accepted and whole is not None and "quantity" not in self.errors:
            if quantity is None:
                self.add_error("quantity", gettext("Enter how much you accept"))
            elif quantity > whole:
                self.add_error("quantity", gettext("Enter no more than was reported: %(most)s") % {"most": whole})
        in_part = is_accepted and quantity is not None and whole is not None and quantity < whole
        if said.get("verdict") and (in_part or not is_accepted) and not said.get("reason"):
            self.add_error("reason", gettext("Say why, so that the supplier knows what to do"))
        return said


class StepForm(PortalForm):
    """A step of a remedy in words."""

    text = words(_("What you have to say"), limit=4000, help_text=_("Both sides read it, and it stays on the record."))

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RetentionForm(StepForm):
    amount = MoneyField(
        label=_("Amount kept back or credited"), min_value=Decimal("0.01"), help_text=_("As the contract allows.")
    )
    field_order = ["amount", "text"]


class SubstituteForm(StepForm):
    """Another promise of equal value, from a quarter on."""

    title_en = text(_("What you promise instead, in English"), limit=500, language="en")
    title_cy = text(_("What you promise instead, in Welsh"), limit=500, language="cy")
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("Choose a unit")), *Unit.choices])
    less_is_better = forms.BooleanField(label=_("Less of it is better: the numbers are a limit"), required=False)
    from_quarter = forms.TypedChoiceField(label=_("From which quarter on"), coerce=int)
    how = text(_("How you will do it"), limit=2000, rows=4)
    evidence = text(_("How you will show it"), limit=500)
    goals = forms.MultipleChoiceField(
        label=_("Which well-being goals does it serve?"),
        help_text=_("Ticked are those of the promise it stands in for. Change them if it serves others."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, line: Line, **kwargs):
        super().__init__(*args, **kwargs)
        goals = WellbeingGoal.objects.order_by("pk")
        self.fields["goals"].choices = [(goal.pk, paired(goal, "name")[0]) for goal in goals]
        self.fields["goals"].initial = line.promise.goals
        self.fields["text"].label = gettext("Why, and why it is worth as much")
        self.fields["quantities"] = QuartersField(
            quarters=len(line.cells),
            unit=self.data.get("unit", "") if self.is_bound else "",
            label=gettext("How much in each quarter"),
            help_text=gettext("Leave the quarters before it empty."),
        )
        self.fields["quantities"].required = True
        self.fields["quantities"].error_messages["required"] = gettext("Give a number for each quarter from then on")
        settled = max((each.number for each in line.cells if each.accepted is not None), default=0)
        stands = [each for each in line.cells if each.number > settled and each.stands]
        self.fields["from_quarter"].choices = [(each.number, f"{each.number}: {each.name}") for each in stands]
        numbers = ["unit", "less_is_better", "from_quarter", "quantities"]
        self.order_fields(["title_en", "title_cy", *numbers, "how", "evidence", "goals", "text"])

    def clean(self):
        said = super().clean()
        if not said.get("title_en") and not said.get("title_cy"):
            self.add_error("title_en", gettext("Say what you promise instead, in English or Welsh"))
        first, numbers = said.get("from_quarter"), said.get("quantities") or []
        if first and "quantities" not in self.errors:
            before, from_then = numbers[: first - 1], numbers[first - 1 :]
            if any(before):
                self.add_error("quantities", gettext("Leave the quarters before it empty"))
            elif None in from_then or not (any(from_then) or said.get("less_is_better")):
                self.add_error("quantities", gettext("Give a number for each quarter from then on"))
            said["quantities"] = from_then
        return said

    @property
    def said(self) -> dict[str, Any]:
        fields = dict(self.cleaned_data)
        return {"text": fields.pop("text"), "substitute": fields}
