-- When an open help request is called for a wave beside the one that is open. None where its policy has no such waves.
ALTER TABLE help_requests ADD COLUMN next_wave_at TIMESTAMP;
CREATE INDEX help_requests_next_wave ON help_requests (next_wave_at) WHERE state = 'open' AND next_wave_at IS NOT NULL;
