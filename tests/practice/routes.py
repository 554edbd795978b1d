"""Who may open the pages of case studies, and the studies that the table is about."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collab_portal.files import documents, images
from procurement.actions import share_redesign
from socialvalue.practice import actions, links
from tests import build
from tests.files import samples
from tests.practice import studies
from tests.socialvalue import build_value, offers

# The columns are those of tests/routes.py. Publisher and administrator coordinate a network; all four of the
# council's roles but the viewer are among the authors of its draft.
PRACTICE = """
case-studies:adapt            | study             | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
case-studies:adaptation       | adaptation        | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
case-studies:adaptations      |                   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:check-new        | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:collection       | collection        | 200                             | 405
case-studies:collection-change | collected        | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 302 302 302
case-studies:collection-edit  | collection        | 302 403 403 403 403 200 200 200 | 302 403 403 403 403 422 422 422
case-studies:collection-new   |                   | 302 403 403 403 403 200 200 200 | 302 403 403 403 403 422 422 422
case-studies:collection-remove | collection       | 302 403 403 403 403 200 200 200 | 302 403 403 403 403 302 302 302
case-studies:collection-words | collection        | 302 403 403 403 403 200 200 200 | 302 403 403 403 403 422 422 422
case-studies:collections      |                   | 200                             | 405
case-studies:consent          | study-consent     | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:consent-back     | study-consent     | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 302 302 302
case-studies:copy-criteria    | copied-criteria   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
case-studies:copy-redesign    | copied-redesign   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
case-studies:desk             |                   | 302 403 403 403 403 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:delivered        | study-draft       | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 302
case-studies:detail           | study             | 200                             | 405
case-studies:detail           | study-draft       | 404 404 404 404 302 302 302 302 | 405
case-studies:edit             | study-draft       | 302 404 404 404 200 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:feed             |                   | 200                             | 405
case-studies:file             | study-file        | 404 404 404 404 200 200 200 200 | 405
case-studies:file-new         | study-draft       | 302 404 404 404 200 200 200 200 | 302 404 404 404 422 422 422 422
case-studies:goal             | goal              | 200                             | 405
case-studies:history          | study-draft       | 302 404 404 404 200 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:hold             | study-review      | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 302
case-studies:list             |                   | 200                             | 405
case-studies:new              |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
case-studies:part-remove      | study-part        | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 302
case-studies:party-new        | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:picture          | study-picture     | 302 404 404 404 200 200 200 200 | 302 404 404 404 422 422 422 422
case-studies:picture-file     | study-picture-file | 404 404 404 404 200 200 200 200 | 405
case-studies:picture-new      | study-draft       | 302 404 404 404 200 200 200 200 | 302 404 404 404 422 422 422 422
case-studies:pictures         | study-draft       | 302 404 404 404 200 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:preview          | study-draft       | 302 404 404 404 200 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:publish          | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:remark           | study-paragraph   | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:review           | study-review      | 302 404 404 404 404 200 200 200 | 302 405 405 405 405 405 405 405
case-studies:review-date      | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:revise           | study-review      | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 302
case-studies:revision         | study-revision    | 302 404 404 404 200 200 200 200 | 302 404 404 404 302 302 302 302
case-studies:schedule         | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:section          | study-section     | 302 404 404 404 200 200 200 200 | 302 404 404 404 409 409 409 409
case-studies:send-back        | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:settle           | study-remark      | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 302
case-studies:short            |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
case-studies:step             | step              | 200                             | 405
case-studies:submit           | study-draft       | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 302
case-studies:supersede        | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:take             | study-review      | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 302
case-studies:unnamed          | study-consent     | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 302
case-studies:withdraw         | study-review      | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
case-studies:write            | study             | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
fact-check                    | study-fact-check  | 200                             | 422
"""


def made(council, people) -> dict[str, dict]:
    """A published study, a draft of the council's with a picture and a file, and one of another body in review."""
    at, desk = timezone.now(), studies.coordinator()
    draft = studies.started(owner=council, by=people["editor"], at=at)
    by = {"study": draft, "by": people["editor"], "at": at}
    picture = images.check(SimpleUploadedFile("yard.png", samples.picture()))
    shown = actions.add_picture(**by, picture=picture, alt_en="Our yard", alt_cy="Ein hiard")
    document = documents.check(SimpleUploadedFile("guide.pdf", samples.PDF))
    file = actions.add_file(**by, document=document, kind="template", title_en="Guide")
    review = studies.in_review(at=at)
    named = actions.name_party(study=review, name="Mair", scope=["named"], by=desk, at=at)
    said = {"field": "solution", "language": "en", "paragraph": 0, "body": "Why?"}
    remark = actions.remark(study=review, by=desk, at=at, **said)
    asked = actions.ask_fact_check(
        study=review, side="council", email="mair@example.org", language="en", by=desk, at=at
    )
    library = _library(council, people, at)
    ours, theirs = {"slug": draft.slug}, {"slug": review.slug}
    return {
        **library,
        "study-draft": ours,
        "study-section": ours | {"section": "story"},
        "study-part": ours | {"kind": "files", "pk": file.pk},
        "study-picture": ours | {"pk": shown.pk},
        "study-picture-file": ours | {"digest": shown.file.sha256},
        "study-file": ours | {"pk": file.pk},
        "study-revision": ours | {"number": 1},
        "study-review": theirs,
        "study-consent": theirs | {"pk": named.pk},
        "study-paragraph": theirs | {"field": "solution", "language": "en", "number": 0},
        "study-remark": theirs | {"pk": remark.pk},
        "study-fact-check": {"token": links.token_of(asked)},
    }


def _library(council, people, at) -> dict[str, dict]:
    """A study that the council adapts, in a collection of its network; a redesign and criteria that can be copied."""
    study = studies.published(owner=council, at=at)
    network = people["publisher"].memberships.get(organisation__is_network=True).organisation
    told = {"network": network, "title_en": "Start here", "title_cy": "Dechrau yma"}
    collection = actions.start_collection(**told, by=people["publisher"], at=at)
    actions.collect(collection=collection, study=study, by=people["publisher"])
    use = {"study": study, "organisation": council, "by": people["editor"], "at": at}
    adaptation = actions.plan_adaptation(**use, language="en", what="Lots for each valley")
    build_value.frameworks()
    theirs = build.opportunity(at=at)
    redesign = share_redesign(opportunity=theirs, by=people["staff"], at=at, checks=["F-03"], title_en="Four lots")
    ours = {"slug": collection.slug}
    return {
        "study": {"slug": study.slug},
        "collection": ours,
        "collected": ours | {"pk": study.pk, "way": "down"},
        "adaptation": {"pk": adaptation.pk},
        "copied-redesign": {"pk": redesign.pk},
        "copied-criteria": {"pk": offers.published().pk},
        "step": {"step": "culture"},
        "goal": {"goal": "WBG1"},
    }
