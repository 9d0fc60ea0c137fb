-- What migrations/0005_custody.sql says in SQLite's own words.

CREATE TRIGGER item_stays BEFORE UPDATE ON item
FOR EACH ROW EXECUTE FUNCTION stays('what came in is never changed');
CREATE TRIGGER item_is_kept BEFORE DELETE ON item
FOR EACH ROW EXECUTE FUNCTION stays('what came in is kept');
CREATE TRIGGER item_document_stays BEFORE UPDATE ON item_document
FOR EACH ROW EXECUTE FUNCTION stays('what came in is never changed');
CREATE TRIGGER item_document_is_kept BEFORE DELETE ON item_document
FOR EACH ROW EXECUTE FUNCTION stays('what came in is kept');
CREATE TRIGGER item_warc_stays BEFORE UPDATE ON item_warc
FOR EACH ROW EXECUTE FUNCTION stays('what came in is never changed');
CREATE TRIGGER item_warc_is_kept BEFORE DELETE ON item_warc
FOR EACH ROW EXECUTE FUNCTION stays('what came in is kept');
CREATE TRIGGER stamp_stays BEFORE UPDATE ON stamp
FOR EACH ROW EXECUTE FUNCTION stays('a timestamp is never changed');
CREATE TRIGGER stamp_is_kept BEFORE DELETE ON stamp
FOR EACH ROW EXECUTE FUNCTION stays('a timestamp is kept');
CREATE TRIGGER item_whole BEFORE TRUNCATE ON item EXECUTE FUNCTION stays('what came in is kept');
CREATE TRIGGER item_document_whole BEFORE TRUNCATE ON item_document EXECUTE FUNCTION stays('what came in is kept');
CREATE TRIGGER item_warc_whole BEFORE TRUNCATE ON item_warc EXECUTE FUNCTION stays('what came in is kept');
CREATE TRIGGER stamp_whole BEFORE TRUNCATE ON stamp EXECUTE FUNCTION stays('a timestamp is kept');

DROP TRIGGER log_head_moves_on ON log_head;
CREATE TRIGGER log_head_moves_on BEFORE UPDATE ON log_head
FOR EACH ROW WHEN (NEW.number < OLD.number)
EXECUTE FUNCTION stays('the log is added to, never cut');
