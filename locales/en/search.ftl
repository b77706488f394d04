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
