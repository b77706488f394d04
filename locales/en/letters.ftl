# The letters. One paragraph is one line here; the post room wraps it. Keys begin with `letter-` and the kind of letter.

# --- What all letters share
letter-greeting = Dear { $name },
letter-greeting-org = To { $name },
letter-closing =
    { $sender }
    We bring together information security specialists on Japan's national register (登録セキスペ) and companies that look for help.
    { $url }
    This mail was sent automatically.
letter-heading = { $text }:
letter-bullet = { "- " }
letter-note-mark = { "* " }
letter-fact = { $label }: { $value }
letter-joiner = { ", " }

letter-fact-menus = Help asked for
letter-fact-fields = Fields needed
letter-fact-place = Region of the company
letter-fact-mode = Way of working
letter-fact-industry = Industry
letter-fact-staff = Size of the company
letter-fact-slots = Preferred times
letter-fact-start = Wished start
letter-start = from { $date }
letter-fact-hours = Hours of work
letter-hours = { $hours } in all, within { $weeks }
letter-fact-budget = Budget
letter-budget = { $yen } (without tax, for all of the work)
letter-fact-estimate = Estimated fee
letter-estimate = from { $yen } (worked out from the minimum fees in your profile)
letter-fact-urgency = Urgency
letter-fact-team-wishes = Others who may join in
letter-fact-particulars = Please note
letter-particular-confidential = the work touches especially confidential matters
letter-particular-english = the work is done in English
letter-particular-tender = the work belongs to a public tender
letter-particular-island = the company is on an island reached by ship or plane
letter-fact-company = Company
letter-fact-corporate-number = Corporate number
letter-fact-address = Location
letter-fact-employees = Staff
letter-fact-contact = Contact person
letter-fact-mail = Mail
letter-fact-phone = Phone
letter-fact-specialist = Name
letter-fact-registration = Registration number
letter-registration = { $number } (valid until { $until })
letter-fact-base = Based in
letter-fact-qualifications = Other qualifications
letter-fact-reference = Reference
letter-fact-asked = People asked

letter-agree-heading = What to agree on first
letter-agree-scope = what is to be done, and where it ends
letter-agree-date = when and where the work is done, and when it is finished
letter-agree-fee = what it costs, and when and how it is paid
letter-agree-roles = who does what, the company's own part included
letter-contract = The contract is made directly between the company and the specialist. nakodo only introduces you to each other and takes no part in the contract.
letter-talk = As a suggestion for a first talk, one hour from { $moment } is attached as a tentative appointment. Nothing is settled yet: change it so that it suits you both.
letter-talk-summary = [tentative] First talk with { $name }
letter-talk-description = Suggested by nakodo when it introduced you to each other. Nothing is settled yet.

# --- To a company: is this help request yours?
letter-confirm-subject = [nakodo] Please confirm your request for help
letter-confirm-lead = We received the following request for help with this mail address. If it is right, please open the page below and press the button to confirm. We begin to look for a specialist once you have confirmed.
letter-confirm-button = Open the page to confirm the request
letter-confirm-until = Please confirm by { $until }. Without your confirmation the request is dropped, and nobody is told of it.
letter-confirm-note-opening = Opening the page starts nothing.
letter-confirm-note-privacy = Until a specialist has accepted, we tell no specialist the name of your company, how to reach you or what you wrote in your own words.
letter-confirm-note-stranger = If you know nothing of this, somebody probably mistyped an address. Please do nothing and delete this mail.

# --- To a company: people are being asked
letter-asked-subject = { $count ->
    [one] [nakodo] We asked { $count } specialist
   *[other] [nakodo] We asked { $count } specialists
}
letter-asked-lead-first = { $count ->
    [one] We asked { $count } specialist who fits your request whether they can take it on.
   *[other] We asked { $count } specialists who fit your request whether they can take it on.
}
letter-asked-lead-again = { $count ->
    [one] None of those whom we asked before could take your request on, so we asked { $count } more specialist.
   *[other] None of those whom we asked before could take your request on, so we asked { $count } more specialists.
}
letter-asked-lead-beside = { $count ->
    [one] While those whom we asked before are still thinking, we asked { $count } more specialist.
   *[other] While those whom we asked before are still thinking, we asked { $count } more specialists.
}
letter-asked-until = They have until { $until } to answer. We write to you as soon as somebody accepts.
letter-asked-next-heading = What happens next
letter-asked-next-match = The first to accept will be your specialist, and we send you their name and how to reach them.
letter-asked-next-nobody = If nobody has accepted by then, we go on to ask others. If nobody is left to ask, we tell you what else you can do.
letter-asked-next-nothing = There is nothing for you to do meanwhile.
letter-asked-button = See how it stands
letter-asked-note-privacy = Until somebody has accepted, specialists do not learn the name of your company or how to reach you.
letter-asked-note-cancel = You can also cancel the request on that page.

# --- To a specialist: an offer
letter-offer-subject = [nakodo] A company in { $place } asks for help (answer by { $until })
letter-offer-subject-incident = [nakodo, urgent] A company in { $place } asks for help (answer by { $until })
letter-offer-lead = A company is looking for help, and we ask you because its conditions match yours. Please tell us on the page below whether you can take it on.
letter-offer-until = Please answer by { $until }.
letter-offer-need-heading = What the company asks for
letter-offer-why-heading = Why we ask you
letter-offer-why-plain = You are one of those who meet all conditions of the request.
letter-offer-button = See the offer and answer
letter-offer-note-opening = Opening the page is not an answer. It counts when you press a button there.
letter-offer-note-name = You learn the company's name, its contact person and how to reach them after you have accepted.
letter-offer-note-first = Others may have been asked too; the first to accept takes the work on.
letter-offer-note-decline = Declining has no disadvantage for you. If it does not suit you, an answer lets the company turn to the next person sooner.
letter-offer-note-stop = If you no longer wish to receive offers, choose so behind the link below.

