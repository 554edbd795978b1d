"""The lines of the table of routes (see `tests.routes`) that are about social value."""

SOCIAL_VALUE = """
award:report                  | award             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
award:report                  | panel             | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
criteria:detail               | criteria          | 200                             | 405
criteria:detail               | criteria-draft    | 404 404 404 302 302 302 302 404 | 405
criteria:edit                 | criteria-draft    | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
criteria:publish              | criteria-draft    | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
criteria:section              | criteria-page     | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
criteria:start                | criteria-draft    | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
letters:letter                | award-offer       | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
letters:list                  | award             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
letters:own                   | award-letter      | 302 403 403 403 200 200 200 403 | 302 405 405 405 405 405 405 405
letters:send                  | award-offer       | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 302 302 404
moderation:list               | award             | 302 404 404 200 404 200 404 404 | 302 405 405 405 405 405 405 405
moderation:list               | panel             | 302 404 404 403 302 403 404 404 | 302 405 405 405 405 405 405 405
moderation:question           | award-question    | 302 404 404 200 404 200 404 404 | 302 404 404 403 404 409 404 404
moderation:spread             | award-question    | 302 404 404 200 404 200 404 404 | 302 405 405 405 405 405 405 405
deliveries:begin              | offer-that-won    | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
deliveries:csv                | sv-delivery       | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
deliveries:decide             | sv-report         | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
deliveries:detail             | sv-delivery       | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
deliveries:evidence           | sv-evidence       | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
deliveries:list               |                   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
deliveries:picture-csv        | sv-promise        | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
deliveries:report             | sv-quarter        | 302 404 404 403 403 403 403 404 | 302 404 404 403 403 403 403 404
deliveries:step               | sv-step           | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
deliveries:value              | sv-delivery       | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
deliveries:value-csv          | sv-delivery       | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
deliveries:value-edit         | sv-promise        | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
deliveries:value-remove       | sv-promise        | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
offers:check                  | offer-to          | 302 403 403 403 200 200 200 403 | 302 403 403 403 409 409 409 403
offers:copy                   | offer-to          | 302 403 403 403 200 200 200 403 | 302 405 405 405 405 405 405 405
offers:correct                | offer-opened      | 302 404 404 403 404 404 404 404 | 302 404 404 403 404 404 404 404
offers:enter                  | offers-opened     | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
offers:list                   | criteria          | 302 404 404 403 403 403 403 404 | 302 405 405 405 405 405 405 405
offers:list                   | offers-opened     | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
offers:read                   | offer-opened      | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
offers:receipt                | offer-to          | 302 403 403 403 200 200 200 403 | 302 405 405 405 405 405 405 405
offers:take-back              | offer-to          | 302 403 403 403 200 200 200 403 | 302 403 403 403 302 302 302 403
offers:write                  | offer-to          | 302 403 403 403 200 200 200 403 | 302 403 403 403 409 409 409 403
panel:declare                 | panel             | 302 404 404 302 200 302 404 404 | 302 404 404 302 422 302 404 404
panel:detail                  | panel             | 302 404 404 200 200 200 200 404 | 302 404 404 403 403 422 422 404
panel:stand-down              | panel-seat        | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
result:confirm                | award             | 302 405 405 405 405 405 405 405 | 302 404 404 403 404 302 302 404
result:equals                 | award             | 302 404 404 403 404 302 302 404 | 302 404 404 403 404 302 302 404
result:detail                 | award             | 302 404 404 200 404 200 200 404 | 302 404 404 403 404 422 422 404
result:detail                 | panel             | 302 404 404 403 404 403 403 404 | 302 404 404 403 404 403 403 404
result:what-if                | award             | 302 404 404 200 404 200 200 404 | 302 405 405 405 405 405 405 405
result:workbook               | award             | 302 404 404 200 404 200 200 404 | 302 405 405 405 405 405 405 405
scores:list                   | panel             | 302 404 404 200 302 404 404 404 | 302 405 405 405 405 405 405 405
scores:lock                   | panel             | 302 404 404 200 302 404 404 404 | 302 404 404 422 302 404 404 404
scores:offer                  | panel-offer       | 302 404 404 200 302 404 404 404 | 302 404 404 409 302 404 404 404
outcomes:annual-publish       | report-year       | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 302 302 404
outcomes:annual-report        | report-year       | 404 404 404 200 200 200 200 404 | 405
outcomes:annual-reports       | council           | 200                             | 405
outcomes:annual-section       | report-section    | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
outcomes:goals-csv            | council           | 200                             | 405
outcomes:measures-csv         | council           | 200                             | 405
outcomes:objective            | sv-objective      | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
outcomes:objective-new        | council           | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
outcomes:quarters-csv         | council           | 200                             | 405
outcomes:social-value         | council           | 200                             | 405
outcomes:step-new             | council           | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
outcomes:steps                | council           | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
social-value:check            |                   | 302 404 404 404 404 404 404 200 | 302 405 405 405 405 405 405 405
social-value:check-row        | unverified        | 302 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 422
social-value:framework        |                   | 200                             | 405
social-value:overview         |                   | 200                             | 405
social-value:own              |                   | 302 403 200 403 200 200 200 403 | 302 405 405 405 405 405 405 405
social-value:own-measure      | own-measure       | 302 403 404 403 200 200 200 403 | 302 403 404 403 409 409 409 403
social-value:own-measure-new  |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
social-value:own-measure-retire | own-measure     | 302 403 404 403 200 200 200 403 | 302 403 404 403 302 302 302 403
social-value:own-policy       | own-policy        | 302 403 404 403 200 200 200 403 | 302 403 404 403 409 409 409 403
social-value:own-policy-new   |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
social-value:policies         |                   | 200                             | 405
social-value:policy-copy      | policy-example    | 302 405 405 405 405 405 405 405 | 302 403 302 403 302 302 302 403
social-value:proxies          |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
social-value:proxies-check    | proxy-sheet       | 302 404 404 404 200 200 200 404 | 302 405 405 405 405 405 405 405
social-value:proxies-columns  | proxy-sheet       | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
social-value:proxies-discard  | proxy-sheet       | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 404
social-value:proxies-place    | proxy-sheet       | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
social-value:proxies-report   | proxy-sheet       | 302 404 404 404 200 200 200 404 | 302 405 405 405 405 405 405 405
social-value:proxies-result   | proxy-sheet       | 302 404 404 404 302 302 302 404 | 302 404 404 404 302 302 302 404
social-value:proxies-row      | proxy-row         | 302 404 404 404 200 200 200 404 | 302 404 404 404 302 302 302 404
social-value:proxies-rows     | proxy-sheet       | 302 404 404 404 200 200 200 404 | 302 405 405 405 405 405 405 405
social-value:proxy-set        | proxy-set         | 302 403 404 403 200 200 200 403 | 302 405 405 405 405 405 405 405
"""
