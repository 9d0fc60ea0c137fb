-- What people decide: where in the texts their judgements are to be found again.

ALTER TABLE judgement ADD COLUMN targets TEXT NOT NULL DEFAULT '[]';  -- model.Target, as a JSON list
DROP TRIGGER judgement_stays;
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement
WHEN OLD.withdrawn IS NOT NULL OR NEW.withdrawn IS NULL OR
     (OLD.id, OLD.kind, OLD.subject, OLD.other, OLD.verdict, OLD.value, OLD.quoted, OLD.by, OLD.at, OLD.note,
      OLD.targets, OLD.seal) IS NOT
     (NEW.id, NEW.kind, NEW.subject, NEW.other, NEW.verdict, NEW.value, NEW.quoted, NEW.by, NEW.at, NEW.note,
      NEW.targets, NEW.seal)
BEGIN SELECT RAISE(ABORT, 'a judgement is withdrawn once, never changed'); END;
