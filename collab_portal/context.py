"""What every template may use."""

from django.conf import settings
from django.utils.translation import get_language


def portal(request):
    return {
        "portal_name": settings.PORTAL_NAME_CY if get_language() == "cy" else settings.PORTAL_NAME_EN,
        "is_local_run": settings.LOCAL_RUN,
    }
