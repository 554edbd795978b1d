"""Addresses of criteria, offers, panels and results, below a lot of the pipeline."""

from django.urls import include, path

from procurement.converters import OPPORTUNITY
from socialvalue.views import award, criteria, moderation, offers, opened_offers, panel, result, scores

LOT = f"{OPPORTUNITY}/lots/<int:number>"
of_criteria = [
    path(f"{LOT}/social-value/", criteria.detail, name="detail"),
    path(f"{LOT}/social-value/edit/", criteria.edit, name="edit"),
    path(f"{LOT}/social-value/edit/<slug:slug>/", criteria.section, name="section"),
    path(f"{LOT}/social-value/start/", criteria.start, name="start"),
    path(f"{LOT}/social-value/publish/", criteria.publish, name="publish"),
]
of_offers = [
    path(f"{LOT}/offer/", offers.write, name="write"),
    path(f"{LOT}/offer/check/", offers.check, name="check"),
    path(f"{LOT}/offer/receipt/", offers.receipt, name="receipt"),
    path(f"{LOT}/offer/copy/", offers.copy, name="copy"),
    path(f"{LOT}/offer/take-back/", offers.take_back, name="take-back"),
    path(f"{LOT}/offers/", opened_offers.offers, name="list"),
    path(f"{LOT}/offers/enter/", opened_offers.enter, name="enter"),
    path(f"{LOT}/offers/<int:pk>/", opened_offers.offer, name="read"),
    path(f"{LOT}/offers/<int:pk>/correct/", opened_offers.correct, name="correct"),
]
of_panel = [
    path(f"{LOT}/panel/", panel.panel, name="detail"),
    path(f"{LOT}/panel/declare/", panel.declare, name="declare"),
    path(f"{LOT}/panel/<int:pk>/stand-down/", panel.stand_down, name="stand-down"),
]
of_scores = [
    path(f"{LOT}/scores/", scores.offers, name="list"),
    path(f"{LOT}/scores/lock/", scores.lock, name="lock"),
    path(f"{LOT}/scores/<int:pk>/", scores.offer, name="offer"),
]
of_moderation = [
    path(f"{LOT}/moderation/", moderation.questions, name="list"),
    path(f"{LOT}/moderation/<int:pk>/", moderation.question, name="question"),
    path(f"{LOT}/moderation/<int:pk>/spread.csv", moderation.spread_csv, name="spread"),
]
of_result = [
    path(f"{LOT}/result/", result.result, name="detail"),
    path(f"{LOT}/result/confirm/", result.confirm, name="confirm"),
    path(f"{LOT}/result/equals/", result.equals, name="equals"),
    path(f"{LOT}/result/scores.xlsx", result.workbook, name="workbook"),
    path(f"{LOT}/result/what-if/", result.what_if, name="what-if"),
]
of_award = [path(f"{LOT}/report/", award.report, name="report")]
of_letters = [
    path(f"{LOT}/letters/", award.outbox, name="list"),
    path(f"{LOT}/letters/own/", award.own, name="own"),
    path(f"{LOT}/letters/<int:pk>/", award.letter, name="letter"),
    path(f"{LOT}/letters/<int:pk>/send/", award.send, name="send"),
]
urlpatterns = [
    path("", include((of_criteria, "criteria"))),
    path("", include((of_offers, "offers"))),
    path("", include((of_panel, "panel"))),
    path("", include((of_scores, "scores"))),
    path("", include((of_moderation, "moderation"))),
    path("", include((of_result, "result"))),
    path("", include((of_award, "award"))),
    path("", include((of_letters, "letters"))),
]