# --- To a company: who has accepted
letter-match-company-subject = [nakodo] A specialist has accepted your request
letter-match-company-lead = A specialist has accepted your request. Here is who it is and how to reach them.
letter-match-company-first-heading = First, get in touch
letter-match-company-first = We asked { $name } to write to you within two working days. If it is urgent, or if you hear nothing, please write to them. { $name } has been told how to reach you.
letter-match-company-need-heading = Your request
letter-match-company-button = See your request

# --- To the specialist who accepted
letter-match-specialist-subject = [nakodo] Thank you for accepting (how to reach the company)
letter-match-specialist-lead = Thank you for accepting. The work is yours. Here is how to reach the company.
letter-match-specialist-first-heading = First, get in touch
letter-match-specialist-first = Please mail or call { $name } within two working days. The company has been told your name, your registration number and your mail address.
letter-match-specialist-first-mail = Please mail { $name } within two working days. The company has been told your name, your registration number and your mail address.
letter-match-specialist-need-heading = What the company asks for
letter-match-specialist-narrative-heading = In the company's own words
letter-match-specialist-narrative = What the company wrote in its own words can be read on the page behind the button below, once you have promised to keep it confidential.
letter-match-specialist-note-privacy = Please use what you learn of the company for this work only.

# --- To the support organisation: the match of its member
letter-match-broker-subject = [nakodo] A specialist has accepted the request of { $name }
letter-match-broker-lead = A specialist has accepted the request that you made for { $name }. Both sides have been told how to reach each other, and the specialist was asked to write to the company within two working days.
letter-match-broker-company-heading = The company
letter-match-broker-specialist-heading = The specialist
letter-match-broker-need-heading = What was asked for
letter-match-broker-note = There is nothing that you have to do. It may help to ask the company after a while whether the talks have begun.

# --- To the other specialists: filled by someone else
letter-filled-subject = [nakodo] Somebody else has taken on the work that we asked you about
letter-filled-lead = Somebody else was first to accept the work for the company in { $place } that we asked you about. Thank you for your time.
letter-filled-end = You need not answer. We hope to ask you again another time.

# --- To specialists with an open offer: the company has cancelled
letter-offer-cancelled-subject = [nakodo] The work that we asked you about was withdrawn
letter-offer-cancelled-lead = The company in { $place } that we asked you about has withdrawn its request. We are sorry to have taken your time.
letter-offer-cancelled-end = You need not answer. We hope to ask you again another time.

# --- To a company: nobody was found
letter-nobody-subject = [nakodo] This time we found no specialist who can take your request on
letter-nobody-lead-asked = { $count ->
    [one] We asked { $count } specialist about your request, but found nobody who can take it on. We are sorry.
   *[other] We asked { $count } specialists about your request, but found nobody who can take it on. We are sorry.
}
letter-nobody-lead-none = At present no specialist meets the conditions of your request. We are sorry.
letter-nobody-next-heading = What you can do next
letter-nobody-tip-incident = If something has happened already, do not wait: call your usual IT supplier and the consultation window named below.
letter-nobody-tip-remote = If you allow remote work, specialists who live farther off can help you.
letter-nobody-tip-slots = If you widen the times that you prefer, more people will be free.
letter-nobody-tip-budget = If you raise the budget or ask for less, it is easier to accept.
letter-nobody-tip-wait = Wait a while and ask again. Specialists' schedules change daily.
letter-nobody-tip-chamber = You can also turn to your chamber or society of commerce and industry.
letter-nobody-tip-ipa = You can also turn to IPA's consultation window 「企業組織向けサイバーセキュリティ相談窓口」.
letter-nobody-again = With changed conditions it is taken as a new request.
letter-nobody-button-new = Ask again with other conditions
letter-nobody-button = See your request

# --- To the support organisation or the operator: nobody was found
letter-nobody-broker-subject = [nakodo] No specialist was found for { $name }
letter-nobody-broker-lead-asked = { $count ->
    [one] We asked { $count } specialist about the request of { $name }, but found nobody who can take it on. The company has been told the same, with suggestions such as changing the conditions.
   *[other] We asked { $count } specialists about the request of { $name }, but found nobody who can take it on. The company has been told the same, with suggestions such as changing the conditions.
}
letter-nobody-broker-lead-none = No specialist meets the conditions of the request of { $name }. The company has been told the same, with suggestions such as changing the conditions.
letter-nobody-broker-ask = Please get in touch with the company and think together about other conditions or other places to turn to.
letter-nobody-broker-company-heading = The company
letter-nobody-broker-need-heading = What was asked for

# --- To a company: the help request is cancelled
letter-request-cancelled-subject = [nakodo] Your request is cancelled
letter-request-cancelled-lead = The following request is cancelled. If specialists were being asked, we tell them. There is nothing for you to do.
letter-request-cancelled-again = If you need help again, you are welcome to make a new request at any time.
letter-request-cancelled-button = Make a new request
letter-request-cancelled-note = If you know nothing of this, please ask the support organisation that made the request for you, or make it again.
