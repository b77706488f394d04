# What `nakodo demo` tells at the terminal.

demo-start = This is nakodo's demo. All people and companies are invented. Data folder: { $folder }
demo-filled = { $people } invented specialists are on the list ({ $seconds } s). Now seven companies ask for help, one after the other.
demo-company = [{ $number }/{ $of }] { $name } ({ $place }, { $industry }, staff: { $staff }) — { $now }
demo-trouble-a = A business partner was attacked and lost its data; the company wonders whether it is safe itself.
demo-trouble-b = Orders now come over the internet; the town hall sent the company to a support organisation.
demo-trouble-c = A new large customer wants to see what the company does for security.
demo-trouble-d = Customers ask how the company would notice an attack and recover. Its contact reads English.
demo-trouble-m = It goes into online sales and wants an expert's eye before the board decides.
demo-trouble-seisaku = Its machines can now be maintained from afar; it asks for three days on an island, for 30,000 yen.
demo-trouble-koumuten = Five PCs in one office. It asked its local society of commerce where to begin.
demo-wish = Wants: { $menus } ({ $mode }; { $slots }; hours: { $hours }; budget { $budget })
demo-through = { $organisation } submitted the help request for its member.
demo-confirmed = A letter asked the company whether the help request is its own; the contact opened the link and said yes.
demo-survey = Of { $people } people on the list, { $fits } meet every condition.
demo-kept-out = Conditions not met (one person may miss several): { $rules }
demo-kept-out-rule = "{ $rule }" { $people }
demo-wave = { $count ->
    [one] Wave { $wave }: a letter went to { $count } person, to be answered by { $until }
   *[other] Wave { $wave }: letters went to { $count } people, to be answered by { $until }
}
demo-asked = - { $name } (score { $score }) — because of: { $reasons }; would cost from { $fee }
demo-accepted = { $name } accepted through the link in the letter.
demo-declined = { $name } declined (reason: { $reason }).
demo-silent = { $name } does not answer.
demo-waited = The deadline of { $hours } hours passed; offers without an answer have lapsed.
demo-matched = Matched: { $company } and { $person } (registration { $number }, { $place }). Letters tell each how to reach the other.
demo-unmatched = Nobody can be asked. Letters tell the company and { $organisation } what can be done next.
demo-unmatched-operator = Nobody can be asked. Letters tell the company and the operator what can be done next.
demo-letters = Letters: { $letters }
demo-left-open = This help request waits for an answer. Open the letters in the browser and answer as the specialist.
demo-after = [Afterwards] { $company } and { $person } — { $now }
demo-after-reported = Both agreed on terms through the links in their letters and met the day after. The specialist reported the work ({ $spent }).
demo-after-confirmed = { $company } confirmed the hours, and the work came to its end.
demo-after-reviewed = { $company } and { $person } each said how it was. Both are in, so each can read the other.
demo-after-decided = { $company } said that it was { $said }. { $person } put that before the support organisation; { $organisation } read both sides and decided on { $decided }.
demo-after-entered = { $person } entered the hours into the ledger and shows them on the public page.
demo-after-endorsed = { $organisation } recommends { $person }, who agreed: the public page shows that too.
demo-summary = Help requests: { $requests }, offers: { $offers }, matches: { $matches }, letters: { $letters } ({ $seconds } s). Letter files: { $folder }
demo-hint = Open { $url }/ in a browser. The letters are at { $url }/dev/letters: press accept behind the link of the newest offer, enter the code of the letter that comes, and { $company } is matched. Ctrl-C ends the demo.
demo-accounts = Sign in at { $url }/sign-in as { $addresses }; the letter with the code is at { $url }/dev/letters too.
demo-look-shown = What came of it can be seen at { $url }/specialists/{ $id } (approved activities and the recommendation). Sign in as { $address } to see the own ledger at { $url }/me/credits.
demo-look-reviewed = Sign in as { $address } to read at { $url }/me/reviews what the company said.
