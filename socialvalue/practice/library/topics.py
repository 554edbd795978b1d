"""What each of the five steps is about, and what a goal is, for the page that gathers what is known of it."""

from django.utils.translation import gettext_lazy as _

from socialvalue.practice.models import Step

LEADS = {
    Step.CULTURE: _("How public bodies got to know social enterprises, and came to think of them when they buy."),
    Step.PRACTICE: _("How people who do the same work found each other, and stopped solving the same thing twice."),
    Step.SOCIAL_VALUE: _("How more than a price was asked for, judged fairly, and delivered."),
    Step.PIPELINE: _("How people outside learned early what would be bought, and had time to get ready."),
    Step.DESIGN: _("How contracts were made so that small and local organisations could bid and win."),
}
GOAL_LEAD = _("What was done towards this goal of the Well-being of Future Generations (Wales) Act 2015.")
