-- What migrations/0003_people.sql says in SQLite's own words.

DROP TRIGGER judgement_stays ON judgement;
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
FOR EACH ROW WHEN (
    OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL OR
    (OLD.id, OLD.kind, OLD.subject, OLD.other, OLD.verdict, OLD.value, OLD.quoted, OLD.by, OLD.at, OLD.note,
     OLD.targets, OLD.seal) IS DISTINCT FROM
    (NEW.id, NEW.kind, NEW.subject, NEW.other, NEW.verdict, NEW.value, NEW.quoted, NEW.by, NEW.at, NEW.note,
     NEW.targets, NEW.seal)
) EXECUTE FUNCTION stays('a judgement is withdrawn once, never changed');

CREATE TRIGGER log_stays BEFORE UPDATE ON log
FOR EACH ROW EXECUTE FUNCTION stays('the log is added to, never changed');
CREATE TRIGGER log_is_kept BEFORE DELETE ON log
FOR EACH ROW EXECUTE FUNCTION stays('the log is added to, never cut');
CREATE TRIGGER log_head_is_kept BEFORE DELETE ON log_head
FOR EACH ROW EXECUTE FUNCTION stays('the log is added to, never cut');
CREATE TRIGGER log_head_moves_on BEFORE UPDATE ON log_head
FOR EACH ROW WHEN (NEW.number NOT IN (OLD.number, OLD.number + 1))
EXECUTE FUNCTION stays('the log is added to, never cut');
CREATE TRIGGER log_whole BEFORE TRUNCATE ON log EXECUTE FUNCTION stays('the log is added to, never cut');
CREATE TRIGGER log_head_whole BEFORE TRUNCATE ON log_head EXECUTE FUNCTION stays('the log is added to, never cut');

-- Of a very long text only the first part: a tsvector holds 1 MB. Kept in the row, because ranking reads it.
ALTER TABLE search_row ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', left(words, 250000))
) STORED;
CREATE INDEX search_row_words ON search_row USING gin (vector);
