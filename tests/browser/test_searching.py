"""Searching the directory in a real browser, as a list and as a map."""

import pytest
from playwright.sync_api import expect

from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_list_and_the_map_have_no_barrier_and_lead_to_each_other(page, axe, fits_a_phone):
    build.enterprise(name_en="Cegin Werdd CIC", legal_form="CIC-G")
    build.enterprise(name_en="Gerddi CIC", area_codes=["W06000015"])
    page.goto("/enterprises/")
    axe()
    fits_a_phone()

    page.set_viewport_size({"width": 1100, "height": 900})
    page.get_by_label("Cardiff 1").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["Gerddi CIC"])
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.get_by_role("link", name="Gwynedd: 1")).to_be_visible()
    axe()
    page.get_by_role("link", name="Gwynedd: 1").click()

    expect(page.get_by_role("heading", level=3)).to_have_text(["Cegin Werdd CIC"])
    page.goto("/cy/enterprises/map/")
    axe()
    fits_a_phone()
