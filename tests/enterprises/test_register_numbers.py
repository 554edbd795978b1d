"""Register numbers have one spelling, and a scheme that is never guessed."""

import pytest
from django.core.exceptions import ValidationError

from enterprises.register_numbers import checked


@pytest.mark.parametrize(
    ("scheme", "written", "kept"),
    [
        ("GB-COH", " 1234567 ", "01234567"),
        ("GB-COH", "sc12345", "SC012345"),
        ("GB-COH", "IP24287R", "IP24287R"),
        ("GB-SC", "SC12345", "SC012345"),
        ("GB-CHC", "1123456-2", "1123456-2"),
        ("GB-MPR", "24287 R", "24287"),
        ("GB-MPR", "IP24287R", "24287"),
        ("GB-MPR", "1951RS", "1951RS"),  # Scotland
        ("GB-MPR", "SP1951RS", "1951RS"),
        ("GB-MPR", "401 IP", "401IP"),  # Northern Ireland
        ("GB-MPR", "NP000401", "401IP"),
        ("GB-MPR", "4821", "4821"),
        ("GB-MPR", "100C", "100C"),
        ("GB-COH", "SP1951RS", "SP1951RS"),
        ("GB-COH", "ip00100c", "IP00100C"),
        ("GB-NIC", "NIC100123", "100123"),
        ("GB-PPON", "pabc1234defg", "PABC-1234-DEFG"),
        ("GB-VAT", "GB 123 4567 82", "123456782"),
    ],
)
def test_a_number_is_kept_in_one_spelling(scheme, written, kept):
    assert checked(scheme, written) == kept
    assert checked(scheme, kept) == kept


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("GB-COH", "123456789"),
        ("GB-COH", ""),
        ("GB-COH", "IP1951R"),
        ("GB-COH", "SC1951RS"),
        ("GB-MPR", "1951XX"),
        ("GB-MPR", "R"),
        ("GB-CHC", "0123456"),
        ("GB-SC", "1234567"),
        ("GB-VAT", "123456783"),
        ("GB-XYZ", "1"),
    ],
)
def test_a_wrong_number_is_refused_with_an_example(scheme, written):
    with pytest.raises(ValidationError) as refused:
        checked(scheme, written)

    assert refused.value.code in ("form", "register")
