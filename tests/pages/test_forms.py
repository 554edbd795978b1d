"""What every form does: dates and money as people write them, errors that say what to do, links that lead somewhere."""

import re
from datetime import date
from decimal import Decimal

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from django.utils import translation

from collab_portal.forms import DateField, MoneyField, MonthField, PortalForm, answer


class Sample(PortalForm):
    """One field of each kind."""

    title = forms.CharField(label="Title of the contract", help_text="In plain words.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    category = forms.ChoiceField(label="Category", choices=[("", "Choose"), ("food", "Food")])
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Goods"), ("b", "Works")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label="Where is the work?", choices=[("w1", "Gwynedd"), ("w2", "Powys")], widget=forms.CheckboxSelectMultiple
    )
    closes_on = DateField(label="Closing date")
    starts = MonthField(label="Start", required=False)
    value = MoneyField(label="Value")
    file = forms.FileField(label="Programme", required=False)
    agreed = forms.BooleanField(label="We have agreed to this")


def date_form(field, **given):
    form = type("DateForm", (PortalForm,), {"when": field})
    return form({f"when_{part}": text for part, text in given.items()})


def summary(form) -> str:
    return Template("{% error_summary form %}").render(Context({"form": form}))


# ------------------------------------------------------------------------------------------------ dates, money


def test_a_date_is_three_answers():
    form = date_form(DateField(), day="27", month="3", year="2027")

    assert form.is_valid()
    assert form.cleaned_data["when"] == date(2027, 3, 27)


@pytest.mark.parametrize("month", ["7", "07", "July", "jul", "Gorffennaf", "gor"])
def test_a_month_may_be_written_out_in_either_language(month):
    form = date_form(DateField(), day="1", month=month, year="2027")

    assert form.is_valid()
    assert form.cleaned_data["when"] == date(2027, 7, 1)


@pytest.mark.parametrize(
    ("given", "message", "faulty"),
    [
        ({"day": "", "month": "", "year": ""}, "Enter when", {"day", "month", "year"}),
        ({"day": "27", "month": "", "year": "2027"}, "The date must include a month", {"month"}),
        ({"day": "", "month": "3", "year": "2027"}, "The date must include a day", {"day"}),
        ({"day": "27", "month": "3", "year": "27"}, "The year must have 4 digits, for example 2027", {"year"}),
        ({"day": "31", "month": "2", "year": "2027"}, "The date must be a real date", {"day", "month", "year"}),
        ({"day": "x", "month": "2", "year": "2027"}, "The date must be a real date", {"day", "month", "year"}),
        ({"day": "1", "month": "2", "year": "²⁰²⁷"}, "The date must be a real date", {"day", "month", "year"}),
        ({"day": "9" * 30, "month": "2", "year": "2027"}, "The date must be a real date", {"day", "month", "year"}),
    ],
)
def test_an_error_marks_only_the_part_that_is_wrong(given, message, faulty):
    form = date_form(DateField(), **given)

    assert not form.is_valid()
    assert form.errors["when"][0].startswith(message)
    html = render_crispy_form(form)
    marked = {part for part in ("day", "month", "year") if re.search(rf'input--error"[^>]*name="when_{part}"', html)}
    assert marked == faulty
    assert all(f">{label}<" in html for label in ("Day", "Month", "Year"))


def test_the_end_of_a_window_is_the_last_day_of_its_month():
    assert date_form(MonthField(), month="2", year="2028").fields["when"].clean(["2", "2028"]) == date(2028, 2, 1)
    assert MonthField(last_day=True).clean(["2", "2028"]) == date(2028, 2, 29)


def test_a_date_that_was_not_touched_has_not_changed():
    form = type("Form", (PortalForm,), {"when": DateField()})
    posted = {"when_day": "27", "when_month": "03", "when_year": "2027"}

    assert not form(posted, initial={"when": date(2027, 3, 27)}).has_changed()
    assert form(posted, initial={"when": date(2027, 3, 26)}).has_changed()


@pytest.mark.parametrize(
    ("text", "amount"),
    [("£1,200,000", Decimal("1200000")), ("45 000", Decimal("45000")), ("33721.50", Decimal("33721.50"))],
)
def test_money_is_read_as_people_write_it(text, amount):
    assert MoneyField().clean(text) == amount


