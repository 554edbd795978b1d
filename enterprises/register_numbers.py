"""Register numbers: text under the scheme of its register, in one spelling, with its form checked.

Schemes are those of org-id.guide. The same characters can be a number in two registers (SC123456 is a Scottish company
in one and a Scottish charity in another), so a scheme is always given and never guessed from the number alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Register:
    """One register: the form of its numbers after `spell`, and an example to show beside a wrong one."""

    scheme: str
    name: str | Promise
    form: re.Pattern[str]
    spell: Callable[[str], str]
    example: str
    url: str = ""  # where a number can be looked up; {} stands for it


def _company(number: str) -> str:
    """01234567 is also written 1234567, and SC012345 also SC12345."""
    if number.isdecimal():
        return number.zfill(8)
    letters, digits = number[:2], number[2:]
    return letters + digits.zfill(6) if letters.isalpha() and digits.isdecimal() else number


def _charity(number: str) -> str:
    return number


def _scottish_charity(number: str) -> str:
    digits = number.removeprefix("SC")
    return "SC" + digits.zfill(6) if digits.isdecimal() else number


def _northern_irish_charity(number: str) -> str:
    return number.removeprefix("NIC")


def _society(number: str) -> str:
    """24287R and 24287 are one society, and Companies House writes IP24287R.

    Other suffixes tell registers apart that each began at 1, so they stay: 1951RS is Scottish (SP1951RS), 401IP
    Northern Irish (NP000401), 100C a credit union.
    """
    number = number.replace("-", "")
    if old := re.fullmatch(r"(?:IP|SP|RS|NP)0*([1-9][0-9]*)([A-Z]*)", number):
        northern_irish = "IP" if number.startswith("NP") else ""
        number = old[1] + (old[2] or northern_irish)
    return re.sub(r"(?<=[0-9])R$", "", number)


def _platform(number: str) -> str:
    letters = number.replace("-", "")
    return "-".join((letters[:4], letters[4:8], letters[8:])) if len(letters) == 12 else number


def _vat(number: str) -> str:
    return number.removeprefix("GB")


REGISTERS = {
    register.scheme: register
    for register in (
        Register(
            "GB-COH",
            _("Companies House"),
            re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|R[0-9]{7}|(IP|SP|NP|RS)(?=.{6}$)[0-9]{3,5}[A-Z]{1,3}"),
            _company,
            "01234567",
            "https://find-and-update.company-information.service.gov.uk/company/{}",
        ),
        Register(
            "GB-CHC",
            _("Charity Commission for England and Wales"),
            re.compile(r"[1-9][0-9]{5,6}(-[0-9]{1,3})?"),
            _charity,
            "1123456",
        ),
        Register(
            "GB-MPR",
            _("Mutuals Public Register (FCA)"),
            re.compile(r"[0-9]{1,5}(RS|IP|C|CU|CUS|W|SA|BEN)?"),
            _society,
            "24287R",
        ),
        Register(
            "GB-SC", _("Scottish Charity Register (OSCR)"), re.compile(r"SC[0-9]{6}"), _scottish_charity, "SC012345"
        ),
        Register(
            "GB-NIC",
            _("Charity Commission for Northern Ireland"),
            re.compile(r"1[0-9]{5}"),
            _northern_irish_charity,
            "NIC100123",
        ),
        Register(
            "GB-PPON",
            _("Find a Tender supplier number"),
            re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}"),
            _platform,
            "PABC-1234-DEFG",
        ),
        Register("GB-UKPRN", _("UK Register of Learning Providers"), re.compile(r"1[0-9]{7}"), str, "10001234"),
        Register("GB-VAT", _("VAT registration (HMRC)"), re.compile(r"[0-9]{9}([0-9]{3})?"), _vat, "GB123456782"),
    )
}


def checked(scheme: str, value: str) -> str:
    """The number in the one spelling we keep.

    Raises `ValidationError` where no register has this scheme, or its numbers look otherwise.
    Source of the forms: org-id.guide and the registers' own pages; they say nothing of whether the number exists.
    """
    register = REGISTERS.get(scheme)
    if register is None:
        raise ValidationError(_("Choose a register from the list."), code="register")
    number = register.spell(re.sub(r"\s", "", value).upper())
    if not register.form.fullmatch(number) or (scheme == "GB-VAT" and not _vat_adds_up(number)):
        raise ValidationError(
            _("“%(value)s” is not a number of this register: %(name)s. A number looks like %(example)s."),
            code="form",
            params={"value": value, "name": register.name, "example": register.example},
        )
    return number


def _vat_adds_up(number: str) -> bool:
    """The last two of nine digits check the first seven, in the old or the newer (2010) way."""
    weighted = sum(int(digit) * weight for digit, weight in zip(number[:7], range(8, 1, -1), strict=True))
    return any((weighted + plus + int(number[7:9])) % 97 == 0 for plus in (0, 55))
