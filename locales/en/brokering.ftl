# Support organisations: members, consent, asking on behalf.
members-title = Member companies
members-none = No member is on your list yet. Once a company is on it and has agreed, you can ask for help on its behalf.
members-count = { $count ->
    [one] One member.
   *[other] { $count } members.
}
members-agreed = { $count ->
    [one] One has agreed.
   *[other] { $count } have agreed.
}
members-next = See more
standing-unasked = not asked yet
standing-asked = waiting for an answer
standing-agreed = agreed
standing-declined = not agreed
member-standing-unasked = To ask for help on behalf of this company you need its consent. Ask it by letter, or note consent that you were given on paper.
member-standing-asked = A letter asks the company. Until it answers nothing can be asked for it.
member-standing-agreed = You may ask for help on behalf of this company.
member-standing-declined = The company has not agreed. Nothing can be asked for it.
member-new-title = Add a member
member-change-title = Change what is on record
member-form-lead = Please tell us about the company and its contact.
member-form-note = By this nothing is sent to the company, and nothing is asked for it.
member-add = Add
member-save = Save
label-number = Member number (your own)
member-done-added = The member was added.
member-done-changed = Saved.
member-done-asked = A letter to the company goes out.
member-removed = The member is off the list.
member-remove-title = Take this member off the list
member-remove-company = what is on record of the company and its contact
member-remove-consents = its words of consent, and the clerks who have them on paper
member-remove-requests = what was asked for this company before; it is kept for as long as any other help request
member-remove-for-good = Nothing brings it back. If you add the company again, it is asked for its consent again.
member-remove-button = Take off the list
problem-member-stays = This member cannot go now
problem-member-stays-detail = While something goes on that was asked for the company, and for half a year after it said no, the member stays on the list: so the no is remembered and nobody asks again.
member-done-noted = The consent on paper is noted. A letter tells the company.
member-consent = Consent to being asked for
member-ask-by-letter = Ask for consent by letter
member-paper-title = We have the consent on paper
member-paper-note = The company gets a letter. If it knows nothing of this, it takes it back with one press.
member-paper-clerk = Name of the clerk who has the paper
member-paper-day = Date on the paper
member-paper-send = Note the consent on paper
member-corporate-number = Corporate number
member-place = Place
member-history = What was said
member-said-yes-letter = The company agreed behind the link of a letter.
member-said-yes-paper = Consent on paper was noted.
member-said-no = The company said no behind the link of a letter.
member-said-clerk = Clerk who has the paper: { $clerk }
member-ask-title = Ask for help on its behalf
member-ask-lead = You ask on behalf of { $company }. Nobody learns the company's name before a specialist has accepted.
member-ask-note = Once sent, specialists are asked at once. The company and you are told how it goes.
member-ask-send = Send
member-asked-title = The help request is in
member-asked-see = See this help request
member-asked-text = The help request of { $company } has come in, and specialists are being asked.
consent-title = Asking on your behalf
consent-lead = May { $org } ask specialists for help on behalf of { $company }?
consent-what = If you agree, your support organisation asks for you when you need help, and follows with you how it goes.
consent-back = You can take it back on this page at any time.
consent-is-given = You have agreed
consent-is-not-given = You have not agreed
consent-agreed = { $org } may ask on behalf of { $company }.
consent-declined = { $org } may not ask on behalf of { $company }.
consent-agree = I agree
consent-decline = I do not agree
consent-take-back = Take it back
consent-running = { $count ->
    [one] The help request that was made for you ends with that.
   *[other] The { $count } help requests that were made for you end with that.
}
letter-member-subject = [nakodo] { $org } would like to ask for you
letter-member-lead = { $org } would like to be able to ask information security specialists for help on behalf of { $company }. Please say on the following page whether you agree.
letter-member-what = If you agree, your support organisation asks for you when you need help, and follows with you how it goes.
letter-member-when = Nobody learns your company's name before a specialist has accepted.
letter-member-back = You can take it back on the same page at any time.
letter-member-button = Open the page and choose
letter-member-silence = Without an answer { $org } asks for nothing on your behalf.
letter-member-noted-subject = [nakodo] { $org } has noted your consent
letter-member-noted-lead = { $clerk } of { $org } has noted that { $company } agreed on paper on { $day }. { $org } may ask information security specialists for help on your behalf.
letter-member-noted-object = If you know nothing of this, take it back with one press on the following page.
letter-member-noted-button = See it, or take it back
problem-consent-missing = The company has not agreed yet
problem-consent-missing-detail = Before anything is asked on its behalf the company has to agree. On the page of the member you can ask it by letter, or note consent on paper.
problem-asked-already = No letter can be sent now
problem-asked-already-detail = The company has agreed, or was asked a short while ago. After a no it is left in peace for some time.
field-member-number-taken = This member number is in use already.
broker-nav = Pages of a support organisation
queue-title = Help requests of your organisation
queue-basket = { $name } ({ $count })
queue-none = There are no help requests yet. Those that are made on behalf of your members stand here.
queue-all = See what everybody is in charge of
queue-mine = See only what I am in charge of
queue-baskets = See all baskets
queue-see-all = See all of this basket
queue-days = { $count ->
    [0] since today
    [one] for one day
   *[other] for { $count } days
}
queue-asked = { $count ->
    [one] One person asked
   *[other] { $count } people asked
}
queue-clerk = In charge
queue-nobody = nobody in charge
queue-left = somebody who has left
basket-nobody_found = Nobody found
basket-note-nobody_found = No specialist was found. Please talk with the company about what to do next.
basket-silent = Nothing happens
basket-note-silent = Nothing has happened for three days or more.
basket-waiting = Waiting for the company
basket-note-waiting = The company has not confirmed yet.
basket-under_way = Under way
basket-note-under_way = Specialists are being asked.
basket-done = Done
basket-note-done = A specialist has accepted, or it was cancelled.
hand-over-title = Handing over
hand-over-all-title = Hand over all at once
hand-over-all-note = When somebody moves on: all that they are in charge of goes to a colleague.
hand-over-from = In charge now
hand-over-to = In charge from now on
hand-over-all = Hand over all
hand-over-one = Hand over
hand-over-to-whom = { $count ->
    [one] One help request was handed over to { $clerk }.
   *[other] { $count } help requests were handed over to { $clerk }.
}
hand-over-undo = Take it back
hand-over-until = It can be taken back until { $until }. What has been handed on since stays.
hand-over-is-undone = This was taken back.
field-not-a-clerk = Please choose somebody who works for your organisation.
why-title = Please say why you look
why-lead = This help request is not your own. Your reason is kept.
why-reason = Reason (up to 200 characters)
why-missing = Please give a reason of up to 200 characters.
why-go = Keep the reason and look
import-title = Members from a CSV file
import-lead = First the file is checked: you see what to mend, and how many members it would bring.
import-file = CSV file
import-take = Not only check it, but take it in
import-send = Send
import-note = A company whose member number is known is changed, a new number is added. If anything is wrong, nothing is taken in. What companies have agreed to stays.
import-download = Download the members as CSV
import-would = It can be taken in like this
import-done = Taken in
import-added = New: { $count }
import-changed = Changed: { $count }
import-same = As before: { $count }
import-mistakes = Something has to be mended; nothing has been taken in
import-line = Line { $line }
import-more = And { $count } more.
import-anew = Send another file
import-in-file = There are too many rows to mend, or the file is too large, for this page. Please mend the file and send it once more.
import-nothing = All rows are left out, so nothing was taken in
import-left-out = Rows left out: { $count }
mend-title = { $count ->
    [one] There is one thing to mend
   *[other] There are { $count } things to mend
}
mend-nothing-yet = Nothing has been taken in yet. Mend the rows here, or leave them out, and press the button at the end.
mend-ready = { $count ->
    [one] The other row is ready
   *[other] The other { $count } rows are ready
}
mend-others = Other cells of this row
mend-leave-out = Leave this row out
mend-surplus = Cells without a column
mend-surplus-note = There is more here than there are columns. Move it to where it belongs and leave this empty.
mend-take = Take in what is mended
mend-note = All rows are checked again. If something is still wrong, nothing is taken in, and this page says so.
field-sheet-empty = The file is empty; its first line must hold the names of the columns.
field-sheet-too-large = The file is larger than { $max } { $unit }; please cut it into several.
field-sheet-encoding = Line { $line } cannot be read; please save the file as "CSV UTF-8".
field-sheet-quotes = A quotation mark that begins in line { $line } does not end.
field-sheet-unknown-column = There is no column "{ $name }". Known columns: { $known }
field-sheet-column-twice = The column "{ $name }" is there twice.
field-sheet-columns-missing = Columns are missing: { $names }
field-member-twice-in-file = Line { $line } has the same member number.
entries-title = Entry links and QR codes
entries-lead = Make links and QR codes for leaflets and websites. Companies that come by them are in your queue once they agree.
entries-label = Where it is going to be (such as: leaflet at the desk)
entries-make = Make a link
entries-count = { $count ->
    [one] One help request
   *[other] { $count } help requests
}, { $shared } shared with you
entry-picture = QR code of the page to ask on
entry-close = Close this link
entry-closed = closed
entry-closed-note = This link is closed. Companies that come by it ask for themselves.
ask-by-org = You come by an invitation of { $org }.
ask-share = Let { $org } see this help request and how it goes
ask-share-note = You can ask without this. If you choose it, { $org } follows with you and thinks about what to do next.
member-changed-meanwhile = Somebody else has changed this member meanwhile. To put what you typed in its place, press save once more.
field-not-an-id = That is not an id.
