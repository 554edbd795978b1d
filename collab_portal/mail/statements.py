"""The SQL of claiming and sweeping. Every clock in it is the database's own."""
# ruff: noqa: S608  these are put together from one another, and from nothing else

OWNERS = 7301  # our class of advisory locks, among all that share the database

TAKE_LOCK = """
SELECT pg_backend_pid(),
       pg_advisory_lock(%(class)s, %(number)s),
       -- the lock of a machine that vanished shall not last for hours
       set_config('tcp_keepalives_idle', '30', false),
       set_config('tcp_keepalives_interval', '10', false),
       set_config('tcp_keepalives_count', '3', false)
"""

CLAIM = """
WITH due AS (
    SELECT id FROM mail_delivery
    WHERE state = 'pending' AND not_before <= (SELECT clock_timestamp())
      AND pg_backend_pid() = %(session)s  -- a new session would not hold our lock
      AND NOT EXISTS (SELECT FROM mail_hold)
    ORDER BY goes_first DESC, not_before, id
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
)
UPDATE mail_delivery AS delivery SET
    state = 'claimed', lease_owner = %(token)s, owner_no = %(number)s,
    lease_until = clock_timestamp() + %(lease)s * interval '1 second'
FROM due WHERE delivery.id = due.id
RETURNING delivery.id
"""

FENCE = """
UPDATE mail_delivery SET
    state = 'sending', attempts = attempts + 1,
    lease_until = clock_timestamp() + %(lease)s * interval '1 second'
WHERE id = %(id)s AND state = 'claimed' AND lease_owner = %(token)s
  AND lease_until > clock_timestamp() AND pg_backend_pid() = %(session)s
RETURNING *
"""

# Doubles with every setback, and is shaken by a quarter so that a thousand of them do not come back as one.
BACKOFF = """
least(%(longest)s, %(first)s * power(2, least({setback}, 20))) * (0.75 + random() / 2) * interval '1 second'
"""

# An address that was erased while its message was under way is not written to again.
POSTPONE = f"""
UPDATE mail_delivery SET
    state = CASE WHEN address = '' THEN 'cancelled' ELSE 'pending' END,
    settled_at = CASE WHEN address = '' THEN clock_timestamp() END,
    lease_owner = NULL, lease_until = NULL, owner_no = NULL,
    not_before = clock_timestamp() + {BACKOFF.format(setback="%(setback)s")},
    faults = coalesce(%(faults)s, faults), last_error = %(error)s
WHERE id = %(id)s AND state = 'sending' AND lease_owner = %(token)s
"""

ABANDONED = """
lease_until < clock_timestamp() AND NOT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = %(class)s AND objid::bigint = owner_no
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""

# Nothing was transmitted of a row that was only claimed. One that was being sent goes out again, with the same
# Message-ID: at once the first time, then ever more rarely, lest it keep killing its sender and others wait behind it.
# After five doubts it fails, unless the provider says that it has none of them: somebody may have had it five times.
GO_AGAIN = f"""
UPDATE mail_delivery SET
    state = CASE WHEN address = '' THEN 'cancelled' WHEN {{enough}} THEN 'failed' ELSE 'pending' END,
    settled_at = CASE WHEN address = '' OR {{enough}} THEN clock_timestamp() END,
    lease_owner = NULL, lease_until = NULL, owner_no = NULL,
    not_before = CASE WHEN state = 'sending' AND attempts > 1
                      THEN clock_timestamp() + {BACKOFF.format(setback="attempts - 2")}
                      ELSE not_before END,
    ambiguous = ambiguous + (state = 'sending')::int,
    last_error = CASE WHEN {{enough}} THEN 'in doubt five times' ELSE last_error END
"""

TAKE_BACK = f"""
{GO_AGAIN.format(enough="state = 'sending' AND ambiguous >= 4")}
WHERE id IN (
    SELECT id FROM mail_delivery WHERE state = ANY(%(states)s) AND {ABANDONED} ORDER BY id FOR UPDATE SKIP LOCKED
)
"""

IN_DOUBT = f"""
SELECT id, lease_owner FROM mail_delivery WHERE state = 'sending' AND {ABANDONED} ORDER BY lease_until LIMIT %(limit)s
"""

SEND_AGAIN = f"""
{GO_AGAIN.format(enough="false")}
WHERE id = %(id)s AND state = 'sending' AND lease_owner = %(token)s
"""

GIVE_UP = """
UPDATE mail_delivery SET
    state = 'failed', settled_at = clock_timestamp(), last_error = left('gave up: ' || last_error, 300)
WHERE id IN (
    SELECT id FROM mail_delivery
    WHERE state = 'pending' AND not_before <= (SELECT clock_timestamp()) AND give_up_at <= clock_timestamp()
    ORDER BY id FOR UPDATE SKIP LOCKED
)
"""
