# The official register: letters, reports, problems.

# --- What letters share
letter-closing-untitled =
    { $sender }
    We bring together information security specialists and companies that look for help.
    { $url }
    This mail was sent automatically.
letter-fact-register = National register
letter-register-unverified = not verified yet
letter-fact-number-given = Number given

# --- To the specialist who accepted, where the registration is not verified
letter-match-specialist-first-untitled = Please mail or call { $name } within two working days. The company has been told your name and your mail address.
letter-match-specialist-first-mail-untitled = Please mail { $name } within two working days. The company has been told your name and your mail address.

# --- To a specialist: the registration does not hold
letter-suspended-subject = [nakodo] Offers are stopped: your registration could not be confirmed
letter-suspended-lead-lapsed = By the national register as of { $date }, your registration has run out. Offers to you are stopped for this reason.
letter-suspended-lead-revoked = By the national register as of { $date }, your registration was revoked, or you may not use the name at present. Offers to you are stopped for this reason.
letter-suspended-lead-unclear = The national register as of { $date } did not confirm your registration. Two people of the operator have looked into it, and offers to you are stopped.
letter-suspended-now-heading = How things stand
letter-suspended-now-offers = Offers that waited for your answer were withdrawn, and no new ones are sent.
letter-suspended-now-match = Work that you have begun goes on. Its company, and the support organisation or the operator, are told that your registration is not confirmed.
letter-suspended-now-title = nakodo does not show the protected name beside yours.
letter-suspended-then-heading = How it goes on
letter-suspended-then-renewed = If you have renewed your registration, offers come again by themselves once the register says so. There is nothing to do.
letter-suspended-then-mistaken = If your registration holds and you still got this mail, please send a copy of your certificate to the operator.

# --- To a specialist: the registration holds again
letter-restored-subject = [nakodo] Your registration is confirmed: offers come again
letter-restored-lead = The national register as of { $date } confirms your registration. Offers to you come again.
letter-restored-end = There is nothing to do. Offers that were withdrawn may have gone to somebody else.

# --- To the company of a running match
letter-lost-company-subject = [nakodo] About the registration of your specialist
letter-lost-company-lead = The national register as of { $date } did not confirm that the registration of { $name } holds. A renewal may be under way.
letter-lost-company-goes-on = The contract is between you and { $name }, so the work goes on. If the registration matters to you, please ask { $name } directly.
letter-lost-company-note = If you would rather have another specialist, you can call the match off on the status page.

# --- To the support organisation or the operator
letter-lost-broker-subject = [nakodo] The registration of the specialist of { $name } is not confirmed
letter-lost-broker-lead = The national register as of { $date } did not confirm the registration of { $name }, who works for { $company }. The company is told as well.
letter-lost-broker-ask = The work goes on. Please lend the company an ear if it worries.

# --- What is wrong with a snapshot
field-day-to-come = This day is still to come. Say of which day the register tells.
field-snapshot-older = It is older than the register that was read last (as of { $last }), so nothing was changed.
field-snapshot-smaller = It has { $rows } rows, less than { $percent } % of the last register ({ $last } rows). A part may be missing, so nothing was changed.

# --- Problems
problem-four-eyes = Who has proposed it cannot decide it
problem-four-eyes-detail = Ask another operator to look at it.

# --- Doctor
doctor-check-registry = National register
doctor-registry-none = The national register was never read, so nobody counts as verified (nakodo registry import).
doctor-registry-old = The national register was last read as of { $day }, { $days } days ago. Please read a new one.
doctor-registry-well = The national register was read as of { $day }.

# --- The company's page
status-specialist-note-untitled = The letter that we mailed to you has the details. The person's national registration is not verified yet.

# --- The operator's pages
registry-title = National register
registry-as-of = Everybody is held against the register as of { $day }.
registry-never = The national register was never read. Until it is, nobody counts as verified.
registry-unfinished = Reading it stopped halfway. Please read it again.
registry-suspended = Offers stopped
registry-people = { $count ->
    [one] one person
   *[other] { $count } people
}
registry-cases = People to be looked at
registry-no-cases = Nobody has to be looked at.
registry-waiting = { $count ->
    [one] One person waits for two operators to decide.
   *[other] { $count } people wait for two operators to decide.
}
registry-second = waits for the second operator
registry-case-title = A registration to be confirmed
registry-name = Name
registry-number = Number given
registry-valid-until = Valid until, as given
registry-says = The register as of { $day }
registry-offers = Offers
registry-stopped = are stopped
registry-going = go on
registry-two = One operator proposes, and another decides after looking at a copy of the certificate or the like.
registry-proposal-release = It is proposed to take the person for the registered one.
registry-proposal-suspend = It is proposed to stop offers to the person.
registry-own = You have proposed it. It waits for another operator.
registry-propose-release = Propose: it is the registered person
registry-propose-suspend = Propose: stop offers
registry-confirm-release = I have looked: it is the registered person
registry-confirm-suspend = I have looked: stop offers
registry-outcome-release = It was decided that it is the registered person.
registry-outcome-suspend = It was decided to stop offers.
registry-settled = The register settled it.
registry-proposed = Proposed. It is decided once another operator confirms it.
registry-confirmed = It is decided.
registry-history = What was found so far
finding-verified = Number, name and date are confirmed
finding-vouched = Two operators know the person
finding-not_found = The register does not have the number
finding-name_mismatch = The number is another name's
finding-date_mismatch = The register's last day is earlier
finding-not_enough = The register shows too little to tell
finding-lapsed = The registration has run out
finding-revoked = The registration was revoked, or the name may not be used
finding-changed = The profile has changed since it was compared

# --- To a specialist: the entry is hidden for its texts, or shown again
letter-hidden-subject = [nakodo] About the texts of your entry: it is not shown now
letter-hidden-lead = Two operators have looked at the texts of your entry. For this reason it is not shown now, and no offers come to you.
letter-hidden-reason = Why
letter-hidden-then = How things stand, and how to change that
letter-hidden-offers = Offers that waited for your answer are withdrawn, and no new ones come.
letter-hidden-match = Support that is under way goes on as it is.
letter-hidden-change = Please change the text on your own page. The operators look again; if all is well, your entry is shown and offers come again.
letter-hidden-button = Open your page
letter-shown-subject = [nakodo] The texts of your entry are accepted: it is shown again
letter-shown-lead = We have looked at what you changed. Your entry is shown and offers come again. There is nothing to do.
