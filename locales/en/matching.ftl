# English
rule-consent = Agreed to be listed and asked
rule-registration = The registration holds
rule-not-hidden = Has not asked to stay hidden
rule-region = Comes to the prefecture, or both sides work from afar
rule-menus = Offers everything that is asked for
rule-availability = Is free in a wished slot
rule-capacity = Has room for more work
rule-budget = The budget is not below the minimum fee
term-menus = What is asked for
term-fields = Fields
term-region = Place
term-availability = Slots
term-budget = Budget
term-freshness = Freshness of the profile
term-load = Present load
