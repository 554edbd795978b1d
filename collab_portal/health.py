"""Is the portal alive, and is it ready? For the load balancer and the supervisor."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from collab_portal.mail import health
from procurement.alerts import outbox


@require_safe
@login_not_required
@never_cache
def alive(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def ready(request):
    """200 while the database answers. Redis may be away: alerts wait in the database; so it is told, not fatal."""
    try:
        connection.ensure_connection()
        figures = {"mail": health.figures(), "alerts": outbox.figures()}
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    try:
        cache.get("readyz")
        redis = "up"
    except RedisError:
        redis = "down"
    return JsonResponse({"database": "up", "redis": redis, **figures})
