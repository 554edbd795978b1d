"""The offer of a bidder: a price, and an answer to each question. Half of it may be saved."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language
from collab_portal.forms import DateField, DateParts, MoneyField, Part, StampedForm, text
from collab_portal.forms.base import speak_plainly
from socialvalue import offering, rules
from socialvalue.models import Criteria, Criterion, StandingAnswer, Unit
from socialvalue.offering import Content, Said

WHOLE = (Unit.PEOPLE, Unit.NUMBER)
MOST = Decimal(1_000_000_000)
FOUR = 4
TEXTS = ("text", "how", "evidence", "who")


class QuartersField(DateField):
    """A number for each quarter of the contract. An error names the quarter, so that only that input is marked."""

    default_error_messages = {
        "number": _("Enter a number for %(quarter)s, like 2"),
        "negative": _("Enter 0 or more for %(quarter)s"),
        "whole": _("Enter a whole number for %(quarter)s"),
        "absurd": _("Enter a smaller number for %(quarter)s"),
    }

    def __init__(self, *, quarters: int, unit: str, **kwargs):
        self.unit = unit
        super().__init__(required=False, widget=_inputs(quarters), **kwargs)

    def prepare_value(self, value) -> list[str]:
        """As many texts as there are inputs."""
        shown = [_plain(each) for each in value or []]
        return [*shown, *[""] * (len(self.widget.parts) - len(shown))]

    def to_python(self, value) -> list[Decimal | None]:
        parts = self.widget.parts
        typed = [str(each if each is not None else "").replace(",", "").strip() for each in value or []]
        typed += [""] * (len(parts) - len(typed))
        if not any(typed):
            return []
        faults: list[ValidationError] = []
        numbers = [self._number(text, part, faults) for text, part in zip(typed, parts, strict=True)]
        if faults:
            raise ValidationError(faults)
        return numbers

    def _number(self, typed: str, part: Part, faults: list[ValidationError]) -> Decimal | None:
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except ArithmeticError:
            number = Decimal("NaN")
        code = self._fault(number)
        if code:
            message = self.error_messages[code] % {"quarter": part.label}
            faults.append(ValidationError(message, code=part.name))
            return None
        return number

    def _fault(self, number: Decimal) -> str:
        """The code of what is wrong with it, or nothing."""
        if not number.is_finite():
            return "number"
        if number < 0:
            return "negative"
        if number > (100 if self.unit == Unit.PER_CENT else MOST):
            return "absurd"
        if self.unit in WHOLE and number != int(number):
            return "whole"
        return "number" if number != round(number, 2) else ""

    def has_changed(self, initial, data) -> bool:
        return initial != data


class OfferForm(StampedForm):
    """`content` is what the draft says now."""

    language = forms.ChoiceField(
        label=_("Language of your offer"),
        choices=Language,
        widget=forms.RadioSelect,
        help_text=_("English and Welsh count the same. You are judged in the language you write in."),
    )
    price = MoneyField(label=_("Your price, without VAT"), required=False, max_digits=14)

    def __init__(self, data=None, *, criteria: Criteria, content: Content, initial: dict[str, Any] | None = None):
        self.criteria, self.content = criteria, content
        self.questions = list(criteria.questions.select_related("measure").order_by("position"))
        saved = as_fields(content, self.questions)
        super().__init__(data, saved=saved, initial=saved if initial is None else initial)
        self.quarters = criteria.rule["quarters"]
        first = ["language"]
        if offering.asks_price(criteria):
            first.append("price")
        else:
            del self.fields["price"]
        self.sections = [(_("Your offer"), [Div(*first, css_class="app-inline")])]
        for question in self.questions:
            names = []
            for name, field in self._fields_of(question):
                speak_plainly(field, field.label)
                self.fields[f"{name}_{question.pk}"] = field
                names.append(f"{name}_{question.pk}")
            self.sections.append((rules.question_title(question), names))

    @property
    def about(self) -> dict[str, Any]:
        return {"criteria": self.criteria, "content": self.content}

    def _fields_of(self, question: Criterion):
        weight = gettext("Weight: %(weight)s%%.") % {"weight": f"{question.weight.normalize():f}"}
        if question.kind == Criterion.Kind.WORDS:
            yield "text", text(gettext("Your answer"), limit=8000, rows=8, help_text=weight)
        else:
            unit = question.get_unit_display()
            words = gettext("In %(unit)s, for each quarter of the contract. Enter 0 where you promise nothing.")
            if question.less_is_better:
                words = gettext("In %(unit)s, at most, for each quarter of the contract. Less is better: 0 means none.")
            hint = f"{weight} {words % {'unit': unit}}"
            if question.target is not None:
                hint += " " + gettext("Target: %(target)s.") % {"target": f"{question.target.normalize():f}"}
            yield (
                "quantities",
                QuartersField(
                    quarters=self.quarters,
                    unit=question.unit,
                    label=gettext("How much do you promise?"),
                    help_text=hint,
                ),
            )
            yield "how", text(gettext("How will you do it?"), limit=2000, rows=4)
        yield "evidence", text(gettext("How will you show it? (optional)"), limit=500)
        yield "who", text(gettext("Who is answerable for it? A role is enough (optional)"), limit=200)

    @property
    def said(self) -> Content:
        """What was entered."""
        given, answers = self.cleaned_data, {}
        for question in self.questions:
            words = {name: given.get(f"{name}_{question.pk}", "") for name in TEXTS}
            answers[question.code] = Said(**words, quantities=given.get(f"quantities_{question.pk}") or [])
        return Content(language=given["language"], price=given.get("price"), answers=answers)

    def require_complete(self) -> None:
        """Before it is looked over: name everything that is missing, each at its input."""
        for gap in offering.missing(self.said, self.criteria, self.questions):
            if gap.field not in self.errors:
                self.add_error(gap.field, gap.message)


class EnteredOfferForm(OfferForm):
    """An offer that came by another route, typed in by an officer after the deadline."""

    bidder_name = forms.CharField(label=_("Name of the bidder"), max_length=255)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections[0] = (_("The offer"), ["bidder_name", self.sections[0][1][0]])


class CorrectedOfferForm(EnteredOfferForm):
    """What was typed, to be put right. The price is shut, so it is typed anew."""

    because = text(_("What was wrong?"), limit=1000, rows=3)

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["bidder_name"] = name
        self.fields["because"].required = True
        self.fields["because"].error_messages["required"] = _("Say what was wrong")
        if "price" in self.fields:
            self.fields["price"].help_text = _("Prices are shut until every evaluator has locked, so type it again.")
        self.sections.append((_("Why it is corrected"), ["because"]))


def as_fields(content: Content, questions: list[Criterion]) -> dict[str, Any]:
    said: dict[str, Any] = {"language": content.language, "price": content.price}
    for question in questions:
        each = content.said(question.code)
        said |= {f"{name}_{question.pk}": getattr(each, name) for name in TEXTS}
        said[f"quantities_{question.pk}"] = each.quantities
    return said


def from_standing(criteria: Criteria, standing: list[StandingAnswer], language: str) -> Content:
    """A first draft of what the enterprise says again and again, as far as it was said in this language."""
    kept = {each.measure_id: each for each in standing if each.language == language}
    answers = {}
    for question in criteria.questions.all():
        if each := kept.get(question.measure_id):
            answers[question.code] = Said(**{name: getattr(each, name) for name in TEXTS})
    return Content(language=language, answers=answers)


def _inputs(quarters: int) -> DateParts:
    """An input for each quarter; the years follow each other."""
    parts = []
    for number in range(quarters):
        place = {"year": number // FOUR + 1, "quarter": number % FOUR + 1}
        parts.append(Part(f"q{number + 1}", gettext("Year %(year)d, quarter %(quarter)d") % place, 4))

    return type("Quarters", (DateParts,), {"parts": tuple(parts)})()


def _plain(number: Decimal | str | None) -> str:
    return f"{number.normalize():f}" if isinstance(number, Decimal) else number or ""
