"""What the clock does for files."""

import structlog
from django.utils import timezone

from collab_portal.celery import app
from collab_portal.files.sweep import sweep

log = structlog.get_logger(__name__)


@app.task(name="files.sweep")
def sweep_files():
    """Late, twice or not at all does no harm: the next one finds what is left."""
    if swept := sweep(at=timezone.now()):
        log.info("files swept", files=swept)
