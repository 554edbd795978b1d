"""What the public page of an opportunity says of engagement."""

from datetime import datetime
from functools import cached_property

from procurement.engagement import interests
from procurement.models import PipelineEntry
from procurement.models.stages import CURRENT_STAGES


class Engagement:
    """Each part is read once, when the page asks for it."""

    def __init__(self, entry: PipelineEntry, at: datetime):
        self.entry = entry
        self._at = at

    @property
    def is_open(self) -> bool:
        """Bidders can still answer and ask."""
        return self.entry.stage in CURRENT_STAGES and not self.entry.is_expired(self._at)

    @cached_property
    def interested(self) -> int:
        return interests.public_count(self.entry.pk)
