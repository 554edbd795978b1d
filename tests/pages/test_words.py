"""Money, dates and places as they are said in each language."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.formats import date_format

from collab_portal.templatetags import words


@pytest.mark.parametrize(
    ("amount", "english", "welsh"),
    [
        (Decimal("33721"), "£33,721", "£33,721"),
        (Decimal("33721.50"), "£33,721.50", "£33,721.50"),
        (Decimal("999999"), "£999,999", "£999,999"),
        (Decimal("1200000"), "£1.2 million", "£1.2 miliwn"),
        (Decimal("1000000.00"), "£1 million", "£1 miliwn"),
        (Decimal("2345678"), "£2.35 million", "£2.35 miliwn"),
        (Decimal("999999999"), "£1,000 million", "£1,000 miliwn"),
        (Decimal("3180000000"), "£3.18 billion", "£3.18 biliwn"),
        (0, "£0", "£0"),
        (None, "", ""),
    ],
)
def test_money_is_said_shortly(amount, english, welsh):
    assert words.money(amount) == english
    with translation.override("cy"):
        assert words.money(amount) == welsh


def test_money_can_be_exact():
    assert words.money(Decimal("1234567.80"), exact=True) == "£1,234,567.80"


def test_money_in_another_currency_keeps_its_code():
    assert words.money(4500, "EUR") == "€4,500"
    assert words.money(4500, "NOK") == "4,500 NOK"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (50_000, 100_000, "£50,000 to £100,000"),
        (33_721, 33_721, "£33,721"),
        (1_000_000, None, "over £1 million"),
        (None, 30_000, "up to £30,000"),
        (0, 30_000, "up to £30,000"),
        (None, None, ""),
    ],
)
def test_a_value_band_may_have_one_end(low, high, said):
    assert words.value_band(low, high) == said


@pytest.mark.parametrize(
    ("start", "end", "english", "welsh"),
    [
        (date(2027, 5, 1), date(2027, 7, 31), "May to July 2027", "Mai i Orffennaf 2027"),
        (date(2027, 5, 1), date(2027, 5, 31), "May 2027", "Mai 2027"),
        (date(2026, 11, 1), date(2027, 2, 28), "November 2026 to February 2027", "Tachwedd 2026 i Chwefror 2027"),
        (date(2027, 1, 1), date(2027, 3, 31), "January to March 2027", "Ionawr i Fawrth 2027"),
        (date(2027, 5, 3), date(2027, 5, 17), "3 to 17 May 2027", "3 i 17 Mai 2027"),
        (date(2027, 5, 3), date(2027, 7, 2), "3 May to 2 July 2027", "3 Mai i 2 Gorffennaf 2027"),
        (date(2027, 5, 3), date(2027, 5, 3), "3 May 2027", "3 Mai 2027"),
        (date(2027, 5, 3), None, "3 May 2027", "3 Mai 2027"),
        (None, date(2027, 5, 3), "3 May 2027", "3 Mai 2027"),
        (None, None, "", ""),
    ],
)
def test_a_window_says_no_more_than_is_known(start, end, english, welsh):
    assert words.window(start, end) == english
    with translation.override("cy"):
        assert words.window(start, end) == welsh


def test_dates_have_the_day_first_in_both_languages():
    july = date(2027, 7, 3)

    assert date_format(july) == "3 July 2027"
    with translation.override("cy"):
        assert date_format(july) == "3 Gorffennaf 2027"


def test_a_text_that_is_missing_is_shown_in_the_other_language():
    title = SimpleNamespace(title_en="", title_cy="Arlwyo ysgolion")

    assert words.paired(title, "title") == ("Arlwyo ysgolion", "cy")


def test_many_places_are_cut_short():
    places = [SimpleNamespace(name_en=name, name_cy=name) for name in ("Gwynedd", "Powys", "Conwy")]

    assert words.places(places) == "Gwynedd, Powys, Conwy"
    assert words.places(places, limit=2) == "Gwynedd, Powys and 1 more"
    assert words.places(places, limit=3) == "Gwynedd, Powys, Conwy"
