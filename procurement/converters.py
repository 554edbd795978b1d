"""How an opportunity stands in an address."""

from django.urls import register_converter


class Reference:
    """The reference of an opportunity, such as CP-0042, in capitals or not."""

    regex = "[Cc][Pp]-[0-9]{4,18}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "reference")
OPPORTUNITY = "<reference:reference>"
