# The weekly letter to support organisations, and the page on which they choose whether it comes.

letter-week-subject = [nakodo] Your requests in the week from { $from }
letter-week-lead = This is what became of the requests that you made for your members from { $from } to { $until }, and how the others stand now.
letter-week-matched = { $count ->
    [one] A specialist was found ({ $count } request)
   *[other] A specialist was found ({ $count } requests)
}
letter-week-unmatched = { $count ->
    [one] Nobody was found ({ $count } request)
   *[other] Nobody was found ({ $count } requests)
}
letter-week-unmatched-advice = You can ask again with other conditions, such as another day, remote work or another budget.
letter-week-open = { $count ->
    [one] Going on ({ $count } request)
   *[other] Going on ({ $count } requests)
}
letter-week-line-matched = { $company } ({ $topic }), by { $name }
letter-week-line-unmatched = { $company } ({ $topic })
letter-week-line-asking = { $company } ({ $topic }): specialists have been asked
letter-week-line-waits = { $company } ({ $topic }): waits for specialists who have their hands full
letter-week-line-chooses = { $company } ({ $topic }): the company is to answer
letter-week-more = { $count } more
letter-week-note = For more about each, please see the mails that we sent at the time.
letter-week-wish-link = Choose whether this summary comes

week-wish-title = The weekly summary
week-wish-comes = At the beginning of each week we send you a summary of your requests. In weeks with nothing to say we send none.
week-wish-stop = Do not send the summary
week-wish-stopped = The summary of your requests is not sent.
week-wish-start = Send the summary
week-wish-others = Apart from that, we go on writing whenever a specialist was found for a request, or nobody was.

letter-own-week-subject = [nakodo] Your week from { $from }
letter-own-week-lead = This is how often your profile was shown from { $from } to { $until }, and how many offers and matches came.
letter-own-week-nothing = From { $from } to { $until } your profile was shown to nobody, and no offers came.
letter-own-week-listed = Shown in search results
letter-own-week-viewed = Shown on pages of companies
letter-own-week-offers = Offers
letter-own-week-won = Matches
letter-own-week-profile = Your profile
letter-own-week-fresh = { $count ->
    [0] You confirmed your profile today. See on the page below whether anything has changed.
    [one] You confirmed your profile yesterday. See on the page below whether anything has changed.
   *[other] You confirmed your profile { $count } days ago. See on the page below whether anything has changed.
}
letter-own-week-stale = You last confirmed your profile { $count } days ago. Until you press “Yes, it is still right” on the page below, others are asked a little sooner than you.
letter-own-week-note = To add to it or change it: { $url }
