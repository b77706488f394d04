# The weekly letter to support organisations, and the page on which they choose whether it comes.

letter-week-subject = 【nakodo】1週間のご依頼のまとめ({ $from }から)
letter-week-lead = 会員の会社のために出されたご依頼について、{ $from }から{ $until }までに決まったことと、いまの様子をお知らせします。
letter-week-matched = 専門家が決まったご依頼({ $count }件)
letter-week-unmatched = 専門家が見つからなかったご依頼({ $count }件)
letter-week-unmatched-advice = 日程や進め方、予算などの条件を変えて、もう一度ご依頼いただけます。
letter-week-open = 続いているご依頼({ $count }件)
letter-week-line-matched = { $company }({ $topic }) 専門家: { $name }
letter-week-line-unmatched = { $company }({ $topic })
letter-week-line-asking = { $company }({ $topic }) 専門家のお返事を待っています
letter-week-line-waits = { $company }({ $topic }) 専門家の手が空くのを待っています
letter-week-line-chooses = { $company }({ $topic }) 会社のお返事を待っています
letter-week-more = ほか { $count }件
letter-week-note = それぞれの詳しいことは、そのつどお送りしたメールをご覧ください。
letter-week-wish-link = このまとめを受け取るかどうかを選ぶ

week-wish-title = 1週間のまとめのメール
week-wish-comes = 毎週のはじめに、ご依頼のまとめをお送りしています。お伝えすることがない週は、お送りしません。
week-wish-stop = まとめを受け取らない
week-wish-stopped = ご依頼のまとめは、お送りしていません。
week-wish-start = まとめを受け取る
week-wish-others = 専門家が決まったときや見つからなかったときのお知らせは、これとは別に、そのつどお送りします。

letter-own-week-subject = 【nakodo】1週間のお知らせ({ $from }から)
letter-own-week-lead = { $from }から{ $until }までの1週間に、ご登録の内容がどれだけ見られ、打診と決定が何件あったかをお知らせします。
letter-own-week-nothing = { $from }から{ $until }までの1週間は、検索での表示も打診もありませんでした。
letter-own-week-listed = 検索結果に表示
letter-own-week-viewed = 会社のページで表示
letter-own-week-offers = 届いた打診
letter-own-week-won = 決まった支援
letter-own-week-profile = ご登録の内容
letter-own-week-fresh = ご登録の内容は、{ $count }日前に確認していただいたものです。変わったところがないかを、下のページでご覧ください。
letter-own-week-stale = ご登録の内容は、{ $count }日前に確認していただいたままです。下のページで「はい、変わりありません」を押していただくまで、打診の順番が少し後になります。
letter-own-week-note = 内容を書き足したり直したりするには: { $url }
