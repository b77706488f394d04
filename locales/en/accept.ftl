# What a yes comes to: changed terms, the company's choice, and matches that do not hold.

# --- A match that is withdrawn: letters
letter-match-specialist-course = Agree on terms, record sessions, report
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
field-code-wrong = That is not the code. Please check the six digits in the letter.
field-contact-in-text = No mail addresses or links here. Both sides get each other's contact once it is decided.

# --- A yes on which the company decides: letters
letter-offer-note-choose = If you accept, we tell the company. After the time to answer it chooses one of those who accepted.
letter-offer-note-terms = If you could do it at another time or for another fee, say so on the page.
letter-asked-next-choose = When all have answered, or the time is over, we send you a list of those who would do it. You then choose one of them.
letter-fact-fee = Wished fee
letter-fact-reasons = Asked because of
letter-fact-terms = Terms
letter-terms-heading = Changed terms
letter-willing-subject = [nakodo] We have passed your answer on to the company
letter-willing-lead = Thank you for your answer about the company in { $place }. We have passed it on. Nothing is decided yet.
letter-willing-acting-person = The answer came from { $name }. The company learns the name once it is decided.
letter-willing-next-by = The company answers by { $until }.
letter-willing-next-choose = When the others have answered too, the company chooses one of you.
letter-willing-button = See how it stands
letter-willing-note-first = If somebody accepts as asked before the company has decided, that person takes the work on.
letter-willing-note-told = Whatever comes of it, we tell you.
letter-willing-note-back = You can step back on the page above at any time.
letter-choice-subject = [nakodo] Specialists would take your request on (please choose by { $until })
letter-choice-subject-terms = [nakodo] A specialist would take your request on under other terms (please answer by { $until })
letter-choice-subject-reminder = [nakodo] Specialists wait for your answer (by { $until })
letter-choice-lead = { $count ->
    [one] { $count } specialist would take your request on. Please say on the page below whether you agree.
   *[other] { $count } specialists would take your request on. Please choose one of them on the page below.
}
letter-choice-lead-terms = { $count ->
    [one] { $count } specialist would take your request on under these terms. Please say yes or no on the page below.
   *[other] { $count } specialists would take your request on under these terms. Please say yes or no on the page below.
}
letter-choice-lead-reminder = { $count ->
    [one] { $count } specialist who would take your request on waits for your answer. Please decide on the page below.
   *[other] { $count } specialists who would take your request on wait for your answer. Please decide on the page below.
}
letter-choice-until = Please answer by { $until }.
letter-choice-button = See and decide
letter-choice-person = { $name }
letter-choice-as-asked = as you asked
letter-choice-note-first = If somebody accepts as asked before you answer, that person takes the work on.
letter-choice-note-name = Once you have decided, both sides get each other's name and contact. Until then the specialists do not learn your company's name.
letter-choice-note-none = If you want none of them, say so on the same page. We then go on to ask others.
letter-choice-broker-subject = [nakodo] { $name } has specialists to choose from (by { $until })
letter-choice-broker-lead = { $count ->
    [one] { $count } specialist would take on the request that you made for { $name }. We asked the company to decide by { $until }.
   *[other] { $count } specialists would take on the request that you made for { $name }. We asked the company to decide by { $until }.
}
letter-choice-broker-note = The decision is the company's. If it hesitates, a word from you may help.
letter-not-chosen-subject = [nakodo] What came of the work that you would have taken on
letter-not-chosen-filled = Somebody accepted the work for the company in { $place } as it was asked and takes it on. Thank you for your offer.
letter-not-chosen-other = The company in { $place } has chosen somebody else. Thank you for your offer.
letter-not-chosen-refused = The company in { $place } has decided otherwise this time. Thank you for your offer.
letter-not-chosen-unanswered = The company in { $place } has not answered in time, so we have closed it. We are sorry that you waited for nothing.
letter-not-chosen-end = You need not answer. We hope to ask you again another time.
letter-choice-lapsed-subject = [nakodo] The time to answer the specialists has passed
letter-choice-lapsed-lead = The time to answer the specialists who would take your request on has passed. We tell them that it is closed.
letter-choice-lapsed-ended = Your request ends here. If you need help again, you are welcome to make a new one.
letter-choice-lapsed-goes-on = Your request goes on. As soon as somebody takes it on, we tell you.
letter-choice-lapsed-button-new = Make a new request
letter-choice-lapsed-broker-subject = [nakodo] { $name } has not answered its specialists in time
letter-choice-lapsed-broker-lead = { $name } has not answered the specialists who would take its request on.
letter-choice-lapsed-broker-ended = The request has ended. If help is still needed, please talk to the company and make a new one.
letter-choice-lapsed-broker-goes-on = The request goes on.

# --- A yes on which the company decides: pages
offer-accept-text-choose = Pressing tells the company that you would do it. When all have answered, it chooses one.
offer-accept-text-code-choose = This browser is new to us, so pressing sends a code to your mail address on file. With the code we tell the company that you would do it. When all have answered, it chooses one.
offer-choose-by = The company answers by
offer-propose-open = Accept with changes
offer-propose-text = Fill in only what you would change. The company then says whether it agrees.
offer-propose-start = First day
offer-propose-slots = When it suits you
offer-propose-fee = Fee (yen, without tax, for all of the work)
offer-propose-remote = Remote instead of on site
offer-propose-word = A word to the company, if you like
offer-propose-note = Until the company has decided, somebody else may still accept as asked. Please write no names or contacts.
offer-propose = Accept under these terms
code-with-changes = To accept with changes, enter the code not above but below, under "Accept with changes".
offer-step-back = Step back
outcome-willing = We pass your answer on to the company
outcome-willing-text = Nothing is decided yet. As soon as the company has decided, we tell you by mail.
outcome-willing-already = The company has your answer
outcome-willing-already-text = It has not decided yet. We tell you by mail.
outcome-not-chosen = Not this time
outcome-not-chosen-text = Thank you for your answer. We hope to ask you again.
outcome-chosen = It is decided
outcome-chosen-text = Both of you get the other's name and contact by mail.
outcome-chosen-already = You have chosen this person already
outcome-chosen-already-text = The contact is in the letter that we sent you.
outcome-choice-taken = Somebody else takes it on already
outcome-choice-taken-text = See the letter that we sent you.
outcome-choice-no-room = This person has no room left
outcome-choice-no-room-text = Please choose another one, or say no. We then go on to look for others.
outcome-choice-over = This person cannot be chosen any more
outcome-choice-over-text = Your status page shows how it stands.
outcome-choice-refused = We have noted it
outcome-choice-refused-text = We tell the specialist kindly. If nobody else is waiting, we go on to look for others.
status-choose = Specialists would take it on. Please decide by { $until }.
status-collecting = Specialists are being asked. When all have answered, or the time is over, we send you a list of those who would do it.
status-unanswered = The time to answer the specialists has passed, so this request has ended. If you need help, you are welcome to make a new one.
status-choose-yes = Yes, with this person
status-choose-no = No, thank you
status-choose-none = None of these
status-choose-note = Once you have decided, both sides get each other's name and contact by mail. Until then the specialists do not learn your company's name.
status-mode = Where
status-fee = Wished fee
status-terms = Terms
status-frames = Frames of the work
