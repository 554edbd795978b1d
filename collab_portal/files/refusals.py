"""Why a file is refused: which one, what is wrong with it, and what to do instead."""

import re
import unicodedata
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from collab_portal.files import kinds

LONGEST_NAME = 100
UNSEEN = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")


class Refused(ValidationError):
    """A file that is not taken. It reads as a form's error."""


def clean_name(name: str, *, suffix: str = "") -> str:
    """A name without path, control characters or marks that turn the reading direction, and with an honest ending."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(each for each in UNSEEN.sub("", name) if unicodedata.category(each) not in ("Cf", "Cc", "Co", "Cs"))
    name = name.strip(" .") or "file"
    if suffix:
        stem = name.rpartition(".")[0] if name.lower().endswith(suffix) else name
        stem = re.sub(r"\.(jpe?g|png|webp|gif|pdf|docx|xlsx|odt|ods|txt|csv)$", "", stem, flags=re.IGNORECASE)
        return f"{stem[:LONGEST_NAME]}{suffix}"
    return name[:LONGEST_NAME]


def not_empty(file: UploadedFile) -> None:
    if not file.size:
        raise Refused(_("“%(name)s” is empty. Choose another file.") % {"name": clean_name(file.name)}, code="empty")


def not_longer_than(file: UploadedFile, most: int) -> None:
    if file.size > most:
        facts = {"name": clean_name(file.name), "size": megabytes(file.size), "most": megabytes(most)}
        text = _("“%(name)s” has %(size)s MB. Choose a file of at most %(most)s MB.")
        raise Refused(text % facts, code="size")


def wrong_kind(file: UploadedFile | BinaryIO, name: str, *, text: str, otherwise: str, kind: str = "") -> Refused:
    """`text` says what the file is, with %(name)s and %(kind)s; `otherwise` is for what nobody can tell."""
    kind = kind or kinds.of_file(file)
    facts = {"name": clean_name(name), "kind": kinds.KINDS.get(kind, "")}
    return Refused((text if kind else otherwise) % facts, code="kind")


def megabytes(size: int) -> str:
    """Rounded up to a tenth, so that what is too big never looks as if it were not."""
    tenths = -(-size * 10 // 1_000_000)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"
