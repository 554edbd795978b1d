"""Bringing in case studies that others have written down: sheets, and folders of Markdown."""

from socialvalue.practice.imports.columns import BY_KEY, COLUMNS
from socialvalue.practice.imports.folder import sheet_of
from socialvalue.practice.imports.running import run

__all__ = ["BY_KEY", "COLUMNS", "run", "sheet_of"]