@pytest.mark.parametrize("text", ["lots", "1e9999", "NaN", "Infinity", "-5", "1.234", "9" * 40, "£"])
def test_money_that_is_no_amount_is_refused(text):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(text)


def test_money_is_shown_again_with_commas():
    form = type("Form", (PortalForm,), {"value": MoneyField()})(initial={"value": Decimal("1200000.00")})

    assert 'value="1,200,000"' in render_crispy_form(form)


# ------------------------------------------------------------------------------------------------------ errors


def test_every_error_leads_to_an_input_that_exists():
    form = Sample({})

    links = re.findall(r'href="#([^"]+)"', summary(form))
    page = render_crispy_form(form)

    assert len(links) == 7
    for link in links:
        assert f'id="{link}"' in page
    assert {"id_kind_0", "id_areas_0", "id_closes_on_0"} <= set(links)


def test_errors_say_what_to_do():
    form = Sample({})

    assert form.errors["title"] == ["Enter title of the contract"]
    assert form.errors["category"] == ["Select category"]
    assert form.errors["areas"] == ["Answer the question “Where is the work?”"]
    assert form.errors["agreed"] == ["Tick “We have agreed to this”"]


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        (forms.CharField(max_length=3), "abcd", "Use at most 3 characters. There are 4 now."),
        (forms.EmailField(), "a@b@c", "Enter an e-mail address, like name@example.org"),
        (forms.URLField(assume_scheme="https"), "not an address", "Enter a web address, like https://www.example.org"),
        (forms.IntegerField(max_value=5), "6", "Enter 5 or less"),
        (forms.IntegerField(), "six", "Enter a whole number"),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Choose from the list"),
        (forms.CharField(), "a\x00b", "Leave out the characters that cannot be seen"),
        (MoneyField(), "1.234", "Enter an amount in pounds and pence, like 33,721.50"),
        (MoneyField(), "lots", "Enter an amount in pounds, like 45,000"),
        (forms.IntegerField(error_messages={"invalid": "Enter a number of months"}), "six", "Enter a number of months"),
    ],
)
def test_every_message_says_what_to_do(field, given, message):
    form = type("Form", (PortalForm,), {"answer": field})({"answer": given})

    assert form.errors["answer"] == [message]


def test_a_message_of_its_own_wins():
    field = forms.CharField(label="Title", error_messages={"required": "Enter a title that says what is bought"})
    form = type("Form", (PortalForm,), {"title": field})({})

    assert form.errors["title"] == ["Enter a title that says what is bought"]


def test_inputs_name_their_hint_and_their_error():
    page = render_crispy_form(Sample({}))

    assert 'aria-describedby="id_title_hint id_title_error"' in page
    assert 'id="id_title_hint"' in page
    assert 'id="id_title_error"' in page


def test_only_what_may_be_left_out_is_marked_optional():
    page = render_crispy_form(Sample())

    assert page.count("(optional)") == 3


def test_forms_speak_welsh():
    with translation.override("cy"):
        page = render_crispy_form(Sample({"closes_on_day": "1"}))

    assert "(dewisol)" in page
    assert "Rhaid i’r dyddiad gynnwys mis" in page
    assert ">Diwrnod<" in page


def test_a_layout_in_sections_has_a_legend_for_each():
    class Sections(Sample):
        sections = [("About it", ["title", "note"]), ("Dates", ["closes_on"])]

    page = render_crispy_form(Sections())

    order = [page.index(text) for text in ("About it", 'name="title"', "Dates", 'name="closes_on_day"')]
    assert order == sorted(order)


def test_text_that_was_typed_is_escaped():
    form = Sample({"title": '"><script>alert(1)</script>', "closes_on_day": '"><script>'})

    assert "<script>" not in render_crispy_form(form)


# ----------------------------------------------------------------------------------------------------- answers


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "status"), [(None, 200), ({}, 422)])
def test_a_refused_form_answers_422_and_says_so_in_the_title(rf, data, status):
    request = rf.get("/")
    request.resolver_match, request.user, request.session = None, None, {}
    form = Sample() if data is None else Sample(data)

    response = answer(request, "404.html", {"form": form}, form)

    assert response.status_code == status
    assert ("<title>Error:" in response.content.decode()) == (status == 422)
