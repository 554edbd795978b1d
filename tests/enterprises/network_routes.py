"""The lines of the table of routes (see `tests.routes`) that are about networks and their events."""

NETWORKS = """
events:asked                  |                   | 200                             | 405
events:atom                   |                   | 200                             | 405
events:attendees              | event             | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
events:attendees-csv          | event             | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
events:book                   | event             | 200                             | 422
events:book                   | event-draft       | 404                             | 404
events:booking                | booking           | 200                             | 405
events:booking-cancel         | booking           | 405                             | 302
events:booking-confirm        | booking           | 405                             | 302
events:booking-ics            | booking           | 200                             | 405
events:cancel                 | event             | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
events:cancel                 | event-draft       | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
events:detail                 | event             | 200                             | 405
events:detail                 | event-draft       | 404 404 404 200 200 200 200 404 | 405
events:edit                   | event             | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 409 409 404
events:edit                   | event-draft       | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
events:event-ics              | event             | 200                             | 405
events:event-ics              | event-draft       | 404                             | 405
events:ics                    |                   | 200                             | 405
events:list                   |                   | 200                             | 405
events:new                    | network           | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
events:publish                | event-draft       | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 302 302 404
networks:check                | network-neighbour | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
networks:claim-decide         | network-claim     | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
networks:claims               | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
networks:desk                 | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
networks:detail               | network           | 200                             | 405
networks:edit                 | network           | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
networks:invitation           | network-invited   | 200                             | 200 422 422 422 422 422 422 422
networks:invite               | network           | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
networks:join                 | network           | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
networks:leave                | network-member    | 302 404 404 403 403 403 200 404 | 302 404 404 403 403 403 302 404
networks:list                 |                   | 200                             | 405
networks:members              | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
networks:numbers              | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
networks:remove               | network-member    | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
networks:request              | network-request   | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
networks:shown                | network           | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
networks:verify               | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
"""
