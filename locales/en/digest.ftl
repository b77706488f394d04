# Offers gathered into one letter.

letter-digest-subject = { $count ->
    [one] [nakodo] { $count } company asks for help
   *[other] [nakodo] { $count } companies ask for help
}
letter-digest-lead = { $count ->
    [one] { $count } company is looking for help, and its conditions match yours. Please tell us whether you can take it on. The time to answer counts from this mail.
   *[other] { $count } companies are looking for help, and their conditions match yours. Please tell us for each whether you can take it on. The time to answer counts from this mail.
}
letter-digest-heading = { $number }. A company in { $place }
letter-digest-button = See offer { $number } and answer
