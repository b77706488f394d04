# The operator's console.

console-nav = Pages for operators
console-title = Console
console-lead = This waits for a person. Begin at the top.
console-all-done = Nothing waits for a person now.
console-all-done-next = See how help requests fare under "The way to a match", and where people are lacking on the map of supply and demand.
console-count = { $count ->
    [one] { $count } of them
   *[other] { $count } of them
}
console-oldest = The oldest: since { $age }
console-rest = Of these nothing waits
console-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
console-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
console-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
console-waits-dead = Deliveries that could not be handled
console-waits-cases = Registrations that differ from the official register
console-waits-letters = Letters that were refused (within 30 days)
console-waits-unmatched = Help requests for which nobody was found (within 30 days)
console-waits-room = Help requests that wait for somebody with room
console-waits-webhooks = Webhooks that stopped
console-does-dead = These did not come to an end however often they were tried. Mend the cause, then have them tried again.
console-does-cases = What people registered differs from the official register. Two operators look and decide.
console-does-letters = A mail server refused them. Check the address, and send again where that helps.
console-does-unmatched = They ended without a specialist. See which condition stood in the way.
console-does-room = Whoever would fit has no room. See where people are lacking.
console-does-webhooks = Nothing arrives at the receiver. Tell its owner, and switch it on again once it is mended.
console-go-dead = See the reasons
console-go-cases = To the register
console-go-letters = See the letters
console-go-unmatched = See the reasons
console-go-room = See the map
console-go-webhooks = See the webhooks
console-show = Show
console-any = All

# --- How far help requests come
console-funnel-title = The way to a match
console-funnel-lead = How far the help requests of a time came, where they stopped, and how long it took.
console-from = First day
console-to = Last day
console-funnel-none = No help request was sent in this time. Try another.
console-steps = Step by step
console-step = Step
console-reached = Came here
console-ended = Ended here
console-going-on = Still here
console-step-submitted = Sent
console-step-confirmed = Confirmed
console-step-asked = First specialist asked
console-step-answered = First answer
console-step-matched = Matched
console-steps-note = A bar is the share of all that were sent. "Ended here" means cancelled, or ended without anybody found. Matches that were withdrawn later count as matched.
console-times = How long it took
console-to-match = From being sent to the match
console-asked-to-match = From the first question to the match
console-spread = Median { $median }; nine of ten within { $ninetieth }
console-no-match = No match yet
console-months = By the month of sending
console-month = Month
console-median = Sent to match (median)
console-months-note = The upper bar is what was sent, the lower what was matched. Months are those of Japan.

# --- Where people are lacking
console-map-title = Supply and demand
console-map-lead = For each prefecture the help requests beside the specialists who can take them.
console-map-menu = Support menu
console-map-field = ITSS+ field
console-map-people = { $count ->
    [one] { $count } specialist may be asked.
   *[other] { $count } specialists may be asked.
}
console-map-afar = { $count ->
    [one] { $count } of them also works from afar.
   *[other] { $count } of them also work from afar.
}
console-map-drawn = A map with a tile of equal size for each prefecture. The same figures stand in the table below.
console-tile-asked = Need
console-tile-room = Free
console-verdict-nobody = Nobody free
console-verdict-short = Too few
console-verdict-enough = Enough
console-verdict-quiet = No demand
console-means-nobody = Somebody is asked for, and nobody with room comes there.
console-means-short = More help requests are open than people have room, or some ended without anybody found.
console-means-enough = There is room for what is open.
console-means-quiet = Nothing is open, and nothing ended without anybody found.
console-map-note = "Need" is what is open and what ended without anybody found. Help requests count from { $day } on, in the prefecture of the company. Specialists count in each prefecture to which they come, so the sum is more than there are people. Whoever has not agreed to be listed, or is hidden, is not counted.
console-map-table = As a table
console-map-none = There is neither a help request nor a specialist. Try another choice.
console-map-code = Code
console-map-name = Prefecture
console-map-open = Open
console-map-matched = Matched
console-map-unmatched = Nobody found
console-map-here = Specialists
console-map-room = With room
console-map-gap = Lacking
console-map-verdict = State
console-map-download = Download as CSV

