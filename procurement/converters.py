"""How an opportunity, a kind of sheet and a kind of notice stand in an address."""

from django.urls import register_converter

from procurement.outlook import parts


class Reference:
    """The reference of an opportunity, such as CP-0042, in capitals or not."""

    regex = "[Cc][Pp]-[0-9]{4,18}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class SheetKind:
    """A spreadsheet for every program, or one for Excel."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class EarlyNotice(SheetKind):
    """A notice of one opportunity before its tender."""

    regex = "uk2|uk3"


class PlanPart(SheetKind):
    """What a line of an enterprise's plan is about; see `procurement.outlook.parts`."""

    regex = parts.PATTERN


register_converter(PlanPart, "plan_part")
register_converter(SheetKind, "sheet_kind")
register_converter(EarlyNotice, "early_notice")
register_converter(Reference, "reference")
OPPORTUNITY = "<reference:reference>"
