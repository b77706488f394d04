-- What had been typed for a yes when its code was sent: the page behind the code's letter holds it too. Forgotten with the code.
ALTER TABLE acceptance_codes ADD COLUMN draft TEXT;