# --- Why nobody was found
console-unmatched-title = Why nobody was found
console-unmatched-lead = What stood in the way of help requests, and of searches, that found nobody.
console-unmatched-none = No help request has ended without anybody found.
console-unmatched-count = { $count ->
    [one] The newest one was held against the list of today.
   *[other] The newest { $count } were held against the list of today.
}
console-would-find = { $count ->
    [one] { $count } of them would find somebody now.
   *[other] { $count } of them would find somebody now.
}
console-several = { $count ->
    [one] In { $count } of them two or more conditions stand in everybody's way.
   *[other] In { $count } of them two or more conditions stand in everybody's way.
}
console-alone = Conditions that stood in the way alone
console-alone-note = Help requests for which somebody fits in everything but this. If this changed, somebody would be found.
console-rule = Condition
console-changes = What the company could change
console-changes-note = Help requests in whose smallest set of changes this is. Their own pages say so too.
console-change = Change
console-change-work-from-afar = Let the work be done from afar
console-change-any-time = Take any time of the week
console-change-spread-over = Spread the work over more weeks
console-change-move-start = Begin later
console-change-raise-budget = Raise the budget
console-change-widen-region = Look in neighbouring prefectures, too
console-change-accept-sellers = Take people, too, who sell products
console-times-head = How many
console-what-to-do = What to do next
console-do-map = See where and in what people are lacking, and whom to win over:
console-do-rules = See which rules hold from which day on:
console-searches = Searches that found nobody
console-searches-count = { $count ->
    [one] { $count } search has found nobody since { $day }.
   *[other] { $count } searches have found nobody since { $day }.
}
console-searches-none = No filter is on record that stood in the way.
console-searches-note = Searches that would have found somebody without this one filter. Only figures by the day are kept, neither the words typed nor who searched.
console-filter = Filter
console-by-several = Two or more filters together

# --- Letters
console-letters-title = Letters
console-letters-lead = Find letters, sent or not, by state, kind and day; or by whose they are.
console-letter-state = State
console-letter-kind = Kind
console-letter-day = Day of making
console-letter-queued = Waits for its turn
console-letter-sent = Sent
console-letter-dropped = Ended unsent
console-letter-failed = Refused
console-by-address = Find by mail address
console-address = Mail address
console-address-note = The address stands in no address of a page and in no log. That somebody looked stands in the audit log.
console-look-up = Find
console-letters-none = There is no such letter. Try another choice.
console-older = Older letters
console-reader-specialist = To a specialist
console-reader-company = To a company
console-reader-support_org = To a support organisation
console-reader-account = To whoever signs in
console-reader-member = To a member's company
console-reader-operator = To the operator
console-letter-title = What became of a letter
console-letter-in-hand = being sent now
console-letter-reader = Reader
console-letter-created = Made
console-letter-sent-at = Sent
console-letter-attempts = Tried
console-letter-trace = Trace
console-journal = What happened
console-journal-none = Nothing is on record yet.
console-attempt = Attempt { $number }:
console-happened-sent = taken by the mail server
console-happened-postponed = it did not work and is tried again
console-happened-refused = refused by the mail server
console-happened-dropped = ended unsent
console-happened-bounced = it came back: no such mailbox
console-happened-bounced_for_now = it came back for a reason that may pass
console-happened-queued_again = an operator had it sent again
console-again-title = Send again
console-again-lead = It is made anew of what is true now. If it has nothing to say any more, it does not leave.
console-as-new = As a new letter (whoever has it already sees it once more)
console-sure = I mean to send it again
console-again = Send again
console-letter-again-done = It waits for its turn.
console-sure-missing = Tick the box that says you mean it, then press again. Nothing was changed.

# --- What was put aside
console-dead-title = Deliveries put aside
console-dead-lead = What did not come to an end however often it was tried, by reason. Mend the cause, then have it tried again. Done twice, it has the effect of once.
console-dead-none = Nothing is put aside.
console-dead-since = The oldest: { $moment }
console-dead-sure = The cause is mended, and I mean to have it tried again
console-dead-replay-all = { $count ->
    [one] Try { $count } again
   *[other] Try all { $count } again
}
console-dead-each = One by one
console-dead-replay = Try this one again
console-dead-replayed = It is tried again. What works leaves this list.
console-group-matcher = Preparing offers
console-group-postman = Sending letters
console-group-herald = Telling other programs

