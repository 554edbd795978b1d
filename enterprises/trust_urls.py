"""Addresses of trust: claims, requests to join, the base test and the log; and a network's work lists."""

from django.urls import path

from enterprises.views import base_test, checking, claims, joining

urlpatterns = [
    path("<slug:slug>/claim/", claims.claim, name="claim"),
    path("<slug:slug>/claim/withdraw/", claims.withdraw, name="claim-withdraw"),
    path("<slug:slug>/claim/<str:token>/", claims.link, name="claim-link"),
    path("<slug:slug>/join/", joining.join, name="join"),
    path("<slug:slug>/join-requests/", joining.requests, name="join-requests"),
    path("<slug:slug>/join-requests/<int:pk>/", joining.decide, name="join-decide"),
    path("<slug:slug>/edit/base-test/", base_test.base_test, name="base-test"),
    path("<slug:slug>/log/", checking.log, name="log"),
    path("<slug:slug>/delist/", checking.delist, name="delist"),
]

# Below /networks/, for coordinators.
network_urlpatterns = [
    path("<slug:slug>/claims/", claims.claims, name="claims"),
    path("<slug:slug>/claims/<int:pk>/", claims.decide, name="claim-decide"),
    path("<slug:slug>/verify/", checking.waiting, name="verify"),
    path("<slug:slug>/verify/<slug:enterprise>/", checking.check, name="check"),
]
