-- Offers are sealed and criteria frozen here, whatever a page forgets. See socialvalue/sealing.py.
-- `portal.bidder` and `portal.buyer` are set for one transaction, by that module alone.
-- Functions look tables up in a fixed order, so that a temporary table cannot stand in for a real one.

CREATE FUNCTION socialvalue_bidder() RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('portal.bidder', true), '')::bigint $$;

-- The bidder, and what was merged into it: its offers stay where they are.
CREATE FUNCTION socialvalue_bidders() RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT socialvalue_bidder()
    UNION ALL SELECT id FROM accounts_organisation WHERE merged_into_id = socialvalue_bidder() $$;

-- The criteria of the buyer's lots of which the deadline has passed.
CREATE FUNCTION socialvalue_opened() RETURNS SETOF bigint LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT criteria.id FROM socialvalue_criteria criteria
    JOIN procurement_lot lot ON lot.id = criteria.lot_id
    JOIN procurement_opportunity tender ON tender.id = lot.opportunity_id
    WHERE tender.buyer_id = nullif(current_setting('portal.buyer', true), '')::bigint
    AND clock_timestamp() > tender.submissions_close_at $$;

-- Those of them of which every evaluator has locked her scores.
CREATE FUNCTION socialvalue_locked() RETURNS SETOF bigint LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT judge.criteria_id FROM socialvalue_panelmember judge
    WHERE judge.role = 'evaluator' AND judge.stood_down_at IS NULL
    AND judge.criteria_id IN (SELECT socialvalue_opened())
    GROUP BY judge.criteria_id HAVING bool_and(judge.locked_at IS NOT NULL) $$;

-- ------------------------------------------------------------------------------------------- who reads what
-- For the tables' owner too (FORCE), because a small portal may run with one role. Foreign keys see past policies.

ALTER TABLE socialvalue_offerdraft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON socialvalue_offerdraft FOR ALL USING (bidder_id IN (SELECT socialvalue_bidders()));

ALTER TABLE socialvalue_offer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON socialvalue_offer FOR ALL
    USING (route = 'portal' AND bidder_id IN (SELECT socialvalue_bidders()));
CREATE POLICY opened ON socialvalue_offer FOR SELECT USING (criteria_id IN (SELECT socialvalue_opened()));
CREATE POLICY entered ON socialvalue_offer FOR INSERT
    WITH CHECK (route = 'entered' AND criteria_id IN (SELECT socialvalue_opened()));

ALTER TABLE socialvalue_answer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON socialvalue_answer FOR ALL USING (offer_id IN (
    SELECT id FROM socialvalue_offer WHERE route = 'portal' AND bidder_id IN (SELECT socialvalue_bidders())));
CREATE POLICY opened ON socialvalue_answer FOR SELECT USING (offer_id IN (
    SELECT id FROM socialvalue_offer WHERE criteria_id IN (SELECT socialvalue_opened())));
CREATE POLICY entered ON socialvalue_answer FOR INSERT WITH CHECK (offer_id IN (
    SELECT id FROM socialvalue_offer WHERE route = 'entered' AND criteria_id IN (SELECT socialvalue_opened())));

ALTER TABLE socialvalue_price ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON socialvalue_price FOR ALL USING (offer_id IN (
    SELECT id FROM socialvalue_offer WHERE route = 'portal' AND bidder_id IN (SELECT socialvalue_bidders())));
CREATE POLICY opened ON socialvalue_price FOR SELECT USING (offer_id IN (
    SELECT id FROM socialvalue_offer WHERE criteria_id IN (SELECT socialvalue_locked())));
CREATE POLICY entered ON socialvalue_price FOR INSERT WITH CHECK (offer_id IN (
    SELECT id FROM socialvalue_offer WHERE route = 'entered' AND criteria_id IN (SELECT socialvalue_opened())));

-- ------------------------------------------------------------------------------------------------ handing in
-- The trigger, not the page, stamps and refuses. The lock makes an extension of the deadline wait for a hand-in that
-- is under way, and the other way round.

CREATE FUNCTION socialvalue_require_open(of_criteria bigint, is_entered boolean) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE tender record;
BEGIN
    SELECT opportunity.stage, opportunity.submissions_close_at AS deadline, criteria.published_at INTO STRICT tender
    FROM socialvalue_criteria criteria
    JOIN procurement_lot lot ON lot.id = criteria.lot_id
    JOIN procurement_opportunity opportunity ON opportunity.id = lot.opportunity_id
    WHERE criteria.id = of_criteria FOR SHARE OF opportunity;
    IF tender.published_at IS NULL OR tender.deadline IS NULL OR tender.stage <> 'tendering' THEN
        RAISE EXCEPTION 'no offers are asked for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offers_need_an_open_tender';
    ELSIF NOT is_entered AND clock_timestamp() > tender.deadline THEN
        RAISE EXCEPTION 'the deadline passed at %', tender.deadline
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offers_before_the_deadline';
    ELSIF is_entered AND clock_timestamp() <= tender.deadline THEN
        RAISE EXCEPTION 'sealed until %', tender.deadline
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entered_after_the_deadline';
    END IF;
END $$;

