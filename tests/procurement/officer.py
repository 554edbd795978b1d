"""An officer at her pages, for tests: it opens a page, fills it in and sends it with its stamp, as a browser would."""

import re

from django.urls import reverse
from django.utils.translation import override

DATE_PARTS = ("day", "month", "year")


class Desk:
    """The pages of one person. Dates are given as (day, month, year)."""

    def __init__(self, client, user):
        self.client = client
        client.force_login(user)

    def get(self, name, opportunity=None, *rest, language="en"):
        return self.client.get(self.address(name, opportunity, *rest, language=language))

    def post(self, name, opportunity=None, *rest, **fields):
        return self.client.post(self.address(name, opportunity, *rest), flat(fields))

    def save(self, opportunity, slug, **fields):
        """Open a page of the draft and send it filled in like this."""
        opened = self.get("section", opportunity, slug)
        return self.post("section", opportunity, slug, stamp=stamp(opened), **fields)

    def save_as_opened(self, opportunity, slug):
        """Open a page of the draft and send it as it is."""
        form = self.get("section", opportunity, slug).context["form"]
        return self.post("section", opportunity, slug, stamp=form.stamp, **filled_in(form))

    @staticmethod
    def address(name, opportunity=None, *rest, language="en"):
        with override(language):
            arguments = [opportunity.reference, *rest] if opportunity else []
            return reverse(f"pipeline:{name}", args=arguments)


def stamp(answer) -> str:
    """What the page says was saved when it was opened."""
    return re.search(r'name="stamp" value="([0-9a-f]+)"', answer.content.decode())[1]


def filled_in(form) -> dict:
    """What a browser would send of a form that nobody touched."""
    sent = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "parts"):
            sent |= dict(zip(part_names(field.html_name), field.field.widget.decompress(value), strict=True))
        elif value is not None:
            sent[field.html_name] = value
    return sent


def flat(fields: dict) -> dict:
    """Dates as their three inputs."""
    result = {}
    for name, value in fields.items():
        result |= dict(zip(part_names(name), value, strict=True)) if isinstance(value, tuple) else {name: value}
    return result


def part_names(name: str) -> list[str]:
    return [f"{name}_{part}" for part in DATE_PARTS]
