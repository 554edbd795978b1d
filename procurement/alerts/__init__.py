"""Who is told of what: the outbox of publications, the mails that follow from each, and the digests.

Publishing writes one `OutboxEvent` in its own transaction (`note`) and waits for nothing. The clock, or a nudge after
the commit, then calls `drain`, which finds whom each publication concerns and puts mails into `collab_portal.mail`'s
outbox; `digests.run_due` gathers what waits for a daily or weekly mail. All of it may run twice, late or at the same
time on several machines: unique keys see to it that nobody is told twice, and rows in PostgreSQL that nobody is
forgotten.
"""

from procurement.alerts.outbox import drain, note

__all__ = ["drain", "note"]