# --- Rules by their days
console-policies-title = Rules and editions
console-policies-lead = Rules and data that change on a day: which edition holds now, and what changes when.
console-policies-next = What changes next
console-policies-no-next = No change has a day yet.
console-policies-review = Somebody should look at these again
console-policies-note = How to change an edition stands in CONTRIBUTING.md and docs/operating.md of the source. An edition holds from the first start on its day in Japan.
console-edition-now = in force
console-edition-before = earlier
console-edition-later = to come
console-from-day = from { $day }
console-changed = Otherwise than before: { $parts }

# --- Sets of dated data
console-set-budgets = Budgets to choose from
console-set-consents = Texts of consent
console-set-decline_reasons = Reasons for declining
console-set-reviews = What both sides say after the work
console-set-endorsements = Reasons and limits of recommendations
console-set-team_roles = Roles in a team
console-set-activities = What counts as a credit
console-set-engagement = The course of an engagement
console-set-guideline = Guideline for small companies
console-set-helpdesks = Public help desks
console-set-holidays = Holidays
console-set-industries = Industries
console-set-itss_plus = ITSS+ fields
console-set-corporations = Reading the register of corporations
console-set-listings = Other public lists
console-set-menus = Support menus
console-set-prefectures = Prefectures
console-set-programmes = Public programmes
console-set-qualifications = Qualifications
console-set-questionnaires = Yes-or-no questions
console-set-registry = Reading the official register
console-set-reply_words = Words of replies
console-set-retention = How long things are kept
console-set-samples = Help requests to try a profile on
console-set-services = Kinds of services
console-set-side_jobs = Rules of side jobs
console-set-sme_definition = Definition of a small company
console-set-tiles = Tiles of the map
console-set-units = Units of fees and time
console-set-waves = How waves of offers go
console-set-weights = Weights of the order
console-set-worries = Cards of worries

# --- Kinds of letters
console-kind-confirm_help_request = Confirm a help request
console-kind-same_help_request = Same help request again
console-kind-people_asked = How many people were asked
console-kind-offer = Offer
console-kind-help_request_waiting = Waiting for somebody with room
console-kind-offer_reminder = Offer: deadline comes near
console-kind-offer_lapsed = Offer: deadline has passed
console-kind-acceptance_code = Code for accepting
console-kind-offers_paused = Offers are paused
console-kind-match_for_company = Match, to the company
console-kind-match_for_specialist = Match, to the specialist
console-kind-match_for_broker = Match, to the support organisation
console-kind-offer_filled = Filled by somebody else
console-kind-offer_cancelled = Cancelled, to specialists
console-kind-wider_circle = Terms widened, to the company
console-kind-terms_proposed = Terms proposed
console-kind-terms_agreed = Terms agreed
console-kind-session_set = A session is set
console-kind-report_to_confirm = Report to confirm, to the company
console-kind-hours_disputed = Other hours, to the specialist
console-kind-engagement_ended = Work after a match has ended
console-kind-engagement_reminder = Reminder of a step after a match
console-kind-dispute_put_before = Request to decide about hours
console-kind-outcome_asked = Question what came of the work
console-kind-check_again = Reminder to look again
console-kind-nobody_found = Nobody found, to the company
console-kind-nobody_found_for_broker = Nobody found, to support organisation or operator
console-kind-help_request_cancelled = Cancelled, to the company
console-kind-willing_noted = A yes was noted
console-kind-choice_for_company = Please choose
console-kind-choice_reminder = Choice: deadline comes near
console-kind-choice_for_broker = Choice, to the support organisation
console-kind-offer_not_chosen = Not chosen
console-kind-choice_lapsed = Choice: deadline has passed, to the company
console-kind-choice_lapsed_for_broker = Choice: deadline has passed, to the support organisation
console-kind-withdrawn_for_company = Match withdrawn, to the company
console-kind-withdrawn_for_specialist = Match withdrawn, to the specialist
console-kind-withdrawn_for_broker = Match withdrawn, to support organisation or operator
console-kind-company_unreachable = A company cannot be reached
console-kind-specialist_unreachable = A specialist cannot be reached
console-kind-support_org_unreachable = A support organisation cannot be reached
console-kind-offer_digest = Gathered offers
console-kind-support_org_week = Week of a support organisation
console-kind-specialist_week = Week of a specialist
console-kind-profile_check = Is the profile still right?
console-kind-reply_result = What came of a reply
console-kind-sign_in = Signing in
console-kind-invitation = Invitation
console-kind-member_consent = Consent of a member
console-kind-member_noted = Consent on paper
console-kind-referral_asked = May it be passed on?
console-kind-referral_ended = What came of a referral
console-kind-referral_received = Referral received
console-kind-registration_suspended = Registration not confirmed, offers stopped
console-kind-registration_restored = Offers come again
console-kind-registration_lost_for_company = Specialist's registration, to the company
console-kind-registration_lost_for_broker = Specialist's registration, to support organisation or operator
console-kind-pool_invited = Asked to be shared
console-kind-pool_slots = Days of a shared specialist
console-kind-pool_confirmed = Confirmed visits of a shared specialist
console-kind-webhook_off = Webhook switched off
console-kind-erased = Everything is erased

