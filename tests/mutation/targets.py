"""The modules that decide, and the tests that must notice when one of them decides otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Modules whose decisions the same tests watch over; only these tests are run. `tests` are files below tests/."""

    group: str
    tests: tuple[str, ...]
    modules: tuple[str, ...]


def _target(group: str, tests: str, modules: str) -> Target:
    return Target(group, tuple(tests.split()), tuple(modules.split()))


TARGETS = (
    _target(
        "scoring",
        "socialvalue/test_scoring.py socialvalue/test_worked_examples.py",
        """
        socialvalue/scoring/award.py socialvalue/scoring/checking.py socialvalue/scoring/criteria.py
        socialvalue/scoring/methods.py socialvalue/scoring/opening.py socialvalue/scoring/panel.py
        socialvalue/scoring/prices.py socialvalue/scoring/ranking.py socialvalue/scoring/delivery.py
        socialvalue/scoring/what_if.py""",
    ),
    _target(
        "scoring",
        "socialvalue/test_value.py",
        """
        socialvalue/value/account.py socialvalue/value/claims.py socialvalue/value/dated.py
        socialvalue/value/ranges.py""",
    ),
    _target("scoring", "socialvalue/test_award_criteria.py socialvalue/test_award.py", "socialvalue/rules.py"),
    _target(
        "deadlines",
        "socialvalue/test_sealing.py socialvalue/test_offers.py socialvalue/test_offer_race.py",
        "socialvalue/sealing.py",
    ),
    _target("deadlines", "procurement/test_digests.py", "procurement/alerts/digests.py"),
    _target("deadlines", "test_limits.py", "collab_portal/limits.py"),
    _target(
        "states",
        "procurement/test_stages.py procurement/test_actions.py procurement/test_action_sequences.py "
        "procurement/test_taking_back.py procurement/test_roles.py test_who_may.py",
        """
        procurement/models/stages.py procurement/models/opportunity.py procurement/actions/publish.py
        procurement/actions/take_back.py""",
    ),
    _target(
        "states",
        "enterprises/test_claims.py enterprises/test_checking.py enterprises/test_expiry.py "
        "enterprises/test_trust_sequences.py enterprises/test_trust_pages.py test_who_may.py",
        """
        enterprises/models/states.py enterprises/models/claims.py enterprises/models/profile.py
        enterprises/actions/claims.py enterprises/actions/checking.py enterprises/actions/joining.py
        enterprises/actions/base_test.py""",
    ),
    _target(
        "states",
        "practice/test_desk.py practice/test_sequences.py practice/test_words_between.py test_who_may.py",
        """
        socialvalue/practice/models/states.py socialvalue/practice/models/study.py socialvalue/practice/gates.py
        socialvalue/practice/actions/desk.py""",
    ),
    _target(
        "permissions",
        "accounts/test_members.py accounts/test_organisations.py accounts/test_sign_in.py test_who_may.py",
        "collab_portal/accounts/models.py collab_portal/accounts/actions.py",
    ),
    _target(
        "permissions",
        "procurement/test_roles.py procurement/test_drafting.py procurement/test_publishing.py",
        "procurement/drafting/access.py",
    ),
    _target("permissions", "enterprises/test_networks.py test_who_may.py", "enterprises/models/networks.py"),
    _target("permissions", "enterprises/test_shortlists.py test_who_may.py", "enterprises/models/shortlists.py"),
    _target(
        "permissions",
        "socialvalue/test_award_criteria.py socialvalue/test_criteria.py socialvalue/test_policies.py",
        "socialvalue/models/criteria.py socialvalue/models/policies.py",
    ),
    _target("permissions", "socialvalue/test_deliveries.py", "socialvalue/models/delivery.py"),
    _target("permissions", "practice/test_groups.py", "socialvalue/practice/models/groups.py"),
    _target("permissions", "practice/test_clauses.py", "socialvalue/practice/models/clauses.py"),
    _target(
        "matching",
        "procurement/test_matching.py procurement/test_alerts.py",
        """
        procurement/matching/criteria.py procurement/matching/percolator.py procurement/matching/reading.py
        procurement/alerts/keys.py procurement/alerts/fan_out.py""",
    ),
    _target("matching", "procurement/test_suppliers.py", "procurement/matching/asks.py enterprises/reach.py"),
)
