"""A page that was asked for in Welsh leaves its thread speaking Welsh: each test starts in English again."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
