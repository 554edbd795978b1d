"""How offers for one open tender of the demo world are judged: in words, which suits small providers."""

from datetime import datetime

from collab_portal.accounts.models import User
from procurement.models import Opportunity
from socialvalue.actions import criteria as actions

NEED = {
    "need_en": "Carers leave because rounds are planned without them, and young people near Deeside find no first job. "
    "We would like carers who stay, and people from here who start.",
    "need_cy": "Mae gofalwyr yn gadael am fod teithiau’n cael eu cynllunio hebddyn nhw, ac nid yw pobl ifanc ger "
    "Glannau Dyfrdwy yn cael swydd gyntaf. Hoffem weld gofalwyr yn aros, a phobl leol yn dechrau.",
}
QUESTIONS = [
    {
        "title_en": "How will carers have a say in their rounds and their hours?",
        "title_cy": "Sut y bydd gofalwyr yn cael dweud eu dweud am eu teithiau a’u horiau?",
    },
    {
        "title_en": "How will you help people from Deeside into a first job in care, and to stay in it?",
        "title_cy": "Sut y byddwch yn helpu pobl o Lannau Dyfrdwy i gael swydd gyntaf ym maes gofal, ac i aros ynddi?",
    },
]


def publish_criteria(opportunity: Opportunity, by: User, *, at: datetime) -> None:
    """For its first lot, as a publisher of the council would."""
    criteria = actions.start_criteria(lot=opportunity.lots.get(number=1), by=by, at=at)
    actions.amend_criteria(criteria=criteria, by=by, method="QUAL", quantitative_share=0, **NEED)
    actions.choose_questions(criteria=criteria, by=by, measures=[], own=QUESTIONS)
    actions.publish_criteria(criteria=criteria, by=by, at=at)