CREATE FUNCTION socialvalue_hand_in() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM socialvalue_require_open(OLD.criteria_id, OLD.route = 'entered');
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.criteria_id, NEW.route) IS DISTINCT FROM (OLD.criteria_id, OLD.route) THEN
        RAISE EXCEPTION 'an offer stays where it was handed in' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM socialvalue_require_open(NEW.criteria_id, NEW.route = 'entered');
    NEW.submitted_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER hand_in BEFORE INSERT OR UPDATE OR DELETE ON socialvalue_offer
    FOR EACH ROW EXECUTE FUNCTION socialvalue_hand_in();

CREATE FUNCTION socialvalue_hand_in_part() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE offer record;
BEGIN
    SELECT criteria_id, route INTO offer FROM socialvalue_offer
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.offer_id ELSE NEW.offer_id END;
    IF FOUND THEN  -- otherwise the policy refuses
        PERFORM socialvalue_require_open(offer.criteria_id, offer.route = 'entered');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER hand_in BEFORE INSERT OR UPDATE OR DELETE ON socialvalue_answer
    FOR EACH ROW EXECUTE FUNCTION socialvalue_hand_in_part();
CREATE TRIGGER hand_in BEFORE INSERT OR UPDATE OR DELETE ON socialvalue_price
    FOR EACH ROW EXECUTE FUNCTION socialvalue_hand_in_part();

-- ---------------------------------------------------------------------------- what offers rest on stays as it is

CREATE FUNCTION socialvalue_is_frozen(of_lot bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM socialvalue_criteria WHERE lot_id = of_lot AND published_at IS NOT NULL) $$;

CREATE FUNCTION socialvalue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published criteria do not change' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER frozen BEFORE DELETE ON socialvalue_criteria FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION socialvalue_refuse();
CREATE TRIGGER frozen_row BEFORE UPDATE ON socialvalue_criteria FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL AND to_jsonb(OLD) - ARRAY['published_by_id', 'band_id']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['published_by_id', 'band_id'])
    EXECUTE FUNCTION socialvalue_refuse();

CREATE FUNCTION socialvalue_keep_question() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM socialvalue_criteria WHERE published_at IS NOT NULL AND id IN (
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.criteria_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.criteria_id END))
    THEN
        RAISE EXCEPTION 'published questions do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON socialvalue_criterion
    FOR EACH ROW EXECUTE FUNCTION socialvalue_keep_question();

CREATE FUNCTION socialvalue_keep_weights() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND socialvalue_is_frozen(OLD.lot_id)
        OR TG_OP <> 'DELETE' AND socialvalue_is_frozen(NEW.lot_id)
    THEN
        RAISE EXCEPTION 'published criteria rest on these weights' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_by_criteria BEFORE INSERT OR UPDATE OR DELETE ON procurement_awardcriterion
    FOR EACH ROW EXECUTE FUNCTION socialvalue_keep_weights();

CREATE FUNCTION socialvalue_keep_lot() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF socialvalue_is_frozen(OLD.id) THEN
        RAISE EXCEPTION 'published criteria belong to this lot' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_by_criteria BEFORE DELETE ON procurement_lot
    FOR EACH ROW EXECUTE FUNCTION socialvalue_keep_lot();
CREATE TRIGGER frozen_by_criteria_where BEFORE UPDATE OF number, opportunity_id ON procurement_lot FOR EACH ROW
    WHEN ((OLD.number, OLD.opportunity_id) IS DISTINCT FROM (NEW.number, NEW.opportunity_id))
    EXECUTE FUNCTION socialvalue_keep_lot();

CREATE FUNCTION socialvalue_keep_deadline() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM procurement_lot lot WHERE lot.opportunity_id = OLD.id AND socialvalue_is_frozen(lot.id))
        AND (NEW.submissions_close_at IS NULL OR NEW.submissions_close_at < OLD.submissions_close_at
            OR clock_timestamp() > OLD.submissions_close_at)
    THEN
        RAISE EXCEPTION 'offers rest on the deadline of %', OLD.submissions_close_at
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deadline_only_extended_before_it_passes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deadline_of_offers BEFORE UPDATE OF submissions_close_at ON procurement_opportunity FOR EACH ROW
    WHEN (OLD.submissions_close_at IS NOT NULL AND OLD.submissions_close_at IS DISTINCT FROM NEW.submissions_close_at)
    EXECUTE FUNCTION socialvalue_keep_deadline();

-- Nobody sees whether an organisation has offers, so the table itself must say that it cannot go. Its drafts go with it.

CREATE FUNCTION socialvalue_keep_bidder() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE before text := coalesce(current_setting('portal.bidder', true), '');
    has_offers boolean;
BEGIN
    PERFORM set_config('portal.bidder', OLD.id::text, true);
    DELETE FROM socialvalue_offerdraft WHERE bidder_id = OLD.id;
    SELECT EXISTS (SELECT FROM socialvalue_offer WHERE bidder_id = OLD.id) INTO has_offers;
    PERFORM set_config('portal.bidder', before, true);
    IF has_offers THEN
        RAISE EXCEPTION 'it handed in offers' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER keep_bidder BEFORE DELETE ON accounts_organisation
    FOR EACH ROW EXECUTE FUNCTION socialvalue_keep_bidder();
