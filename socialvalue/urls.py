"""Addresses below /social-value/."""

from django.urls import path

from socialvalue.views import checking, own, policies, proxies, public
from socialvalue.views.proxies import pages

app_name = "social-value"
urlpatterns = [
    path("", public.overview, name="overview"),
    path("frameworks/<slug:code>/<str:edition>/", public.framework, name="framework"),
    path("policies/", public.policies, name="policies"),
    path("policies/<slug:slug>/copy/", policies.copy, name="policy-copy"),
    path("measures/check/", checking.check_list, name="check"),
    path("measures/check/<slug:kind>/<int:pk>/", checking.check_row, name="check-row"),
    path("own/", own.own, name="own"),
    path("own/measures/new/", own.add, name="own-measure-new"),
    path("own/measures/<slug:code>/", own.change, name="own-measure"),
    path("own/measures/<slug:code>/retire/", own.retire, name="own-measure-retire"),
    path("own/policies/new/", policies.add, name="own-policy-new"),
    path("own/policies/<slug:slug>/", policies.change, name="own-policy"),
    path("own/proxies/", proxies.start, name="proxies"),
    path("own/proxies/sets/<int:pk>/", proxies.proxy_set, name="proxy-set"),
    path("own/proxies/<slug:reference>/", pages.result, name="proxies-result"),
    path("own/proxies/<slug:reference>/columns/", pages.choose_columns, name="proxies-columns"),
    path("own/proxies/<slug:reference>/sheet/", pages.place, name="proxies-place"),
    path("own/proxies/<slug:reference>/check/", pages.check, name="proxies-check"),
    path("own/proxies/<slug:reference>/rows/<int:number>/", pages.row, name="proxies-row"),
    path("own/proxies/<slug:reference>/rows.csv", pages.refused_rows, name="proxies-rows"),
    path("own/proxies/<slug:reference>/report.csv", pages.problems, name="proxies-report"),
    path("own/proxies/<slug:reference>/discard/", pages.discard, name="proxies-discard"),
]
