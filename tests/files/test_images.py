"""Pictures are judged by what they are, and drawn anew: nothing of the old file stays."""

import io
import tracemalloc

import pytest
from PIL import Image

from collab_portal.files import images
from collab_portal.files.images import LOGO, PICTURE
from collab_portal.files.refusals import Refused, clean_name
from tests.files import samples
from tests.files.samples import upload


def drawn(checked) -> Image.Image:
    return Image.open(io.BytesIO(checked.large.data))


@pytest.mark.parametrize(
    "make",
    [
        lambda: samples.picture(),
        lambda: samples.picture(kind="JPEG"),
        lambda: samples.picture(kind="WEBP"),
        lambda: samples.picture(kind="JPEG", mode="CMYK"),
        lambda: samples.picture(mode="P"),
        lambda: samples.picture(mode="L"),
        lambda: samples.picture(mode="1"),
        lambda: samples.picture(mode="LA"),
        lambda: samples.picture(mode="I;16"),
    ],
    ids=["png", "jpeg", "webp", "cmyk", "palette", "grey", "bits", "grey-alpha", "16-bit"],
)
def test_every_usual_picture_becomes_a_webp_of_its_size(make):
    checked = images.check(upload(make(), "logo.png"), LOGO)

    picture = drawn(checked)
    assert (picture.format, picture.size) == ("WEBP", (60, 40))
    assert checked.large.name == "logo.webp"
    assert checked.small is None


def test_a_big_picture_becomes_smaller_and_gets_a_small_one():
    checked = images.check(upload(samples.picture(3200, 1000, kind="JPEG"), "yard.jpeg"), PICTURE)

    assert (checked.large.width, checked.large.height) == (1600, 500)
    assert (checked.small.width, checked.small.height) == (480, 150)


def test_transparency_stays():
    picture = drawn(images.check(upload(samples.picture(mode="RGBA"), "logo.png"), LOGO))

    assert picture.mode == "RGBA"
    assert picture.getpixel((5, 5))[3] == pytest.approx(128, abs=4)


def test_a_photo_stands_upright_and_no_longer_says_where_it_was_taken():
    data = samples.photo_from_a_phone()

    picture = drawn(images.check(upload(data, "photo.jpg"), PICTURE))

    assert b"Camera of Gwen" in data
    assert picture.size == (32, 64)
    red, green, _blue = picture.convert("RGB").getpixel((16, 4))
    assert red > 180
    assert green < 80
    assert not picture.getexif()


@pytest.mark.parametrize("make", [samples.photo_from_a_phone, samples.with_secret_text])
def test_nothing_that_was_written_beside_the_pixels_is_kept(make):
    data = make()
    assert b"Camera of Gwen" in data

    checked = images.check(upload(data + b"<script>Camera of Gwen</script>", "a.png"), PICTURE)

    assert b"Gwen" not in checked.large.data + checked.small.data
    assert b"Exif" not in checked.large.data
    assert b"EXIF" not in checked.large.data


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: samples.archive({"a.txt": b"x"}),
            "“logo.png” is a ZIP file, not a picture. Choose a PNG, JPEG or WebP file.",
        ),
        (lambda: samples.SCRIPT, "is an SVG drawing, not a picture we can use"),
        (lambda: b"<?xml version='1.0'?>\n" + samples.SCRIPT, "is an SVG drawing"),
        (lambda: samples.animated("GIF"), "is a GIF picture, not a picture we can use"),
        (lambda: samples.animated("PNG"), "“logo.png” moves"),
        (lambda: samples.animated("WEBP"), "“logo.png” moves"),
        (lambda: b"MZ" + bytes(100), "is a program, not a picture"),
        (lambda: samples.PDF, "is a PDF document, not a picture"),
        (lambda: b"<!doctype html><script>alert(1)</script>", "is a web page"),
        (lambda: b"hello", "“logo.png” is not a picture"),
        (lambda: b"", "“logo.png” is empty"),
        (lambda: samples.picture(300, 300)[:200], "is damaged or incomplete"),
        (lambda: samples.picture(900, 900, kind="JPEG")[:3000], "is damaged or incomplete"),
        (lambda: b"\x89PNG\r\n\x1a\n", "is damaged or incomplete"),
        (lambda: b"RIFF\xff\xff\xff\xffWEBPVP8 ", "is damaged or incomplete"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_it_is_and_what_to_do(make, said):
    data = make()

    with pytest.raises(Refused) as refused:
        images.check(upload(data, "logo.png"), LOGO)

    assert said in refused.value.message


@pytest.mark.parametrize(
    "side", [6_000, 10_000, 50_000], ids=["above-ours", "above-pillows-warning", "above-pillows-limit"]
)
def test_a_flood_of_pixels_is_refused_before_it_is_decoded(side):
    data = samples.pixel_flood(side)
    tracemalloc.start()

    with pytest.raises(Refused, match="too many pixels"):
        images.check(upload(data, "logo.png"), LOGO)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_forty_megabytes_that_are_a_zip_are_called_a_zip():
    file = upload(samples.archive({"a": b"x"}) + bytes(40_000_000), "logo.png")

    with pytest.raises(Refused, match="is a ZIP file"):
        images.check(file, LOGO)


def test_a_picture_of_too_many_bytes_is_refused_with_both_figures():
    file = upload(samples.picture() + bytes(12_340_000), "logo.png")

    with pytest.raises(Refused, match=r"“logo.png” has 12.4 MB. Choose a file of at most 10 MB."):
        images.check(file, LOGO)


def test_a_name_cannot_mislead():
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("C:\\letters\\plan.pdf", suffix=".pdf") == "plan.pdf"
    assert clean_name("plan\u202efdp.exe", suffix=".pdf") == "planfdp.exe.pdf"
    assert clean_name("plan.docx", suffix=".pdf") == "plan.pdf"
    assert clean_name('a\r\nSet-Cookie: x="1".txt') == "aSet-Cookie x=1.txt"
    assert clean_name("ŵ" * 300, suffix=".pdf") == "ŵ" * 100 + ".pdf"
    assert clean_name("...") == "file"
