# What a yes comes to: changed terms, the company's choice, and matches that do not hold.

# --- A match that is withdrawn: letters
letter-match-specialist-leave = If you cannot do it after all
letter-match-specialist-note-leave = If something comes up and you cannot do it after all, please say so on the page above. We then look for somebody else for the company.
letter-withdrawn-button = See how it stands
letter-withdrawn-reason-heading = Why
letter-withdrawn-company-subject = [nakodo] Your match is withdrawn (we look for somebody else)
letter-withdrawn-company-lead = { $name }, to whom we introduced you, has told us that they cannot do it after all. We are sorry.
letter-withdrawn-company-lead-own = As you told us, the match with { $name } is withdrawn. We tell { $name } too.
letter-withdrawn-company-next = Your request is open again, and we begin to ask other specialists. There is nothing for you to do.
letter-withdrawn-company-note = If you need no help any more, you can cancel the request on its page.
letter-withdrawn-specialist-subject = [nakodo] The work that you accepted is withdrawn
letter-withdrawn-specialist-lead = { $name }, whose work you had accepted, has called it off. We are sorry to have taken your time.
letter-withdrawn-specialist-lead-own = We have noted that you cannot do the work for { $name }. We tell the company and look for somebody else. Thank you for letting us know.
letter-withdrawn-specialist-end = You need not answer. We hope to ask you again another time.
letter-withdrawn-specialist-note = Please delete what you were told about the company.
letter-withdrawn-broker-subject = [nakodo] The match of { $name } is withdrawn (we look for somebody else)
letter-withdrawn-broker-lead = { $other } has told us that they cannot do the work for { $name } after all. The company has been told, and we begin to ask others.
letter-withdrawn-broker-lead-company = { $name } has called off the match with { $other }. { $other } has been told, and we begin to ask others.
letter-withdrawn-broker-note = There is nothing that you have to do.

# --- Pages
leave-title = If you cannot do it after all
leave-lead = If you press the button, the company is told that you cannot do it, and we look for somebody else. This cannot be undone.
leave-reason = Why (the other side reads it too)
leave-note = Your words go to the company and its support organisation as they are.
leave-button = I cannot do it after all
outcome-match-withdrawn = We have noted it
outcome-match-withdrawn-text = We tell the other side and look for somebody else. A letter with the details is on its way.
outcome-match-withdrawn-before = This match was withdrawn before
outcome-match-withdrawn-before-text = There is nothing for you to do.
outcome-given-up = You had accepted, and it was withdrawn afterwards
outcome-given-up-text = There is nothing for you to do. We hope to ask you again.
status-given-up = accepted, withdrawn afterwards
status-again = The match that you had is withdrawn. Other specialists are being asked.
status-leave-open = Call off the match with this specialist
status-leave-text = If you call it off, we tell the specialist and begin to ask others. To end your request altogether, cancel it afterwards.
status-leave = Call it off and look for somebody else
offer-state-willing = would do it
offer-state-not_chosen = not this time
field-nothing-changed = Change at least one thing. If it is fine as it is, press "Accept".
field-contact-in-text = No mail addresses or links here. Both sides get each other's contact once it is decided.
