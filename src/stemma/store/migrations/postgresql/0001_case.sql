-- What migrations/0001_case.sql says in SQLite's own words. Every trigger has the name of its counterpart there.

-- Which version of a case this is; SQLite has a place for that in the file's header.
CREATE TABLE stemma_case (
    one bigint PRIMARY KEY CHECK (one = 1),
    version bigint NOT NULL
);
INSERT INTO stemma_case VALUES (1, 0);

CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER document_stays BEFORE UPDATE ON document
FOR EACH ROW EXECUTE FUNCTION stays('a document never changes');
CREATE TRIGGER raw_stays BEFORE UPDATE ON raw
FOR EACH ROW EXECUTE FUNCTION stays('raw bytes never change');
CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
FOR EACH ROW EXECUTE FUNCTION stays('a judgement is withdrawn, never erased');
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
FOR EACH ROW WHEN (
    OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL OR
    (OLD.id, OLD.kind, OLD.subject, OLD.other, OLD.verdict, OLD.value, OLD.quoted, OLD.by, OLD.at, OLD.note, OLD.seal)
    IS DISTINCT FROM
    (NEW.id, NEW.kind, NEW.subject, NEW.other, NEW.verdict, NEW.value, NEW.quoted, NEW.by, NEW.at, NEW.note, NEW.seal)
) EXECUTE FUNCTION stays('a judgement is withdrawn once, never changed');

-- TRUNCATE, which SQLite does not have, would go past the triggers on rows.
CREATE TRIGGER document_whole BEFORE TRUNCATE ON document EXECUTE FUNCTION stays('documents are kept');
CREATE TRIGGER raw_whole BEFORE TRUNCATE ON raw EXECUTE FUNCTION stays('raw bytes are kept');
CREATE TRIGGER judgement_whole BEFORE TRUNCATE ON judgement
EXECUTE FUNCTION stays('a judgement is withdrawn, never erased');
