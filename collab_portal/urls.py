"""Every address of the portal. Pages stand once in English and once, below /cy/, in Welsh."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from collab_portal import health, views
from collab_portal.mail.urls import machine_urls as mail_machine_urls
from enterprises.own_urls import machine_urls as enterprise_machine_urls
from procurement.urls import machine_urls as procurement_machine_urls
from socialvalue.practice.clause_urls import contract_urls
from socialvalue.practice.five_steps_urls import regional_urlpatterns
from socialvalue.practice.group_urls import machine_urls as practice_machine_urls
from socialvalue.practice.views.asking import fact_check

handler403 = views.forbidden
handler404 = views.not_found
handler429 = views.too_many  # asked for by the sign-in package
handler500 = views.broken

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *mail_machine_urls,
    *enterprise_machine_urls,
    *procurement_machine_urls,
    *practice_machine_urls,
    *i18n_patterns(
        path("", views.home, name="home"),
        path("about/", views.about, name="about"),
        path("rules/", views.rules, name="rules"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("cookies/", views.cookies, name="cookies"),
        path("terms/", views.terms, name="terms"),
        path("contact/", views.contact, name="contact"),
        path("components/", views.components, name="components"),
        path("accounts/", include("allauth.urls")),
        path("", include("collab_portal.accounts.urls")),
        path("", include("collab_portal.mail.urls")),
        path("enterprises/", include("enterprises.urls")),
        path("networks/<slug:slug>/five-steps/", include((regional_urlpatterns, "regional-steps"))),
        path("networks/<slug:slug>/digest/", include("socialvalue.practice.digest_urls")),
        path("public-bodies/<slug:slug>/five-steps/", include("socialvalue.practice.five_steps_urls")),
        path("networks/", include("enterprises.network_urls")),
        path("events/", include("enterprises.event_urls")),
        path("shortlists/", include("enterprises.shortlist_urls")),
        path("case-studies/", include("socialvalue.practice.urls")),
        path("ask-an-officer/", include("socialvalue.practice.officer_urls")),
        path("groups/", include("socialvalue.practice.group_urls")),
        path("clauses/", include("socialvalue.practice.clause_urls")),
        path("pipeline/", include(contract_urls)),
        path("fact-check/<str:token>/", fact_check, name="fact-check"),
        path("social-value/", include("socialvalue.urls")),
        path("deliveries/", include("socialvalue.delivery_urls")),
        path("public-bodies/", include("socialvalue.body_urls")),
        path("pipeline/", include("socialvalue.lot_urls")),
        path("", include("procurement.urls")),
        prefix_default_language=False,
    ),
]
