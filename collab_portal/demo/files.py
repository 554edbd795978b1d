"""Reading the files of the demo world."""

import tomllib
from pathlib import Path
from typing import Any

WORLD = Path(__file__).parent / "world"


def read(name: str, *, part: str = "") -> list[dict[str, Any]]:
    """The entries of one file: `read("enterprises")`; or of another part of it: `read("networks", part="requests")`."""
    return tomllib.loads((WORLD / f"{name}.toml").read_text(encoding="utf-8"))[part or name]
