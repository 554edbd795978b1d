-- What an act says, as one text in one order. Nothing of it is left out.
CREATE FUNCTION print_of_act(act audit_act) RETURNS bytea LANGUAGE sql STABLE SET search_path = public, pg_temp
RETURN sha256(convert_to(jsonb_build_array(
    act.id, to_char(act.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    act.verb, act.actor, act.target_type, act.target_id, act.details
)::text, 'UTF8'));

CREATE FUNCTION digest_of_seal(before text, number bigint, sealed_at timestamptz, acts bigint[], prints bytea[])
RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp
RETURN encode(sha256(convert_to(jsonb_build_array(
    before, number, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), acts, prints
)::text, 'UTF8')), 'hex');

-- Seals what was committed since the last seal, ten thousand acts at most, and answers how many there were.
-- While an act is being written its id may be lower than one that is committed already. So nobody writes for the moment
-- this takes; if somebody is at it for longer than the timeout, the next call seals what this one did not.
CREATE FUNCTION seal_the_trail() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET lock_timeout = '300ms' AS $$
DECLARE
    before audit_seal%ROWTYPE;
    last_id bigint;
    ids bigint[];
    hashes bytea[];
    moment timestamptz := clock_timestamp();
BEGIN
    LOCK TABLE audit_seal IN EXCLUSIVE MODE;
    SELECT * INTO before FROM audit_seal ORDER BY number DESC LIMIT 1;
    last_id := coalesce(before.acts[cardinality(before.acts)], 0);
    IF NOT EXISTS (SELECT FROM audit_act WHERE id > last_id) THEN
        RETURN 0;
    END IF;
    LOCK TABLE audit_act IN SHARE MODE;
    SELECT array_agg(act.id ORDER BY act.id), array_agg(print_of_act(act) ORDER BY act.id) INTO ids, hashes
    FROM audit_act AS act
    WHERE act.id IN (SELECT id FROM audit_act WHERE id > last_id ORDER BY id LIMIT 10000);
    INSERT INTO audit_seal (number, sealed_at, acts, prints, digest)
    VALUES (
        coalesce(before.number, 0) + 1, moment, ids, hashes,
        digest_of_seal(coalesce(before.digest, ''), coalesce(before.number, 0) + 1, moment, ids, hashes)
    );
    RETURN cardinality(ids);
EXCEPTION WHEN lock_not_available THEN
    RETURN 0;
END $$;
