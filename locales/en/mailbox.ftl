# Letters about mailboxes that do not exist.

# --- To the support organisation or the operator: the company cannot be reached
letter-company-unreachable-subject = [nakodo] Mail does not reach { $name }
letter-company-unreachable-lead = A mail that we sent to { $name } about its request came back: there is no such mailbox. Nothing else that we write to this address will arrive either.
letter-company-unreachable-ask = Please ask the company for its right mail address, by telephone for example. The request goes on; when a specialist is found, the company will have to hear it from you.
letter-company-unreachable-note = If the address is right, please ask the company to look after its mail server and tell the operator of nakodo, who can let letters leave again.

# --- To the operator: a specialist cannot be reached
letter-specialist-unreachable-subject = [nakodo] Mail does not reach a specialist on the list
letter-specialist-unreachable-lead = Mail came back from every address that is on record for this person: there is no such mailbox. Offers that waited for an answer were withdrawn and others are asked. The person gets no new offers.
letter-specialist-unreachable-ask = Please ask the person for a new mail address. Once it is on record, offers are sent again. If an address is right, let letters leave for it again (nakodo suppressions lift).

# --- To the operator: a support organisation cannot be reached
letter-org-unreachable-subject = [nakodo] Mail does not reach the support organisation { $name }
letter-org-unreachable-lead = A mail to this support organisation came back: there is no such mailbox. Nothing else that we write to it will arrive either, such as what became of its requests. Companies and specialists get their letters as before.
letter-fact-support-org = Support organisation
letter-org-unreachable-ask = Please ask for the right mail address, by telephone for example.
letter-org-unreachable-lift = If the address is right, let letters leave for it again (nakodo suppressions lift).
letter-org-unreachable-move = If there is a new address, put it on record (nakodo organisations move).
letter-org-unreachable-resend = Letters that did not arrive can be sent again after that (nakodo letters list --state failed, nakodo letters resend).

# --- Problems
problem-letter-waits = The letter waits for its turn already
problem-letter-waits-detail = It leaves when its turn comes. If its event was put aside after too many failures, have that delivered again.
problem-nothing-to-say = The letter has nothing to say any more
problem-nothing-to-say-detail = What it was about has changed, so it would be wrong by now.
problem-no-mailbox = Nobody is left to get the letter
problem-no-mailbox-detail = Its mailboxes are suppressed, or the reader does not want letters of this kind.
