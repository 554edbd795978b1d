"""Pictures: looked at before they are decoded, and never kept as they came.

What is stored is a new picture, drawn from the old one: without places, names and cameras in its margins, without
anything that hides behind it, and no bigger than a page needs.
"""

import hashlib
import io
import struct
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from collab_portal.files import kinds
from collab_portal.files.models import StoredContent, StoredFile
from collab_portal.files.refusals import Refused, clean_name, not_empty, not_longer_than, wrong_kind

FORMATS = ["PNG", "JPEG", "WEBP"]
TAKEN = {"png", "jpeg", "webp"}
MANY_IN_ONE = ("PNG", "WEBP")  # the second picture in a phone's JPEG is a preview, not a film
# What Pillow raises for files that are cut off, lie about themselves, or unpack to more than they should.
BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    EOFError,
)


@dataclass(frozen=True)
class Purpose:
    """How long the longer side of a picture may be, and that of the small one beside it, if any."""

    side: int
    small_side: int = 0


LOGO = Purpose(side=400)
PICTURE = Purpose(side=1600, small_side=480)


@dataclass(frozen=True)
class Drawing:
    """A picture drawn anew."""

    name: str
    width: int
    height: int
    data: bytes
    content_type: str = "image/webp"


@dataclass(frozen=True)
class CheckedPicture:
    """What a form hands to an action: ready to be stored, and not stored yet."""

    large: Drawing
    small: Drawing | None = None


def check(file: UploadedFile, purpose: Purpose = PICTURE) -> CheckedPicture:
    """Draw the uploaded picture anew, or raise `Refused` with what to do."""
    not_empty(file)
    kind = kinds.of_file(file)
    if kind not in TAKEN:
        raise wrong_kind(
            file,
            file.name,
            kind=kind,
            text=_("“%(name)s” is %(kind)s, not a picture we can use. Choose a PNG, JPEG or WebP file.")
            if kind in ("gif", "svg", "heic", "avif", "tiff", "bmp")
            else _("“%(name)s” is %(kind)s, not a picture. Choose a PNG, JPEG or WebP file."),
            otherwise=_("“%(name)s” is not a picture. Choose a PNG, JPEG or WebP file."),
        )
    not_longer_than(file, settings.PICTURE_MAX_BYTES)
    picture = opened(file, file.name)
    try:
        large = _drawn(picture, purpose.side)
    except BROKEN as error:
        raise _broken(file.name) from error
    name = clean_name(file.name, suffix=".webp")
    small = _saved(_fitted(large, purpose.small_side), name) if purpose.small_side else None
    return CheckedPicture(_saved(large, name), small)


def opened(file: BinaryIO, name: str) -> Image.Image:
    """The picture with only its head read: its size is known, its pixels are not decoded."""
    file.seek(0)
    try:
        picture = Image.open(file, formats=FORMATS)
        frames = getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name) from error
    except BROKEN as error:
        raise _broken(name) from error
    if picture.width * picture.height > settings.PICTURE_MAX_PIXELS:
        raise _too_many_pixels(name)
    if frames > 1 and picture.format in MANY_IN_ONE:
        text = _("“%(name)s” moves. Choose a picture that stands still.")
        raise Refused(text % {"name": clean_name(name)}, code="animated")
    return picture


@transaction.atomic
def store(picture: CheckedPicture) -> StoredFile:
    """Keep the picture, and the small one beside it. The row that points at it belongs in the same transaction."""
    small = _store(picture.small, None) if picture.small else None
    return _store(picture.large, small)


def _store(drawing: Drawing, small: StoredFile | None) -> StoredFile:
    return StoredFile.objects.create(
        name=drawing.name,
        content_type=drawing.content_type,
        size=len(drawing.data),
        sha256=hashlib.sha256(drawing.data).hexdigest(),
        width=drawing.width,
        height=drawing.height,
        content=StoredContent.objects.create(data=drawing.data),
        small=small,
    )


def _drawn(picture: Image.Image, side: int) -> Image.Image:
    """Smaller, upright, and in the colours of the web."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("P", "1"):
        picture = picture.convert("RGBA")  # so that it can be made smaller smoothly
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    return _in_web_colours(picture, profile, wanted)


def _in_web_colours(picture: Image.Image, profile: bytes | None, wanted: str) -> Image.Image:
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode=wanted) or picture
        except (ImageCms.PyCMSError, OSError):  # a profile of another kind of colour, or a broken one
            return picture.convert(wanted)
    return picture.convert(wanted)


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def _saved(picture: Image.Image, name: str) -> Drawing:
    """From a fresh picture of the same pixels, so that nothing but pixels can come along."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    file = io.BytesIO()
    bare.save(file, "WEBP", quality=82, method=4)
    return Drawing(name=name, width=bare.width, height=bare.height, data=file.getvalue())


def _too_many_pixels(name: str) -> Refused:
    facts = {"name": clean_name(name), "most": settings.PICTURE_MAX_PIXELS // 1_000_000}
    text = _("“%(name)s” has too many pixels. Make it smaller: at most %(most)d million, such as 6,000 by 4,000.")
    return Refused(text % facts, code="pixels")


def _broken(name: str) -> Refused:
    text = _("“%(name)s” is damaged or incomplete. Save the picture again, or choose another.")
    return Refused(text % {"name": clean_name(name)}, code="broken")
