# Who presses, and how safely.

# --- A press that did not count: the page comes again
press-again = To be sure, please press the button on this page once more. We ask when a page has been open for a while. Nothing has changed yet.
press-again-used = The button of this page has been pressed once already. To go on, please press it again.
problem-not-from-page = This does not seem to come from a button of the page
problem-not-from-page-detail = Open the page again (programs: GET it and take values) and send the value that it holds. Nothing has changed yet.
problem-page-used = The value of this page has been used
problem-page-used-detail = Open the page again (programs: GET it and take values) and send the new value.

# --- The code for a browser that nobody knows
letter-code-subject = [nakodo] The code to confirm your acceptance
letter-code-lead = Somebody pressed the button to accept the offer from a company in { $place } in a browser that we have not seen before. To make sure that it is you who got the letter, please enter this code.
letter-code-code = Your code { $code }
letter-code-until = It holds until { $until }. Nothing is settled before you enter it.
letter-code-button = Open the page for the code
letter-code-note-stranger = If this was not you, please delete this letter and do nothing. Somebody may have pressed in a letter that was forwarded. Nothing is settled as long as you tell nobody the code.
offer-accept-text-code = You have not accepted from this browser before, so pressing sends a code to your mailbox. Entering it settles the acceptance, and both sides get each other's contact details by mail. Next time no code is needed.
code-title = Please enter the code
code-lead = We have sent a code of six digits to your mailbox. It holds for ten minutes. Enter it and press the button once more.
code-label = Code (six digits)
code-send = Accept
code-note = If it does not arrive, please look among your junk mail. If the letter was forwarded to you, the code went to whom it was addressed.
code-wrong = That is not the code. Please check the six digits in the letter.
code-over = This code cannot be used any more. Press the button again to get a new one.
outcome-code-over = This code cannot be used any more
outcome-code-over-text = Press the button again to get a new one.
outcome-too-many-codes = Many codes have been sent
outcome-too-many-codes-text = To keep mischief away we send no new code for a while. Please try again later. You can decline at any time.

# --- Who acts, where several people share a mailbox
offer-acting-person = Name of the person who accepts
offer-acting-person-note = This mailbox is registered as shared, so we ask whose name to tell the company.
letter-fact-acting-person = Person in charge
status-acting-person = Person in charge: { $name }
letter-match-specialist-acting-person = { $name } has accepted.

# --- Not now: pauses
letter-paused-subject = [nakodo] No offers until { $date }
letter-paused-lead = As you asked, we send you no new offers before { $date }. From that day on we may ask you again.
letter-paused-button = See or end the pause
letter-paused-note-open = You can still answer the offers that you have.
letter-paused-note-stranger = If this was not you, please end the pause with the button above. Somebody may have used a letter that was forwarded.
pauses-title = Pausing offers
pauses-none = There is no pause. We ask you when a help request fits.
pauses-all = No new offers before { $date }.
pauses-menus = There are no offers about the following for now.
pauses-menu = again from { $date }
pauses-end = End the pause
pauses-new = Pause offers for a while
pauses-again-on = Day from which we may ask you again
pauses-start = Pause until this day
pauses-note = You can still answer the offers that you have. We send you a link with which to end the pause.
outcome-paused = Offers are paused
outcome-paused-text = We send you no new offers before { $date }. A link with which to end the pause is on its way to you.
outcome-resumed = The pause has ended
outcome-resumed-text = We ask you again when a help request fits.
offer-not-before = If you want a rest (you need not choose)
offer-not-before-none = As before
offer-not-before-menus = No offers about the same work until this day
offer-not-before-all = No offers at all until this day
offer-again-on = Day from which we may ask you again
offer-pause = About pausing offers
outcome-declined-rest = { $count ->
    [one] We do not ask you about the same work for a day.
   *[other] We do not ask you about the same work for { $count } days.
}
field-not-after-today = Please choose a day from tomorrow on.
rule-paused = wants offers now
rule-parked = does not rest from this kind of work

# --- The same help request again
letter-same-subject = [nakodo] We have this help request from you already
letter-same-lead = We got the same help request from you on { $sent }. If you meant the same one, you need not send it again. This is how the first one goes on.
letter-same-button-confirm = Confirm the first one
letter-same-button-follow = See how the first one is going
letter-same-anyway = If you want help a second time, please press the button on the following page by { $until }. If you do not, nothing happens.
letter-same-button-anyway = Confirm this as a new one
ask-changed = You have sent this form already. To send what you have changed as a new help request, please press the button again.
