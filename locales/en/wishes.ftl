# Choosing which letters come: the page, and the link to it in each letter to a specialist.

wishes-title = Choose which mails you get
wishes-lead = Choose, and press “Save”. You can change it at any time.
wishes-offers = Mails with offers
wish-offers-at_once = One mail for each offer, at once
wish-offers-gathered = Those that are not urgent together in one mail on the morning of each working day (the time to answer counts from that mail)
wish-offers-never = None for now (you will not be asked)
wishes-kinds = Other notices
wish-kind-offer_reminder = When the time to answer an offer runs out
wish-kind-offer_lapsed = When the time to answer an offer has run out
wish-kind-offer_filled = When somebody else has taken the work on
wish-kind-offer_cancelled = When an offer was withdrawn
wish-kind-specialist_week = How often you were shown and asked in a week (only if there is something to tell)
wishes-needed = You always get the mail that tells you how to reach a company after you have accepted, and the one that asks whether your profile is still right: the work needs them.
wishes-save = Save
wishes-saved = Saved
wishes-undo = Undo
letter-wishes-link = Choose which mails you get

# --- The deadline of an offer, in the reader's calendar
letter-deadline-summary = Answer the offer (a company in { $place })
letter-deadline-description = Please answer by the link in the mail with the offer.
