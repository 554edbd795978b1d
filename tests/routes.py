"""The table of who may open what. Read it as a promise: a changed cell is a changed promise.

The columns of answers are those of PEOPLE, first to a GET, then to an empty POST; one number stands for all.
302 for nobody leads to the sign-in. 404: she may not know of it. 403: she may see it but not do it. 405: not that way.
"""

from dataclasses import dataclass

from tests.enterprises.network_routes import NETWORKS
from tests.practice.assessments import FIVE_STEPS
from tests.practice.exchange_routes import EXCHANGE
from tests.practice.routes import PRACTICE
from tests.socialvalue.routes import SOCIAL_VALUE

# A reader without account; a person without organisation; the administrator of another body; the four roles; staff.
PEOPLE = ("nobody", "person", "stranger", "viewer", "editor", "publisher", "administrator", "staff")

TABLE = """
about                         |                   | 200                             | 405
accessibility                 |                   | 200                             | 405
accounts:desk                 |                   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
accounts:erase                |                   | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
accounts:export               |                   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
accounts:invitation           | invitation        | 200                             | 200 422 422 422 422 422 422 422
accounts:invite               | council           | 302 404 404 403 403 403 200 404 | 302 404 404 403 403 403 422 404
accounts:me                   |                   | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
accounts:member               | member            | 302 404 404 403 403 403 200 404 | 302 404 404 403 403 403 422 404
accounts:organisation         | council           | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
accounts:organisation-details | council           | 302 404 404 403 403 403 200 404 | 302 404 404 403 403 403 422 404
accounts:remove               | member            | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 403 302 404
accounts:staff-merge          | council           | 302 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 422
accounts:staff-new            |                   | 302 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 422
accounts:staff-organisations  |                   | 302 404 404 404 404 404 404 200 | 302 405 405 405 405 405 405 405
accounts:switch               | council           | 302 405 405 405 405 405 405 405 | 302 404 404 302 302 302 302 404
accounts:uninvite             | invitation-number | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 403 302 404
accounts:write                | council           | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
alerts:answer                 | answer-link       | 200                             | 422
alerts:asked                  |                   | 200                             | 405
alerts:change                 | search            | 200                             | 422
alerts:confirm                | search            | 200                             | 200
alerts:erase                  | subscriber        | 200                             | 302
alerts:export                 | subscriber        | 200                             | 405
alerts:find                   |                   | 200                             | 422
alerts:list                   |                   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
alerts:manage                 | subscriber        | 200                             | 422
alerts:remove                 | search            | 405                             | 302
alerts:resume                 | subscriber        | 405                             | 302
alerts:save                   |                   | 200                             | 422
alerts:stop                   | subscriber        | 405                             | 302
alerts:unwatch                | watch             | 405                             | 302
alerts:watch                  | draft             | 404                             | 404
alerts:watch                  | published         | 200                             | 422 302 302 302 302 302 302 302
chances                       | own               | 302 404 404 403 200 200 200 404 | 302 405 405 405 405 405 405 405
components                    |                   | 200                             | 405
contact                       |                   | 200                             | 405
cookies                       |                   | 200                             | 405
enterprise-picture            | shown             | 200                             | 405
enterprises:base-test         | own               | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
enterprises:claim             | stub              | 302 200 200 200 200 200 200 200 | 302 200 302 200 302 302 302 302
enterprises:claim-link        | claim             | 200                             | 422
enterprises:claim-withdraw    | stub              | 302 405 405 405 405 405 405 405 | 302 302 404 302 404 404 404 404
enterprises:csv               |                   | 200                             | 405
enterprises:delete            | own               | 302 404 404 403 403 403 200 404 | 302 404 404 403 403 403 422 404
enterprises:delist            | own               | 302 404 404 403 403 200 200 200 | 302 404 404 403 403 422 422 422
enterprises:detail            | enterprise        | 200                             | 405
enterprises:document          | own-document      | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
enterprises:document-file     | own-document      | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:document-new      | own               | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
enterprises:document-remove   | own-document      | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
enterprises:download          |                   | 200                             | 405
enterprises:double            | double            | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
enterprises:doubles           |                   | 302 404 404 404 404 200 200 200 | 302 405 405 405 405 405 405 405
enterprises:edit              | own               | 302 404 404 403 200 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:edit-add          | own-section       | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
enterprises:edit-line         | own-line          | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
enterprises:edit-remove       | own-line          | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
enterprises:edit-section      | own-page          | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
enterprises:edit-section      | own-section       | 302 404 404 403 200 200 200 404 | 302 404 404 403 405 405 405 404
enterprises:export            | own               | 302 404 404 403 403 403 200 404 | 302 405 405 405 405 405 405 405
enterprises:import            |                   | 302 404 404 404 404 200 200 404 | 302 404 404 404 404 422 422 404
enterprises:import-check      | sheet             | 302 404 404 404 404 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:import-columns    | sheet             | 302 404 404 404 404 200 200 404 | 302 404 404 404 404 422 422 404
enterprises:import-discard    | sheet             | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 404
enterprises:import-place      | sheet             | 302 404 404 404 404 200 200 404 | 302 404 404 404 404 422 422 404
enterprises:import-report     | sheet             | 302 404 404 404 404 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:import-result     | sheet             | 302 404 404 404 404 302 302 404 | 302 404 404 404 404 302 302 404
enterprises:import-rows       | sheet             | 302 404 404 404 404 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:import-row        | sheet-row         | 302 404 404 404 404 200 200 404 | 302 404 404 404 404 302 302 404
enterprises:join              | neighbour         | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
enterprises:join-decide       | own-request       | 302 404 404 403 403 403 200 404 | 302 404 404 403 403 403 422 404
enterprises:join-requests     | own               | 302 404 404 403 403 403 200 404 | 302 405 405 405 405 405 405 405
enterprises:json              |                   | 200                             | 405
enterprises:letters           | own               | 302 404 404 403 200 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:list              |                   | 200                             | 405
enterprises:listing           | own               | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
enterprises:log               | own               | 302 404 404 403 403 200 200 200 | 302 405 405 405 405 405 405 405
enterprises:logo              | own               | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
enterprises:logo-remove       | own               | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
enterprises:map               |                   | 200                             | 405
enterprises:new               |                   | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
enterprises:pack              | own               | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:pack-share        | own               | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
enterprises:pack-withdraw     | own-grant         | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
enterprises:pack-zip          | own               | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:picture           | own-picture       | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
enterprises:picture-new       | own               | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
enterprises:picture-remove    | own-picture       | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
enterprises:pictures          | own               | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
enterprises:removal           | enterprise        | 200                             | 422
enterprises:removal-confirm   | removal-token     | 200                             | 200
enterprises:removal-decide    | removal           | 302 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 422
enterprises:removals          |                   | 302 404 404 404 404 200 200 200 | 302 405 405 405 405 405 405 405
enterprises:write             | enterprise        | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
enterprises:write             | own               | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
enterprises:xlsx              |                   | 200                             | 405
enterprises:your-data         | own               | 302 404 404 403 403 403 200 404 | 302 405 405 405 405 405 405 405
healthz                       |                   | 200                             | 405
home                          |                   | 200                             | 405
mail-machine:bounces          |                   | 405                             | 404
mail-machine:html             | delivery          | 404                             | 405
mail-machine:mailbox          |                   | 200                             | 405
mail-machine:message          | delivery          | 404                             | 405
mail-machine:receipts         |                   | 405                             | 404
mail-machine:style            | delivery          | 404                             | 405
mail:failed                   |                   | 302 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 405
mail:send-again               | delivery          | 302 404 404 404 404 404 404 405 | 302 404 404 404 404 404 404 404
ocds-extension                |                   | 200                             | 405
ocds-releases                 |                   | 200                             | 405
open-data                     |                   | 200                             | 405
opportunity-json              | draft             | 404                             | 405
opportunity-json              | published         | 200                             | 405
pipeline:ask                  | draft             | 302 404 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404
pipeline:ask                  | elsewhere         | 302 403 403 403 200 200 200 403 | 302 403 403 403 422 422 422 403
pipeline:atom                 |                   | 200                             | 405
pipeline:award                | draft             | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:award                | published         | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:cancel               | draft             | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:cancel               | published         | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:check                | draft             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:check                | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:checked              | draft             | 404                             | 405
pipeline:checked              | published         | 404                             | 405
pipeline:correct-award        | draft             | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:correct-award        | published         | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:csv                  |                   | 200                             | 405
pipeline:design               | draft             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:design               | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:design-badge         | draft             | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
pipeline:design-badge         | published         | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
pipeline:design-check         |                   | 200                             | 405
pipeline:design-checks        |                   | 200                             | 405
pipeline:design-figures       |                   | 302 403 200 403 403 200 200 403 | 302 403 302 403 403 302 302 403
pipeline:design-report        |                   | 302 403 200 200 200 200 200 403 | 302 405 405 405 405 405 405 405
pipeline:design-trend         |                   | 302 403 200 200 200 200 200 403 | 302 405 405 405 405 405 405 405
pipeline:desk                 |                   | 302 403 200 200 200 200 200 403 | 302 405 405 405 405 405 405 405
pipeline:detail               | draft             | 404                             | 405
pipeline:detail               | published         | 200                             | 405
pipeline:detail-ics           | draft             | 404                             | 405
pipeline:detail-ics           | published         | 200                             | 405
pipeline:differences          | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
pipeline:differences          | published         | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
pipeline:discard              | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
pipeline:discard              | published         | 302 404 404 403 302 302 302 404 | 302 404 404 403 302 302 302 404
pipeline:drop-changes         | draft             | 302 404 404 403 302 302 302 404 | 302 404 404 403 302 302 302 404
pipeline:drop-changes         | published         | 302 404 404 403 302 302 302 404 | 302 404 404 403 302 302 302 404
pipeline:edit                 | draft             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:edit                 | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:ends-soon            |                   | 302 403 200 403 200 200 200 403 | 302 405 405 405 405 405 405 405
pipeline:extend               | draft             | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:extend               | published         | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:follow-up            | draft             | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
pipeline:group-decide         | group             | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 404
pipeline:group-propose        | board             | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
pipeline:ics                  |                   | 200                             | 405
pipeline:import               |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
pipeline:import-check         | plan              | 302 404 404 404 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:import-columns       | plan              | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
pipeline:import-discard       | plan              | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 404
pipeline:import-place         | plan              | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
pipeline:import-report        | plan              | 302 404 404 404 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:import-result        | plan              | 302 404 404 404 302 302 302 404 | 302 404 404 404 302 302 302 404
pipeline:import-row           | plan-row          | 302 404 404 404 200 200 200 404 | 302 404 404 404 302 302 302 404
pipeline:import-rows          | plan              | 302 404 404 404 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:interest             | draft             | 302 404 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404
pipeline:interest             | elsewhere         | 302 403 403 403 200 200 200 403 | 302 403 403 403 422 422 422 403
pipeline:interest             | published         | 302 403 403 403 403 403 403 403 | 302 403 403 403 403 403 403 403
pipeline:interested           | draft             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:interested           | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:interested-csv       | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:let-end              | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
pipeline:list                 |                   | 200                             | 405
pipeline:lot                  | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
pipeline:lot                  | published         | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
pipeline:lot-add              | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
pipeline:lot-add              | published         | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
pipeline:lot-designer         | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
pipeline:lot-designer         | published         | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
pipeline:lot-remove           | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
pipeline:lot-remove           | published         | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
pipeline:meeting-notes        | meeting           | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:meeting-question     | meeting           | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:meeting-remove       | meeting           | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 302 302 404
pipeline:meetings             | published         | 302 404 404 200 200 200 200 404 | 302 404 404 422 422 422 422 404
pipeline:new                  |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
pipeline:notice               | draft             | 404                             | 405
pipeline:notice               | published         | 200                             | 405
pipeline:notice-json          | draft             | 404                             | 405
pipeline:notice-json          | published         | 200                             | 405
pipeline:open-tender          | draft             | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 409 409 404
pipeline:open-tender          | published         | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 409 409 404
pipeline:partners             | elsewhere         | 302 403 403 403 200 200 200 403 | 302 405 405 405 405 405 405 405
pipeline:partners             | published         | 302 403 403 403 403 403 403 403 | 302 405 405 405 405 405 405 405
pipeline:preview              | draft             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:preview              | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:publish              | draft             | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 409 409 404
pipeline:publish              | published         | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:published            | draft             | 302 404 404 302 302 302 302 404 | 302 405 405 405 405 405 405 405
pipeline:published            | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:redesign             | redesign          | 200                             | 405
pipeline:redesign-share       | draft             | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:redesign-share       | published         | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:redesign-take-back   | redesign          | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 302 302 404
pipeline:redesigns            |                   | 200                             | 405
pipeline:question-answer      | question          | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:question-correct     | settled-question  | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:questions            | draft             | 404                             | 405
pipeline:questions            | published         | 200                             | 405
pipeline:questions-last-day   | published         | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
pipeline:questions-waiting    | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:reopen               | draft             | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:reopen               | published         | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:section              | draft             | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
pipeline:section              | published         | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
pipeline:supplier-keep        | draft             | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
pipeline:supplier-write       | draft             | 302 404 404 200 200 200 200 404 | 302 404 404 422 422 422 422 404
pipeline:suppliers            | draft             | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:suppliers            | published         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
pipeline:supply-chain         |                   | 200                             | 405
pipeline:supply-need          | need              | 200                             | 405
pipeline:supply-need-change   | need              | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
pipeline:supply-need-close    | need              | 302 405 405 405 405 405 405 405 | 302 404 404 404 302 302 302 404
pipeline:supply-need-new      | published         | 302 404 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404
pipeline:supply-need-new      | won               | 302 404 404 404 200 200 200 404 | 302 404 404 404 422 422 422 404
pipeline:supply-need-write    | need              | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
pipeline:timeline             |                   | 200                             | 405
pipeline:timeline-csv         |                   | 200                             | 405
pipeline:vanished             |                   | 302 403 200 403 200 200 200 403 | 302 405 405 405 405 405 405 405
pipeline:vanished-answer      | draft             | 302 405 405 405 405 405 405 405 | 302 404 404 403 404 404 404 404
pipeline:withdraw             | draft             | 302 404 404 403 403 302 302 404 | 302 404 404 403 403 302 302 404
pipeline:withdraw             | published         | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
plan-calendar                 | plan-token        | 200                             | 405
plan:add                      | own-plan          | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
plan:detail                   | own               | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
plan:forecast                 | own               | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
plan:line                     | own-plan          | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
plan:remove                   | own-plan          | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
plan:renew                    | own               | 302 405 405 405 405 405 405 405 | 302 404 404 302 302 302 302 404
plan:tick                     | own-plan          | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
privacy                       |                   | 200                             | 405
public-bodies:contracts       | council           | 200                             | 405
public-bodies:contracts-sheet | council           | 200                             | 405
public-bodies:detail          | council           | 200                             | 405
public-bodies:list            |                   | 200                             | 405
public-bodies:timeline        | council           | 200                             | 405
public-bodies:timeline-csv    | council           | 200                             | 405
public-bodies:two-years       | council           | 200                             | 405
public-bodies:two-years-sheet | council           | 200                             | 405
public-bodies:uk1             | council           | 200                             | 405
public-bodies:uk1-json        | council           | 200                             | 405
public-bodies:uk1-sheet       | council           | 200                             | 405
readyz                        |                   | 200                             | 405
rules                         |                   | 200                             | 405
shortlists:add                | enterprise        | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
shortlists:change             | shortlist         | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
shortlists:csv                | shortlist         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
shortlists:delete             | shortlist         | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
shortlists:detail             | shortlist         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
shortlists:list               |                   | 302 403 200 200 200 200 200 403 | 302 405 405 405 405 405 405 405
shortlists:new                |                   | 302 403 200 403 200 200 200 403 | 302 403 422 403 422 422 422 403
shortlists:note               | shortlisted       | 302 404 404 403 200 200 200 404 | 302 404 404 403 302 302 302 404
shortlists:remove             | shortlisted       | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
shortlists:xlsx               | shortlist         | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
terms                         |                   | 200                             | 405
unsubscribe                   | search            | 200                             | 200
"""

