# Who presses, and how safely.

# --- A press that did not count: the page comes again
press-again = 念のため、もう一度このページのボタンを押してください。ページを開いてから時間がたつと、このようにおたずねします。まだ何も変わっていません。
press-again-used = このページのボタンは、すでに一度押されています。続けるときは、もう一度押してください。
problem-not-from-page = このページのボタンから送られたものではないようです
problem-not-from-page-detail = ページを開き直し(プログラムは GET で values を受け取り)、そこにある値を付けてお送りください。まだ何も変わっていません。
problem-page-used = このページの値は、すでに使われています
problem-page-used-detail = ページを開き直し(プログラムは GET で values を受け取り)、新しい値を付けてお送りください。

# --- The code for a browser that nobody knows
letter-code-subject = 【nakodo】お引き受けの確認の番号をお送りします
letter-code-lead = { $place }の会社からの打診を引き受けるボタンが、初めてのブラウザーで押されました。打診を受け取ったご本人であることを確かめるため、次の番号を入れてください。
letter-code-code = 確認の番号 { $code }
letter-code-until = { $until } まで使えます。番号を入れるまでは、何も決まりません。
letter-code-button = 番号を入れるページを開く
letter-code-note-stranger = 心当たりがないときは、何もせずにこのメールを消してください。転送されたメールから、ほかの人が押したのかもしれません。番号を知らせなければ、何も決まりません。
offer-accept-text-code = このブラウザーから引き受けるのは初めてですので、押すと、ご登録のメールアドレスに確認の番号をお送りします。番号を入れると決まり、お互いの連絡先がメールで届きます。次からは番号は要りません。
code-title = 確認の番号を入れてください
code-lead = ご登録のメールアドレスに、6 桁の番号をお送りしました。10 分以内に入れて、もう一度ボタンを押してください。
code-label = 確認の番号(6 桁)
code-send = 引き受ける
code-note = 届かないときは、迷惑メールの中もご確認ください。転送されたメールからお開きのときは、元の宛先に届いています。
code-wrong = 番号が違います。メールに書かれた 6 桁の番号をお確かめください。
code-over = この番号はもう使えません。もう一度ボタンを押すと、新しい番号をお送りします。
outcome-code-over = この番号はもう使えません
outcome-code-over-text = もう一度ボタンを押すと、新しい番号をお送りします。
outcome-too-many-codes = 番号を何度もお送りしています
outcome-too-many-codes-text = いたずらを防ぐため、しばらくは新しい番号をお送りできません。時間をおいて、もう一度お試しください。見送りのお返事は、いつでもできます。

# --- Who acts, where several people share a mailbox
offer-acting-person = 引き受ける方のお名前
offer-acting-person-note = このメールアドレスは共用と登録されているため、会社にお伝えするお名前をうかがっています。
letter-fact-acting-person = 担当者
status-acting-person = 担当者: { $name }
letter-match-specialist-acting-person = { $name } 様がお引き受けになりました。

# --- Not now: pauses
letter-paused-subject = 【nakodo】打診を { $date } までお休みします
letter-paused-lead = ご希望により、{ $date } になるまで、新しい打診をお送りしません。その日からまたお声がけします。
letter-paused-button = お休みの状況を見る・終える
letter-paused-note-open = すでにお送りした打診には、これまでどおりお返事いただけます。
letter-paused-note-stranger = 心当たりがないときは、上のボタンからお休みを終えてください。転送されたメールから、ほかの人が操作したのかもしれません。
pauses-title = 打診のお休み
pauses-none = いまはお休みしていません。条件の合うご依頼があれば、お声がけします。
pauses-all = { $date } になるまで、新しい打診をお送りしません。
pauses-menus = 次の内容の打診は、お休みしています。
pauses-menu = { $date } から再びお声がけします
pauses-end = お休みを終える
pauses-new = しばらく打診を休む
pauses-again-on = またお声がけしてよい日
pauses-start = この日まで休む
pauses-note = お送りずみの打診には、これまでどおりお返事いただけます。お休みを終えるためのリンクをメールでお送りします。
outcome-paused = 打診をお休みします
outcome-paused-text = { $date } になるまで、新しい打診をお送りしません。お休みを終えるためのリンクをメールでお送りしました。
outcome-resumed = お休みを終えました
outcome-resumed-text = 条件の合うご依頼があれば、またお声がけします。
offer-not-before = しばらく休みたいとき(任意)
offer-not-before-none = これまでどおり
offer-not-before-menus = 同じ内容の打診を、下の日付まで休む
offer-not-before-all = すべての打診を、下の日付まで休む
offer-again-on = またお声がけしてよい日
offer-pause = 打診のお休みについて
outcome-declined-rest = 同じ内容の打診は、{ $count } 日のあいだお休みします。
field-not-after-today = 明日以降の日付を選んでください。
rule-paused = 打診を休んでいないこと
rule-parked = 休みたいと言った内容の仕事でないこと

# --- The same help request again
letter-same-subject = 【nakodo】同じ内容のご依頼を、すでに受け付けています
letter-same-lead = { $sent } に、同じ内容のご依頼を受け付けています。同じご依頼でしたら、新しくお送りいただく必要はありません。はじめのご依頼の続きは、こちらからどうぞ。
letter-same-button-confirm = はじめのご依頼を確認する
letter-same-button-follow = はじめのご依頼の状況を見る
letter-same-anyway = 別のご依頼として、もう一件ご希望のときは、{ $until } までに次のページでボタンを押してください。押さなければ、何も起こりません。
letter-same-button-anyway = 新しいご依頼として確認する
ask-changed = この内容は、すでに一度お送りいただいています。書き直した内容を新しいご依頼として送るときは、もう一度ボタンを押してください。
