"""What the desk writes to people."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from socialvalue.practice import adapting, links, reviews
from socialvalue.practice.models import Adaptation, CaseStudy, FactCheck, Milestone


def register() -> None:
    """Make our kinds of message known. Called from the app's `ready`."""
    kinds.register("study-submitted", render=submitted)
    kinds.register("study-sent-back", render=sent_back)
    kinds.register("study-published", render=published)
    kinds.register("study-held", render=held)
    kinds.register("fact-check", render=fact_check, still_wanted=fact_check_still_wanted)
    kinds.register("fact-check-answer", render=fact_check_answer)
    kinds.register("study-review", render=review, still_wanted=reviews.still_due)
    kinds.register("adaptation-planned", render=adaptation_planned)
    kinds.register("adaptation-done", render=adaptation_done)
    kinds.register("adaptation-due", render=adaptation_due, still_wanted=adapting.still_due)


def submitted(payload: Payload, language: str) -> Message:
    """To the coordinators of the authors' networks."""
    study, note = _about(payload)
    lead = gettext("%(owner)s has sent in a case study. It waits for somebody to review it.") % {"owner": study.owner}
    heading = gettext("A case study came in: %(title)s") % {"title": study}
    return _write(heading, lead, said=note, url=_page("case-studies:review", study), button=gettext("See the study"))


def sent_back(payload: Payload, language: str) -> Message:
    """To its authors."""
    study, note = _about(payload)
    heading = gettext("Your case study needs a little more: %(title)s") % {"title": study}
    lead = gettext("A coordinator read it and asks you for this:")
    return _write(heading, lead, said=note, url=_page("case-studies:edit", study), button=gettext("Go on writing"))


def published(payload: Payload, language: str) -> Message:
    """To its authors."""
    study, _note = _about(payload)
    heading = gettext("Your case study is published: %(title)s") % {"title": study}
    lead = gettext("Everybody can read it now. Thank you for telling others what you learned.")
    return _write(heading, lead, url=_page("case-studies:detail", study), button=gettext("See the study"))


def held(payload: Payload, language: str) -> Message:
    """To everybody who has it in hand: the portal stopped it."""
    study, note = _about(payload)
    if study.withdrawal:
        heading = gettext("A case study was taken out of the library: %(title)s") % {"title": study}
        lead = gettext("Somebody named in it no longer agrees, so readers cannot see it any more.")
    else:
        heading = gettext("A case study was not published: %(title)s") % {"title": study}
        lead = gettext("It was scheduled, but something is missing now. It is in review again.")
    return _write(heading, lead, said=note, url=_page("case-studies:review", study), button=gettext("See the study"))


def fact_check(payload: Payload, language: str) -> Message:
    """To somebody who was there, and who may have no account."""
    check = _check(payload)
    names = {"title": check.study, "date": date_format(check.expires_at, "j F Y")}
    heading = gettext("Are the facts right? %(title)s") % names
    lead = gettext("This case study tells of work you were part of. Before it is published, please read it through.")
    note = gettext("You need no account. The link works until %(date)s.") % names
    return _write(heading, lead, note=note, url=links.fact_check_url(check), button=gettext("Check the facts"))


def fact_check_answer(payload: Payload, language: str) -> Message:
    """To the coordinator who asked."""
    check = _check(payload)
    names = {"title": check.study, "side": check.get_side_display()}
    heading = gettext("The facts were checked: %(title)s") % names
    if check.answer == FactCheck.Answer.CONFIRMED:
        lead = gettext("%(side)s: the facts are right.") % names
    else:
        lead = gettext("%(side)s: something has to be corrected.") % names
    url = _page("case-studies:review", check.study)
    return _write(heading, lead, said=check.corrections, url=url, button=gettext("See the study"))


def review(payload: Payload, language: str) -> Message:
    """To those who have it in hand, before the review date."""
    study = CaseStudy.objects.get(pk=payload["study"])
    names = {"title": study, "date": date_format(date.fromisoformat(payload["review_on"]), "j F Y")}
    heading = gettext("Look at your case study again by %(date)s: %(title)s") % names
    lead = gettext(
        "Is it still true? Say so, or bring it up to date. After that day readers see that nobody has looked at it."
    )
    return _write(heading, lead, url=_page("case-studies:review", study), button=gettext("See the study"))


def adaptation_planned(payload: Payload, language: str) -> Message:
    """To the authors and their coordinators."""
    adaptation, names = _adaptation(payload)
    heading = gettext("%(organisation)s wants to adapt your case study: %(title)s") % names
    lead = gettext("They told us what they mean to do. You can help them with what you learned.")
    url = _page("case-studies:detail", adaptation.study)
    return _write(heading, lead, said=adaptation.what, url=url, button=gettext("See the study"))


def adaptation_done(payload: Payload, language: str) -> Message:
    """To the same."""
    adaptation, names = _adaptation(payload)
    heading = gettext("%(organisation)s has adapted your case study: %(title)s") % names
    lead = gettext("This is what came of it:")
    url = _page("case-studies:detail", adaptation.study)
    return _write(heading, lead, said=adaptation.result, url=url, button=gettext("See the study"))


def adaptation_due(payload: Payload, language: str) -> Message:
    """To whoever planned it."""
    adaptation, names = _adaptation(payload)
    heading = gettext("How did it go? %(title)s") % names
    lead = gettext("You wanted to adapt this case study by now. Tell the others in a few words what came of it.")
    url = absolute(reverse("case-studies:adaptation", args=[adaptation.pk]))
    return _write(heading, lead, said=adaptation.what, url=url, button=gettext("Say how it went"))


def fact_check_still_wanted(payload: Payload) -> str | None:
    return "answered" if _check(payload).answered_at else None


def _about(payload: Payload) -> tuple[CaseStudy, str]:
    study = CaseStudy.objects.select_related("owner").get(pk=payload["study"])
    return study, Milestone.objects.get(pk=payload["milestone"]).note


def _adaptation(payload: Payload) -> tuple[Adaptation, dict[str, str]]:
    found = Adaptation.objects.select_related("study", "organisation").get(pk=payload["adaptation"])
    return found, {"organisation": found.organisation.name, "title": str(found.study)}


def _check(payload: Payload) -> FactCheck:
    return FactCheck.objects.select_related("study").get(pk=payload["check"])


def _page(name: str, study: CaseStudy) -> str:
    return absolute(reverse(name, args=[study.slug]))


def _write(heading: str, lead: str, *, url: str, button: str, said: str = "", note: str = "") -> Message:
    context = {"heading": heading, "lead": lead, "said": said, "note": note, "url": url, "button": button}
    return compose("enterprises/email/network", subject=heading, context=context)