# The sign-in package's own addresses; what they do is tested in tests/accounts.
ALLAUTH = frozenset(
    (
        "account_change_password",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "usersessions_list",
    )
)

# What an address asks for besides the thing it is about.
MORE = {
    "pipeline:notice": {"notice": "uk3"},
    "pipeline:notice-json": {"notice": "uk2"},
    "public-bodies:contracts-sheet": {"kind": "csv"},
    "public-bodies:uk1-sheet": {"kind": "xlsx"},
    "public-bodies:two-years-sheet": {"kind": "xlsx"},
    "ocds-extension": {"name": "extension"},
    "pipeline:design-check": {"slug": "f-01"},
    "pipeline:lot": {"number": 1},
    "pipeline:lot-remove": {"number": 1},
    "pipeline:section": {"slug": "about"},
    "plan:forecast": {"kind": "xlsx"},
    "social-value:framework": {"code": "ppn-06-20", "edition": "1.1"},
    "pipeline:supplier-keep": {"slug": "our-council"},
    "pipeline:supplier-write": {"slug": "our-council"},
}


@dataclass(frozen=True)
class Route:
    """One line of the table."""

    name: str
    about: str
    get: tuple[int, ...]
    post: tuple[int, ...]

    @property
    def more(self) -> dict:
        return MORE.get(self.name, {})

    @property
    def is_closed(self) -> bool:
        return self.get[0] == 302

    def expected(self, method: str, person: str) -> int:
        return getattr(self, method)[PEOPLE.index(person)]

    @classmethod
    def read(cls, line: str) -> "Route":
        name, about, get, post = (cell.strip() for cell in line.split("|"))
        return cls(name, about, cls._answers(get), cls._answers(post))

    @staticmethod
    def _answers(cell: str) -> tuple[int, ...]:
        answers = tuple(int(answer) for answer in cell.split())
        return answers * len(PEOPLE) if len(answers) == 1 else answers


ROUTES = [
    Route.read(line)
    for line in (TABLE + NETWORKS + SOCIAL_VALUE + PRACTICE + FIVE_STEPS + EXCHANGE).split("\n")
    if line
]
