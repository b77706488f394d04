# What comes with the passing of time: reminders, lapsed offers, waiting; and where to turn when something has happened already.

# --- To a specialist: an offer's deadline comes near
letter-reminder-subject = [nakodo] A company in { $place } is waiting for your answer (by { $until })
letter-reminder-subject-incident = [nakodo, urgent] A company in { $place } is waiting for your answer (by { $until })
letter-reminder-lead = The deadline of the offer from a company in { $place } that we sent you comes near: { $until }.
letter-reminder-button = See the offer and answer
letter-reminder-note-decline = Declining has no disadvantage for you. If it does not suit you, a short answer lets the company ask somebody else sooner.
letter-reminder-note-crossed = If you have answered in the meantime, please disregard this letter.

# --- To a specialist: an offer's deadline has passed
letter-lapsed-subject = [nakodo] The offer that we sent you has passed its deadline
letter-lapsed-lead = The offer from a company in { $place } that we sent you has passed its deadline, and we have closed it. Thank you for your time.
letter-lapsed-end = There is nothing for you to do. We look forward to asking you another time.

# --- To a company: those who would fit have their hands full
letter-waiting-subject = [nakodo] We are waiting for a specialist to have time for you
letter-waiting-lead = There are specialists who fit your help request, but at the moment all of them are busy with other companies or have other offers to answer. As soon as one of them has room we will ask, those companies first that have waited longest.
letter-waiting-until = If nobody has room by { $until }, we will close your help request and tell you what else you can do.
letter-waiting-button = See where things stand
letter-waiting-note = There is nothing for you to do meanwhile. You can cancel your help request on the page above.

# --- Where to turn when something has happened already (letters and pages)
helpdesks-heading = If something has happened already
helpdesks-lead = It takes time to find a specialist. Do not wait: first turn to one of these, and to the IT company that you usually work with.
helpdesk = { $name }, { $reach } — { $what }
helpdesks-see = If something has happened already, turn to these help desks first
helpdesk-more = Their page

# --- The company's status page
status-waiting = We are waiting for a suitable specialist to have room, until { $until }.
