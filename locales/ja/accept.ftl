# What a yes comes to: changed terms, the company's choice, and matches that do not hold.

# --- A match that is withdrawn: letters
letter-match-specialist-leave = 引き受けられなくなったとき
letter-match-specialist-note-leave = ご都合が変わって引き受けられなくなったときは、上のページからお知らせください。会社には別の専門家をお探しします。
letter-withdrawn-button = いまの状況を見る
letter-withdrawn-reason-heading = 理由
letter-withdrawn-company-subject = 【nakodo】お引き合わせした件が取りやめになりました(別の専門家を探します)
letter-withdrawn-company-lead = お引き合わせした { $name } 様から、引き受けられなくなったとのお知らせがありました。ご期待に沿えず、申し訳ありません。
letter-withdrawn-company-lead-own = お知らせいただいたとおり、{ $name } 様とのお引き合わせを取りやめました。{ $name } 様にもお伝えします。
letter-withdrawn-company-next = ご依頼はふたたび受け付け中に戻り、別の専門家に声をかけ始めます。していただくことはありません。
letter-withdrawn-company-note = もう支援が要らないときは、状況のページからご依頼を取り消せます。
letter-withdrawn-specialist-subject = 【nakodo】お引き受けいただいた件が取りやめになりました
letter-withdrawn-specialist-lead = お引き受けいただいた{ $name }の件について、会社から取りやめのお知らせがありました。お時間を取っていただいたのに、申し訳ありません。
letter-withdrawn-specialist-lead-own = お引き受けいただいた{ $name }の件の取りやめを承りました。会社にもお伝えし、別の専門家を探します。お知らせくださり、ありがとうございました。
letter-withdrawn-specialist-end = お返事の必要はありません。またご相談できる機会がありましたら、よろしくお願いいたします。
letter-withdrawn-specialist-note = お伝えした会社の情報は、破棄してください。
letter-withdrawn-broker-subject = 【nakodo】{ $name }の支援が取りやめになりました(別の専門家を探します)
letter-withdrawn-broker-lead = { $name }の件で、{ $other } 様から引き受けられなくなったとのお知らせがありました。会社にも伝え、別の専門家に声をかけ始めます。
letter-withdrawn-broker-lead-company = { $name }の件で、会社から { $other } 様とのお引き合わせを取りやめるとのお知らせがありました。{ $other } 様にも伝え、別の専門家に声をかけ始めます。
letter-withdrawn-broker-note = このご連絡に対して、していただくことはありません。

# --- Pages
leave-title = 引き受けられなくなったとき
leave-lead = 下のボタンを押すと、この件の取りやめが会社に伝わり、別の専門家を探し始めます。元には戻せません。
leave-reason = 理由(相手の方にもお伝えします)
leave-note = 理由は、会社と支援機関にもそのままお伝えします。
leave-button = 引き受けを取りやめる
outcome-match-withdrawn = 取りやめを承りました
outcome-match-withdrawn-text = 相手の方にお伝えし、別の専門家を探します。くわしくはメールでお知らせします。
outcome-match-withdrawn-before = この件は、すでに取りやめになっています
outcome-match-withdrawn-before-text = していただくことはありません。
outcome-given-up = 引き受けた後に、取りやめになりました
outcome-given-up-text = していただくことはありません。またの機会にお願いします。
status-given-up = 引き受けた後に取りやめ
status-again = 前に決まった専門家との件は取りやめになりました。別の専門家に声をかけています。
status-leave-open = この専門家との件を取りやめる
status-leave-text = 取りやめると、相手の方にお伝えし、別の専門家に声をかけ始めます。ご依頼そのものをやめるときは、その後に取り消してください。
status-leave = 取りやめて別の専門家を探す
offer-state-willing = 引き受けの意向
offer-state-not_chosen = 今回は見合わせ
field-nothing-changed = 変えたい条件を一つ以上入力してください。そのままでよければ「引き受ける」を押してください。
field-contact-in-text = メールアドレスやリンクは書けません。ご連絡先は、決まったときにお互いに伝わります。
