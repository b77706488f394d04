-- Hours that a support organisation decided are no company's word (0117), also once the course is forgotten from which one could read it.
ALTER TABLE engagements ADD COLUMN decided BOOLEAN NOT NULL DEFAULT FALSE;
