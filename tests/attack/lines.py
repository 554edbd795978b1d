"""The forty lines: what is tried, what the portal promises, and which committed tests try it too."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One of the forty. `tests` are run by the same command, and count like an attack."""

    id: str
    what: str
    expected: str
    tests: tuple[str, ...] = ()


def _tests(text: str) -> tuple[str, ...]:
    """`accounts/test_x.py::name` for `tests/accounts/test_x.py::test_name`."""
    found = []
    for word in text.split():
        path, _, name = word.partition("::")
        found.append(f"tests/{path}" + (f"::test_{name}" if name else ""))
    return tuple(found)


LINES = (
    Line(
        "S1",
        "every address × person × method",
        "the reviewed table; N 302, others' 404, wrong role 403",
        _tests("""
        test_routes.py::every_address_has_its_line"""),
    ),
    Line(
        "S2",
        "others' objects by id, slug, token",
        "404, the same page as for what does not exist",
        _tests("""
        enterprises/test_editing.py::the_line_of_another_enterprise_is_not_found
        enterprises/test_networks.py procurement/test_roles.py::another_organisation_finds_nothing_there"""),
    ),
    Line(
        "S3",
        "foreign ids in fields of forms",
        "4xx, nothing changed",
        _tests("""
        procurement/test_stages.py::a_lot_of_somebody_elses_cannot_be_awarded
        accounts/test_sign_in.py::nobody_acts_for_an_organisation_she_is_no_member_of
        procurement/test_partners.py::a_group_takes_only_those_on_the_same_board
        socialvalue/test_policies.py::a_policy_of_another_body_is_not_there"""),
    ),
    Line("S4", "is_staff, role, stage … added to every form", "ignored; rows unchanged"),
    Line(
        "S5",
        "a role ends while a session is open",
        "the next request is refused",
        _tests("""
        accounts/test_members.py::a_removed_member_no_longer_acts_for_the_organisation
        procurement/test_roles.py::a_member_who_left_sees_nothing_any_more"""),
    ),
    Line(
        "S6",
        "too low a role; approving one's own work",
        "403; four eyes where they are promised",
        _tests("""
        procurement/test_roles.py::a_viewer_sees_but_cannot_change
        enterprises/test_claims.py::a_coordinator_vouches_but_not_for_herself
        practice/test_sequences.py::nothing_goes_out_without_consents_fact_check_and_a_second_person"""),
    ),
    Line(
        "S7",
        "steps skipped",
        "refused, stage unchanged",
        _tests("""
        procurement/test_action_sequences.py enterprises/test_trust_sequences.py
        procurement/test_stages.py::a_step_is_offered_and_taken_only_where_it_is_open"""),
    ),
    Line(
        "S8",
        "scores and weights tampered with",
        "frozen, refused, computed again",
        _tests("""
        socialvalue/test_scoring.py::bids_that_cannot_be_scored_are_refused
        socialvalue/test_scoring.py::a_rule_that_is_not_whole_is_refused
        socialvalue/test_sealing.py::what_offers_rest_on_is_frozen
        socialvalue/test_offers.py::an_absurd_quantity_is_refused_and_nothing_is_lost"""),
    ),
    Line(
        "S9",
        "every GET twice",
        "no row changes",
        _tests("""
        procurement/test_roles.py::a_get_never_changes_anything"""),
    ),
    Line("S10", "forms without token, from elsewhere, with another's token", "403 but for one-click and provider"),
    Line("S11", "cookies", "__Host-, Secure, HttpOnly, SameSite=Lax; none for readers"),
    Line(
        "S12",
        "offers at the deadline",
        "by the database's clock: in with a receipt, or out with the reason",
        _tests("""
        socialvalue/test_offer_race.py
        socialvalue/test_offers.py::one_second_late_keeps_every_word_and_says_so_by_the_clock_of_wales"""),
    ),
    Line(
        "S13",
        "sealed offers looked for on every page",
        "nothing of them before the deadline",
        _tests("""
        socialvalue/test_sealing.py::before_the_deadline_only_the_bidder_sees_its_offer
        socialvalue/test_privacy.py"""),
    ),
    Line(
        "S14",
        "SELECT of all offers as the web role",
        "0 rows by row security",
        _tests("""
        socialvalue/test_sealing.py::the_migrated_database_seals_every_table_of_offers_for_its_owner_too"""),
    ),
    Line(
        "S15",
        "a deadline moved by whom or when it may not",
        "refused; only later, with its reason, in public",
        _tests("""
        socialvalue/test_sealing.py::the_deadline_of_published_criteria_moves_only_on_and_only_before_it_passes
        procurement/test_stages.py::a_deadline_is_extended_with_a_reason"""),
    ),
    Line(
        "S16",
        "opened offers read by others",
        "404",
        _tests("""
        socialvalue/test_sealing.py::after_the_deadline_the_buyer_reads_offers_and_prices_once_all_scores_are_locked
        socialvalue/test_offers.py::after_the_deadline_the_buyer_reads_offers_without_prices_and_enters_those_of_other_routes"""),
    ),
    Line(
        "S17",
        "attempts of S13 to S16",
        "each leaves a line in the trail",
        _tests("""
        socialvalue/test_offers.py::whoever_asks_for_sealed_offers_is_told_until_when_and_it_is_recorded"""),
    ),
    Line(
        "S18",
        "script stored in every text field",
        "no active node on any page or mail",
        _tests("""
        practice/test_library.py::rich_text_cannot_run_or_load_anything
        accounts/test_sign_in_flows.py::what_a_mail_repeats_cannot_become_markup
        pages/test_forms.py::text_that_was_typed_is_escaped"""),
    ),
    Line("S19", "script and template code reflected", "escaped"),
    Line(
        "S20",
        "content security policy",
        "no unsafe-*, object-src, base-uri, frame-ancestors none",
        _tests("""
        pages/test_headers.py::no_page_has_an_inline_script_or_style"""),
    ),
    Line(
        "S21",
        "formulas in what is exported",
        "text in CSV and XLSX",
        _tests("""
        procurement/test_exports.py::text_that_could_run_is_marked_as_text
        procurement/test_exports.py::whatever_is_written_can_be_read_again_and_nothing_of_it_runs
        sheets/test_writing.py::text_that_could_run_is_marked_in_csv
        socialvalue/test_worksheet.py::names_cannot_act_and_values_are_there_without_recomputing"""),
    ),
    Line(
        "S22",
        "workbooks that are traps",
        "refused at the door in under 2 s",
        _tests("""
        sheets/test_guard.py"""),
    ),
    Line(
        "S23",
        "CSV that is a trap",
        "refused or rows named; bounded",
        _tests("""
        sheets/test_reading.py::broken_text_is_refused_and_its_place_named
        procurement/plans/test_cells.py::whatever_a_cell_holds_it_is_read_or_refused"""),
    ),
    Line(
        "S24",
        "fetching from where it may not",
        "only the hosts of the settings, no redirects, limits",
        _tests("""
        procurement/test_fetch_notices.py::nobody_else_is_asked
        procurement/test_fetch_notices.py::nobody_is_followed_elsewhere_and_no_endless_answer_is_read"""),
    ),
    Line("S25", "open redirect", "stays on the portal"),
    Line(
        "S26",
        "mail headers injected",
        "one recipient, no header more",
        _tests("""
        mail/test_sending.py::a_line_break_in_a_subject_makes_no_header
        mail/test_sending.py::nobody_takes_our_headers_from_us"""),
    ),
    Line("S27", "host header poisoned", "400; links name the configured address"),
    Line(
        "S28",
        "hostile uploads",
        "refused; what is kept is served harmless",
        _tests("""
        files/test_documents.py::what_can_act_or_cannot_be_read_is_refused
        files/test_images.py::a_flood_of_pixels_is_refused_before_it_is_decoded
        files/test_images.py::what_is_no_picture_is_refused_with_what_it_is_and_what_to_do
        files/test_images.py::a_name_cannot_mislead"""),
    ),
    Line(
        "S29",
        "others' documents by guessed address",
        "404",
        _tests("""
        enterprises/test_pack.py::a_public_body_reads_the_pack_from_the_grant_until_it_is_taken_back
        enterprises/test_pack.py::a_grant_ends_by_itself
        enterprises/test_pack.py::a_document_is_no_public_picture_and_no_other_enterprises"""),
    ),
    Line(
        "S30",
        "sessions fixed, kept, reused",
        "a new id at sign-in, the old one dead; others end on request; 30 min idle, 12 h in all",
        _tests("""
        accounts/test_session_limits.py
        accounts/test_sign_in_flows.py::a_password_that_is_changed_ends_other_sessions_and_is_told_by_mail
        accounts/test_sign_in_flows.py::a_person_sees_where_she_is_signed_in_and_ends_the_others"""),
    ),
    Line(
        "S31",
        "who has an account?",
        "same answer, same length, same time",
        _tests("""
        accounts/test_sign_in.py::signing_up_twice_says_the_same_as_signing_up_once
        procurement/test_saved_search.py::nobody_learns_which_addresses_are_known"""),
    ),
    Line(
        "S32",
        "passwords guessed, X-Forwarded-For forged",
        "limited for a while, forging is no help",
        _tests("""
        accounts/test_sign_in.py::too_many_wrong_passwords_are_refused_for_a_while
        test_limits.py::the_caller_is_who_the_proxy_says"""),
    ),
    Line(
        "S33",
        "second factor left out, reused, skipped",
        "refused",
        _tests("""
        accounts/test_sign_in.py::a_role_that_decides_needs_a_second_factor
        accounts/test_sign_in_flows.py::a_recovery_code_works_once
        accounts/test_sign_in_flows.py::who_stops_at_the_second_step_is_not_signed_in"""),
    ),
    Line(
        "S34",
        "weak passwords",
        "refused; long ones taken; kept by a slow hash",
        _tests("""
        accounts/test_sign_in_flows.py::a_bad_password_is_refused_with_advice"""),
    ),
    Line(
        "S35",
        "costly questions",
        "capped or 429; never slow",
        _tests("""
        procurement/test_pipeline_list.py::whoever_searches_too_often_is_asked_to_wait
        procurement/test_exports.py::exports_have_a_limit_of_their_own
        text/test_search.py::at_most_twenty_words_of_sixty_four_letters_are_read"""),
    ),
    Line("S36", "SQL, filter names, operators", "no 500; no ** of a request in the code"),
    Line(
        "S37",
        "the trail tampered with",
        "refused for the web role; altered as the owner: found, and where",
        _tests("""
        accounts/test_audit.py
        audit/test_seals.py"""),
    ),
    Line("S38", "personal data in logs and queues", "none"),
    Line(
        "S39",
        "tokens guessed, altered, of another kind, prefetched",
        "404; nothing changes; not sent on",
        _tests("""
        procurement/test_own_alerts.py::looking_at_the_unsubscribe_page_changes_nothing
        procurement/test_own_alerts.py::one_click_stops_without_session_or_token_and_twice_does_no_harm
        procurement/test_expressions.py::the_link_is_bound_to_one_person_and_one_opportunity_and_runs_out
        practice/test_desk.py::opening_the_link_answers_nothing_and_an_answer_is_given_once
        procurement/test_plan.py::the_calendar_needs_no_sign_in_and_ends_with_the_membership"""),
    ),
    Line("S40", "what should not be there", "404; no banner, no trace, no default account"),
)
