# English
search-filter-words = words
search-filter-prefecture = region
search-filter-menu = menu
search-filter-field = field
search-filter-service = service
search-filter-category = kind of service
search-filter-industry = industry of experience
search-filter-remote = remote work
search-emptied-by = { $count ->
    [one] Leave out “{ $filter }” to find { $count } person.
   *[other] Leave out “{ $filter }” to find { $count } people.
}
search-emptied-by-several = Leaving out one filter finds nobody yet. Try with several fewer.
active-list-title = Find a specialist
active-list-lead = Anybody can look for the registered information security specialists, and others, who agreed to be listed.
active-list-words = Words
active-list-words-hint = For example “phishing drill”. Other spellings are found, too.
active-list-filters = Narrow it down
active-list-found = { $count ->
    [one] { $count } person found
   *[other] { $count } people found
}
active-list-chosen = What you ask for (press to leave it out)
active-list-drop = Leave out “{ $filter }”
active-list-earlier = Previous
active-list-share = Send the address of this page to show the same result. New entries also come as a feed:
listed-menu = { $menu } ({ $fee })
listed-confirmed = Confirmed by the person on { $day }
listed-credential = Registered Information Security Specialist (Japan)
listed-ask = Ask for help with this
listed-ask-note = Your request goes to specialists who fit, one group after another, and not to this person alone. Nobody sees who you are before somebody has accepted.
profile-qualifications = Other qualifications
profile-confirmed = Confirmed
feed-title = New on the list (feed)
profile-years = { $from }–{ $to }
profile-since = since { $from }
