"""Addresses below /case-studies/. The study's own come last: no other word may follow them."""

from django.urls import path

from socialvalue.practice.views import (
    acts,
    asking,
    collecting,
    copying,
    editing,
    history,
    library,
    parts,
    review,
    searching,
    start,
    using,
)

app_name = "case-studies"
urlpatterns = [
    # finding
    path("", searching.library, name="list"),
    path("studies.atom", searching.feed, name="feed"),
    path("steps/<slug:step>/", searching.step, name="step"),
    path("goals/<slug:goal>/", searching.goal, name="goal"),
    path("collections/", collecting.collections, name="collections"),
    path("collections/new/", collecting.new, name="collection-new"),
    path("collections/<slug:slug>/", collecting.collection, name="collection"),
    path("collections/<slug:slug>/edit/", collecting.edit, name="collection-edit"),
    path("collections/<slug:slug>/edit/words/", collecting.words, name="collection-words"),
    path("collections/<slug:slug>/edit/<int:pk>/<slug:way>/", collecting.change, name="collection-change"),
    path("collections/<slug:slug>/remove/", collecting.remove, name="collection-remove"),
    # using
    path("adaptations/", using.adaptations, name="adaptations"),
    path("adaptations/<int:pk>/", using.adaptation, name="adaptation"),
    path("copy/redesign/<int:pk>/", copying.redesign, name="copy-redesign"),
    path("copy/criteria/<int:pk>/", copying.criteria, name="copy-criteria"),
    path("<slug:slug>/adapt/", using.adapt, name="adapt"),
    # beginning, and the coordinators' desk
    path("new/", start.new, name="new"),
    path("short/", start.short, name="short"),
    path("desk/", review.desk, name="desk"),
    # writing
    path("<slug:slug>/edit/", editing.edit, name="edit"),
    path("<slug:slug>/edit/pictures/", parts.pictures, name="pictures"),
    path("<slug:slug>/edit/pictures/new/", parts.picture_new, name="picture-new"),
    path("<slug:slug>/edit/pictures/<int:pk>/", parts.picture, name="picture"),
    path("<slug:slug>/edit/files/new/", parts.file_new, name="file-new"),
    path("<slug:slug>/edit/<slug:kind>/<int:pk>/remove/", parts.remove, name="part-remove"),
    path("<slug:slug>/edit/delivered/", editing.delivered, name="delivered"),
    path("<slug:slug>/edit/<slug:section>/", editing.section, name="section"),
    path("<slug:slug>/submit/", editing.submit, name="submit"),
    path("<slug:slug>/preview/", editing.preview, name="preview"),
    path("<slug:slug>/history/", history.history, name="history"),
    path("<slug:slug>/history/<int:number>/", history.revision, name="revision"),
    # reviewing
    path("<slug:slug>/review/", review.review, name="review"),
    path("<slug:slug>/review/take/", acts.at_once, {"act": "take"}, name="take"),
    path("<slug:slug>/review/hold/", acts.at_once, {"act": "hold"}, name="hold"),
    path("<slug:slug>/review/revise/", acts.revise, name="revise"),
    path("<slug:slug>/review/send-back/", acts.send_back, name="send-back"),
    path("<slug:slug>/review/publish/", acts.publish, name="publish"),
    path("<slug:slug>/review/schedule/", acts.schedule, name="schedule"),
    path("<slug:slug>/review/supersede/", acts.supersede, name="supersede"),
    path("<slug:slug>/review/withdraw/", acts.withdraw, name="withdraw"),
    path("<slug:slug>/review/date/", acts.review_date, name="review-date"),
    path("<slug:slug>/review/remark/<slug:field>/<slug:language>/<int:number>/", review.remark, name="remark"),
    path("<slug:slug>/review/remarks/<int:pk>/settle/", review.settle, name="settle"),
    path("<slug:slug>/review/fact-check/", asking.check_new, name="check-new"),
    path("<slug:slug>/review/consents/new/", asking.party_new, name="party-new"),
    path("<slug:slug>/review/consents/<int:pk>/", asking.consent, name="consent"),
    path("<slug:slug>/review/consents/<int:pk>/withdraw/", asking.consent_back, name="consent-back"),
    path("<slug:slug>/review/consents/<int:pk>/unnamed/", asking.unnamed, name="unnamed"),
    # reading
    path("<slug:slug>/write/", library.write, name="write"),
    path("<slug:slug>/pictures/<slug:digest>/", parts.picture_file, name="picture-file"),
    path("<slug:slug>/files/<int:pk>/", parts.document, name="file"),
    path("<slug:slug>/", library.case_study, name="detail"),
]
