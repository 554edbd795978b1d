"""What the clock does for the trail: seals it all day, and checks it once a day."""

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from collab_portal.audit import sealing, trail
from collab_portal.audit.models import Act
from collab_portal.celery import app
from collab_portal.clock import WALES

log = structlog.get_logger(__name__)

CHECKED = "trail checked"


@app.task(name="audit.seal")
def seal():
    """What was done a moment ago can soon no longer be altered without a trace."""
    sealing.seal()


@app.task(name="audit.check")
def check():
    """Once a day, by the clock of Wales. The latest seal leaves the database: in the log, and by mail if wanted."""
    today = timezone.localtime(timezone=WALES).replace(hour=0, minute=0, second=0, microsecond=0)
    if Act.objects.filter(verb=CHECKED, at__gte=today).exists():
        return
    sealing.seal()
    checked = sealing.check()
    trail.record(CHECKED, seal=checked.latest, findings=len(checked.findings))
    say = log.error if checked.findings else log.info
    say("trail checked", acts=checked.acts, seal=checked.latest, findings=checked.findings)
    if settings.TRAIL_SEAL_ADDRESS:
        words = [f"Seal: {checked.latest}", f"Acts: {checked.acts}", *checked.findings]
        outcome = f"{len(checked.findings)} found altered" if checked.findings else "as it was"
        send_mail(f"The trail: {outcome}", "\n".join(words) + "\n", None, [settings.TRAIL_SEAL_ADDRESS])
