"""Logos for the demo world, drawn here: a plain sign in two colours, the same for an enterprise each time."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from math import cos, radians, sin

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from collab_portal.accounts.models import User
from collab_portal.files import images
from enterprises.actions import pack
from enterprises.models import Enterprise

SIDE = 400
FINE = 2 * SIDE  # drawn larger, so that edges come out smooth
PAPER = "#ffffff"
COLOURS = (
    ("#14532d", "#86b049"),
    ("#7c2d12", "#e8a33d"),
    ("#1e3a5f", "#5fa8d3"),
    ("#4a1942", "#c874b2"),
    ("#0f4c4c", "#f2c14e"),
    ("#3b3b3b", "#d9534f"),
)


def _hills(draw: ImageDraw.ImageDraw, dark: str, light: str) -> None:
    draw.ellipse((470, 130, 640, 300), fill=light)
    draw.polygon([(80, 660), (300, 260), (520, 660)], fill=dark)
    draw.polygon([(330, 660), (540, 380), (720, 660)], fill=light)


def _petals(draw: ImageDraw.ImageDraw, dark: str, light: str) -> None:
    for turn in range(0, 360, 60):
        x, y = 400 + 170 * cos(radians(turn)), 400 + 170 * sin(radians(turn))
        draw.ellipse((x - 120, y - 120, x + 120, y + 120), fill=light, outline=PAPER, width=10)
    draw.ellipse((300, 300, 500, 500), fill=dark)


def _rings(draw: ImageDraw.ImageDraw, dark: str, light: str) -> None:
    draw.ellipse((90, 230, 450, 590), outline=dark, width=60)
    draw.ellipse((350, 230, 710, 590), outline=light, width=60)


def _leaf(draw: ImageDraw.ImageDraw, dark: str, light: str) -> None:
    """Two quarters of a circle make a leaf; its upper half is lighter."""
    lower = [(140 + 520 * sin(radians(turn)), 140 + 520 * cos(radians(turn))) for turn in range(91)]
    draw.polygon(lower, fill=dark)
    draw.polygon([(800 - y, 800 - x) for x, y in lower], fill=light)
    draw.line((140, 660, 660, 140), fill=PAPER, width=18)


def _waves(draw: ImageDraw.ImageDraw, dark: str, light: str) -> None:
    for row, colour in enumerate((light, dark, light)):
        for x in range(110, 691, 4):
            draw.circle((x, 260 + 140 * row + 45 * sin(x / 50)), 25, fill=colour)


def _house(draw: ImageDraw.ImageDraw, dark: str, light: str) -> None:
    draw.polygon([(120, 380), (400, 130), (680, 380)], fill=dark)
    draw.rectangle((200, 400, 600, 670), fill=light)
    draw.pieslice((320, 450, 480, 610), 180, 360, fill=PAPER)
    draw.rectangle((320, 530, 480, 670), fill=PAPER)


SIGNS: tuple[Callable[[ImageDraw.ImageDraw, str, str], None], ...] = (_hills, _petals, _rings, _leaf, _waves, _house)


def add_logo(enterprise: Enterprise, key: str, *, by: User) -> None:
    """Two in three have a logo, as in life."""
    number = int.from_bytes(sha256(key.encode()).digest()[:4])
    if number % 3:
        drawn = SimpleUploadedFile(f"{key}.png", _drawn(number // 3), content_type="image/png")
        pack.set_logo(enterprise=enterprise, picture=images.check(drawn, images.LOGO), by=by)


def _drawn(number: int) -> bytes:
    sheet = Image.new("RGB", (FINE, FINE), PAPER)
    sign, colours = SIGNS[number % len(SIGNS)], COLOURS[number // len(SIGNS) % len(COLOURS)]
    sign(ImageDraw.Draw(sheet), *colours)
    file = BytesIO()
    sheet.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()
