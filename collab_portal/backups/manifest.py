"""What a back-up says of itself: when it was made, of what, and how to tell that it is whole."""

import hashlib
from datetime import datetime
from pathlib import Path

import msgspec

from collab_portal.backups.tools import BackupError

DUMP, MANIFEST = "portal.dump", "manifest.json"
VERSION = 1


class Manifest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Written last: a folder without it is no back-up."""

    version: int = VERSION
    made_at: datetime
    server: str
    migrations: list[str]
    rows: dict[str, int]
    size: int
    sha256: str
    seal: str = ""  # of the trail, as it was then


def write(manifest: Manifest, folder: Path) -> None:
    file = folder / MANIFEST
    unfinished = file.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    unfinished.replace(file)


def read(folder: Path) -> Manifest:
    """The manifest of a whole and unchanged back-up; BackupError for any other."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise BackupError(f"{folder} is no back-up of the portal: {error}") from error
    if manifest.version != VERSION:
        raise BackupError(f"{folder} has the form {manifest.version}; this portal knows {VERSION}.")
    if fingerprint(folder / DUMP) != (manifest.size, manifest.sha256):
        raise BackupError(f"{folder / DUMP} is not what was written: cut short, or changed. Take another back-up.")
    return manifest


def fingerprint(file: Path) -> tuple[int, str]:
    """Its size and its hash."""
    try:
        with file.open("rb") as content:
            return file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}") from error
