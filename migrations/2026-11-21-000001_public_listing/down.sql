ALTER TABLE specialists DROP COLUMN public_listing;
