-- The course of an engagement (docs/decisions/0100-course-of-an-engagement.md).
-- Terms, sessions, report and confirmation, sealed; none until its first step, and once the help request is forgotten.
ALTER TABLE engagements ADD COLUMN course TEXT;
-- When time does something next; none where nobody is waited for, or no course was begun.
ALTER TABLE engagements ADD COLUMN wakes_at TIMESTAMP;
-- What the company has confirmed.
ALTER TABLE engagements ADD COLUMN minutes INTEGER NOT NULL DEFAULT 0;
-- For whom the work was: private or public; none until it is closed.
ALTER TABLE engagements ADD COLUMN sector TEXT;
CREATE INDEX engagements_waking ON engagements (wakes_at) WHERE state = 'running';
