# Other public lists of services.

listings-title = Services on other public lists
listings-lead = Where no specialist was found, look among the services on lists of the government, IPA and others.
listings-others = These are other organisations’ lists. nakodo has not checked what they say and recommends nothing on them. What holds now is on each service’s own page and in the original list.
listings-none = No list has been read yet.
listings-source = { $list } ({ $publisher }, as of { $day })
listings-source-link = See the original list
listings-any = Any
listings-filter-prefecture = Prefecture
listings-filter-service = Kind of service
listings-filter-kind = List
listings-filter-words = Words in the names of company and service
listings-search = Search
listings-found = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
listings-emptied-by = { $count ->
    [one] Without “{ $filter }” there is { $count }
   *[other] Without “{ $filter }” there are { $count }
}
listings-emptied-by-several = Nothing is found even without one of the conditions. Please search with fewer.
listings-next = More
listing-until = registered until { $day }
listing-from = { $list }, as of { $day }
listing-everywhere = all of Japan
listing-place-unsaid = region not stated
status-elsewhere = Other public lists name services that come close.
status-elsewhere-link = Look among them
field-listing-link = The link must be the https address of the service’s page.
field-listing-twice = The same service is already on line { $line }.
field-listings-day-to-come = This day is still to come. Say of which day the list tells.
field-listings-older = It is older than the list that was read last (as of { $last }), so nothing was changed.
field-listings-smaller = It has { $rows } rows, less than { $percent } % of the last list ({ $last } rows). A part may be missing, so nothing was changed.
