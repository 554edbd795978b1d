"""Addresses of the alerts."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.views import following, own_alerts
from procurement.views.engagement import expressions

app_name = "alerts"

urlpatterns = [
    path("alerts/", own_alerts.mine, name="list"),
    path("alerts/save/", following.save, name="save"),
    path("alerts/asked/", following.asked, name="asked"),
    path("alerts/find/", following.find, name="find"),
    path("alerts/answer/<str:token>/", expressions.by_link, name="answer"),
    path("alerts/confirm/<str:token>/", following.confirm, name="confirm"),
    path("alerts/manage/<str:token>/", own_alerts.manage, name="manage"),
    path("alerts/manage/<str:token>/stop/", own_alerts.stop, name="stop"),
    path("alerts/manage/<str:token>/resume/", own_alerts.resume, name="resume"),
    path("alerts/manage/<str:token>/export/", own_alerts.export, name="export"),
    path("alerts/manage/<str:token>/erase/", own_alerts.erase, name="erase"),
    path("alerts/searches/<str:token>/", own_alerts.change, name="change"),
    path("alerts/searches/<str:token>/remove/", own_alerts.remove, name="remove"),
    path("alerts/watches/<str:token>/remove/", own_alerts.unwatch, name="unwatch"),
    path(f"pipeline/{OPPORTUNITY}/watch/", following.watch, name="watch"),
]

machine_urls = [path("u/<str:token>/", following.unsubscribe, name="unsubscribe")]
