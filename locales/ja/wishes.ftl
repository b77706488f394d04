# Choosing which letters come: the page, and the link to it in each letter to a specialist.

wishes-title = 受け取るメールを選ぶ
wishes-lead = 選んで「保存する」を押してください。いつでも変えられます。
wishes-offers = 打診のメール
wish-offers-at_once = 1件ずつ、すぐに受け取る
wish-offers-gathered = 急ぎでないものは、営業日の朝に1通にまとめて受け取る(お返事の期限は、そのメールから数えます)
wish-offers-never = いまは受け取らない(打診の対象から外れます)
wishes-kinds = そのほかのお知らせ
wish-kind-offer_reminder = お返事の期限が近づいたときのお知らせ
wish-kind-offer_lapsed = お返事の期限が過ぎたときのお知らせ
wish-kind-offer_filled = ほかの方に決まったときのお知らせ
wish-kind-offer_cancelled = 打診が取り下げられたときのお知らせ
wish-kind-specialist_week = 1週間に見られた回数や打診の数のお知らせ(お伝えすることがある週だけ)
wishes-needed = 引き受けたあとの連絡先のお知らせと、登録内容の確認のお願いは、支援に欠かせないため、止めることができません。
wishes-save = 保存する
wishes-saved = 保存しました
wishes-undo = 元に戻す
letter-wishes-link = 受け取るメールを選ぶ

# --- The deadline of an offer, in the reader's calendar
letter-deadline-summary = 打診のお返事の期限({ $place }の会社)
letter-deadline-description = お返事は、打診のメールのリンクからお願いします。
