"""Locked scores stay as they are, whatever a page forgets: a change is a new version."""

from django.db import migrations

LOCK = """
CREATE FUNCTION socialvalue_keep_score() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was_locked timestamptz;
BEGIN
    SELECT locked_at INTO was_locked FROM socialvalue_panelmember
    WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.member_id ELSE OLD.member_id END;
    IF was_locked IS NOT NULL AND (TG_OP <> 'INSERT' OR NEW.version = 1) THEN
        RAISE EXCEPTION 'locked scores do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON socialvalue_score
    FOR EACH ROW EXECUTE FUNCTION socialvalue_keep_score();

CREATE FUNCTION socialvalue_keep_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is locked stays locked' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER locked BEFORE UPDATE OF locked_at ON socialvalue_panelmember FOR EACH ROW
    WHEN (OLD.locked_at IS NOT NULL AND OLD.locked_at IS DISTINCT FROM NEW.locked_at)
    EXECUTE FUNCTION socialvalue_keep_lock();
"""
UNLOCK = "DROP FUNCTION socialvalue_keep_score, socialvalue_keep_lock CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("socialvalue", "0002_sealing")]

    operations = [migrations.RunSQL(LOCK, UNLOCK)]
