DROP INDEX help_requests_next_wave;
ALTER TABLE help_requests DROP COLUMN next_wave_at;
