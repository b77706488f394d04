# A company that asks for itself: worries, budget, how many people come into question

worries-title = What worries you?
worries-lead = Choose what fits, and we prepare what to ask for. You may change all of it afterwards.
worries-choose = What fits (any number)
worries-today = What you can do today
worries-go = Ask with what I chose
worries-none = Write it myself without choosing
worries-why = Why we suggest this
worries-change = You may change everything below.
ask-other-menus = See what else can be asked for
ask-budget-own = An exact amount in yen, which then counts instead
budget-up-to = up to { $yen }
menu-more = What to prepare, what stays with you
menu-prepare = Prepare:
menu-own = Stays your own duty:
price-of-unit = Usually { $low } to { $high } { $unit }
price-per-hour = an hour
price-per-visit = a visit
price-per-day = a day
price-per-project = for all of it
price-per-month = a month
outlook-look = See how many specialists fit before you send it
outlook-people = { $count ->
    [one] One specialist fits this
   *[other] { $count } specialists fit this
  }
outlook-or-more = { $count } specialists or more fit this
outlook-nobody = As it stands there is nobody to ask
outlook-enough = We ask a few of them at a time.
outlook-would-help = These changes would bring more people.
outlook-hopeless = Changing the budget or the times would hardly help. Ask for less, or talk to your chamber of commerce, too.
outlook-joiner = { " " }+{ " " }
outlook-change = { $changes } → { $count ->
    [one] one person
   *[other] { $count } people
  }

# The Yes/No path

check-title = Yes or no: see where your company stands
check-lead = At most { $count } questions. In about five minutes you know what to do next.
check-free = No account, and not even your company's name.
check-back = You can go back and answer anew.
check-kept = Stop any time: the page's address leads you back.
check-begin = Begin
check-left = { $count ->
    [one] The last question
   *[other] At most { $count } questions left
  }
check-hint = Hint:
check-yes = Yes
check-no = No
check-unsure = I do not know
check-undo = Take the last answer back
check-resume = Keep the address of this page to go on or to see the result again. It is forgotten six months after the last answer.
check-result = Where you stand
check-step = Now work on: { $step }
check-nothing-missing = You do all that was asked.
check-missing = What is missing
check-ask = If you ask a specialist
check-go = Ask for this
check-why = What to ask for was filled in from your answers to the questions.
check-narrative = We looked at where we stand. Missing so far: { $missing }
check-narrative-plain = We looked at where we stand by answering the questions.
check-checkpoints = What to look at
check-tasks = What to do
check-consult = Whom to ask where hands or knowledge are lacking
check-guideline = The guideline for small and medium-sized companies (IPA, in Japanese)
check-gaps = What is missing for declarations
check-gap-none = Of what was asked, nothing.
check-gap-missing = Missing:
check-programmes = Public help that you may be able to use
check-link = Yes or no: see where your company stands (no account)

# The summary for whoever decides on money

summary-title = Asking for help with information security (for your own people)
summary-link = Make one page of it for whoever decides
summary-purpose = Purpose
summary-purpose-text = To protect the data of our customers and to keep the business running, a nationally registered specialist is to help with the following.
summary-risk = What may happen if nothing is done
summary-menus = What is asked for, and what it usually costs
summary-total = Together
summary-total-range = { $low } to { $high } (without tax)
summary-budget-below = The budget is { $yen }, below the usual range: ask for less, or raise it.
summary-budget-within = The budget is { $yen }, within the usual range.
summary-budget-above = The budget is { $yen }, enough for the whole of the usual range.
summary-own = What stays the company's own duty
summary-next = What happens next
summary-next-1 = Once this is approved, nakodo asks specialists who fit, without the company's name.
summary-next-2 = With whoever accepts, contents and price are agreed on and a contract is made.
summary-next-3 = Afterwards the person in charge keeps it up.
summary-note = Prices are rough guides and no quotation. What is paid by the hour is counted for the hours asked for, everything else once.
summary-print = Your browser's Print puts this page on paper.
summary-download = Save as a document (Markdown)
summary-back = Back

# What is kept of a form that is not sent yet

draft-keep = Go on later
draft-kept-title = Kept so far
draft-kept-text = Open the address below to go on. Bookmark it, or send it to yourself. It is forgotten when left alone for a month.
draft-kept-open = Go on
draft-mail = Mail it to myself
draft-kept-note = Whoever knows this address can see what you typed.
lookup-note = With the corporate number (13 digits) this fills in name and place from what the National Tax Agency publishes. What you have typed stays.
lookup-button = Look up by corporate number
lookup-found = Found “{ $name }”. Name and place stand in the fields that were empty. Please check them.
lookup-unknown = The published data that is loaded here does not have this number. Please check it, and type name and place yourself.
