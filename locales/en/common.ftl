# Words that pages and letters share.

site-name = nakodo 仲人

# Where the work is done
mode-onsite = on site
mode-remote = remote
mode-hybrid = on site or remote, either will do

# How soon
urgency-normal = normal
urgency-soon = soon
urgency-incident = urgent (something has happened already)

# Size of a company
staff-up-to-5 = up to 5 people
staff-up-to-20 = 6 to 20 people
staff-up-to-50 = 21 to 50 people
staff-up-to-100 = 51 to 100 people
staff-up-to-300 = 101 to 300 people
staff-over-300 = over 300 people

# The week
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
part-am = am
part-pm = pm
part-ev = evening
slot = { $day } { $part }
slots-joiner = { ", " }
slots-any = any time
slots-none = none

# Figures
yen = ¥{ $amount }
hours-count = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
weeks-count = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}

# Why somebody was asked; said to that person
reason-skills = The fields that it needs are among yours
reason-region = The company is in a region where you work
reason-availability = You can work at times that the company wishes for
reason-experience = You have worked for companies of a like trade or size
reason-qualifications = You hold a qualification about running a company
reason-freshness = You confirmed your profile recently
reason-budget = Your minimum fees fit the company's budget
reason-preference = It is a trade or size that you wish for
