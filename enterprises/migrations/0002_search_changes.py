"""Whoever enters, changes or removes an enterprise leaves a note for the search, in the same transaction."""

from django.db import migrations

# The number of the transaction is what the note is about: a reader asks for those that it could not see last time,
# and so misses none that was begun early and committed late. A trigger, because rows also go by cascade.
TRIGGERS = """
CREATE FUNCTION enterprises_search_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enterprises_searchchange AS note (enterprise, changed_in)
    VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END, pg_current_xact_id()::text::bigint)
    ON CONFLICT (enterprise) DO UPDATE SET changed_in = EXCLUDED.changed_in
    WHERE note.changed_in IS DISTINCT FROM EXCLUDED.changed_in;
    RETURN NULL;
END $$;

CREATE TRIGGER enterprise_searched AFTER INSERT OR DELETE ON enterprises_enterprise
FOR EACH ROW EXECUTE FUNCTION enterprises_search_note();

CREATE TRIGGER enterprise_searched_anew AFTER UPDATE ON enterprises_enterprise
FOR EACH ROW WHEN (
    OLD.keys IS DISTINCT FROM NEW.keys OR OLD.document IS DISTINCT FROM NEW.document
    OR OLD.is_listed <> NEW.is_listed OR OLD.organisation_id <> NEW.organisation_id
) EXECUTE FUNCTION enterprises_search_note();

CREATE FUNCTION enterprises_search_note_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enterprises_searchchange (enterprise, changed_in)
    SELECT id, pg_current_xact_id()::text::bigint FROM enterprises_enterprise WHERE organisation_id = NEW.id
    ON CONFLICT (enterprise) DO UPDATE SET changed_in = EXCLUDED.changed_in;
    RETURN NULL;
END $$;

CREATE TRIGGER organisation_searched AFTER UPDATE ON accounts_organisation
FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
EXECUTE FUNCTION enterprises_search_note_organisation();
"""

DROP = """
DROP TRIGGER organisation_searched ON accounts_organisation;
DROP FUNCTION enterprises_search_note_organisation();
DROP TRIGGER enterprise_searched_anew ON enterprises_enterprise;
DROP TRIGGER enterprise_searched ON enterprises_enterprise;
DROP FUNCTION enterprises_search_note();
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(TRIGGERS, DROP)]