# --- What is wrong with what was typed
field-months-at-most = { $count ->
    [one] At most { $count } month can be looked at in one go. Choose a shorter time.
   *[other] At most { $count } months can be looked at in one go. Choose a shorter time.
}

# --- What people write about themselves
console-kind-entry_reviewed = Texts of an entry, looked at
console-waits-texts = Texts that nobody has looked at
console-does-texts = People on the list wrote or changed these. Read them, and accept them or hide the entry with a reason.
console-go-texts = Look at the texts
console-moderation-title = Texts to look at
console-moderation-lead = What people on the list wrote, or changed since somebody last looked. It is shown while it waits (but for what is hidden).
console-moderation-none = No text waits to be looked at.
console-moderation-done-accepted = It is accepted.
console-moderation-done-proposed = You have proposed to hide it. It is hidden once another operator confirms.
console-moderation-done-hidden = It is hidden. The person gets the reason by letter.
console-review-hidden = hidden now
console-review-second = waits for a second operator
console-review-title = Texts of one entry
console-review-since = It has waited since { $moment }.
console-review-nothing = Nothing of this person waits to be looked at now.
console-review-is-hidden = It is hidden now for this reason. If you accept it, the person is told, and is shown and asked again.
console-review-held = Nobody sees these texts until they are accepted.
console-text-display-name = Display name
console-text-qualification = Qualification
console-text-experience = Experience
console-text-gone = Text that is gone
console-text-before = Text before
console-text-new = New text
console-text-now = Text now
console-review-proposed = Somebody proposes to hide it
console-review-own = You have proposed it. Another operator confirms.
console-review-follows = Once hidden, the person is not found, gets no offers, and offers that wait for an answer are withdrawn. Support under way goes on. The person gets the reason by letter.
console-review-confirm = Confirm, and hide
console-review-accept = Accept as it is
console-review-hide = Hide it with a reason
console-review-reason = Reason (the person reads it)
console-review-reason-note = Say what could be changed. At most 400 characters. It is hidden once another operator confirms.
console-review-propose = Propose to hide it
console-kind-endorsement_asked = Asking for a yes to a recommendation
console-kind-endorsement_told = News of a recommendation
console-kind-team_asked = Question to come along
console-kind-team_told = News of a team
console-kind-credit_asked = Request for an approval
console-kind-credit_reminder = Reminder of an approval
console-kind-credit_decided = What came of an approval
console-kind-credit_questioned = Question about a credit
console-waits-credits = credits at which nobody has looked
console-does-credits = Some entries of ledgers were drawn. Look at their evidence and note that they are in order.
console-go-credits = To the audit of credits
console-reader-approver = Approver
console-reader-guest = Somebody from outside in a team
console-kind-complaint_received = Complaint, received
console-kind-complaint_waiting = Complaint, for operators
console-kind-complaint_hearing = Complaint, asking the other side
console-kind-complaint_news = Complaint, news and decision
console-waits-complaints = Complaints
console-does-complaints = Two operators decide by the day on which an answer is due.
console-go-complaints = See complaints
console-set-complaints = Complaints: kinds and times
