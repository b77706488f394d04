# Letters about mailboxes that do not exist.

# --- To the support organisation or the operator: the company cannot be reached
letter-company-unreachable-subject = 【nakodo】{ $name } のメールアドレスに届きません
letter-company-unreachable-lead = { $name } のご依頼について会社にお送りしたメールが、宛先が見つからないとして戻ってきました。このアドレスには、この先のお知らせも届きません。
letter-company-unreachable-ask = お手数ですが、お電話などで会社に正しいメールアドレスをお確かめください。ご依頼は続いており、専門家が決まったときは、会社に代わってお伝えいただくことになります。
letter-company-unreachable-note = アドレスが正しい場合は、会社のメールサーバーの具合をお確かめのうえ、運営の窓口にお知らせください。送信を再開します。

# --- To the operator: a specialist cannot be reached
letter-specialist-unreachable-subject = 【nakodo】登録されている専門家にメールが届きません
letter-specialist-unreachable-lead = 次の方に登録されているすべてのメールアドレスで、宛先が見つからないとしてメールが戻ってきました。お返事待ちの打診は取り下げ、ほかの方にお声がけします。新しい打診も、この方にはお送りしません。
letter-specialist-unreachable-ask = ご本人に新しいメールアドレスをお確かめください。登録を改めると、また打診をお送りできるようになります。アドレスが正しい場合は、停止を解除してください(nakodo suppressions lift)。

# --- To the operator: a support organisation cannot be reached
letter-org-unreachable-subject = 【nakodo】支援機関 { $name } にメールが届きません
letter-org-unreachable-lead = 次の支援機関にお送りしたメールが、宛先が見つからないとして戻ってきました。ご依頼の結果など、この先のお知らせも、この支援機関には届きません。会社と専門家へのお知らせは、これまでどおり届きます。
letter-fact-support-org = 支援機関
letter-org-unreachable-ask = お電話などで、正しいメールアドレスをお確かめください。
letter-org-unreachable-lift = アドレスが正しい場合は、停止を解除してください(nakodo suppressions lift)。
letter-org-unreachable-move = アドレスが変わった場合は、登録を改めてください(nakodo organisations move)。
letter-org-unreachable-resend = そのあとで、届かなかったお知らせを送り直せます(nakodo letters list --state failed、nakodo letters resend)。

# --- Problems
problem-letter-waits = このメールは、すでに送信の順番を待っています
problem-letter-waits-detail = 順番が来ると送られます。失敗が続いて取り除かれている場合は、取り除かれたイベントをもう一度配ってください。
problem-nothing-to-say = このメールには、もう伝えることがありません
problem-nothing-to-say-detail = メールの内容だったことがらが変わったため、いま送ると間違いになります。
problem-no-mailbox = このメールを受け取る人がいません
problem-no-mailbox-detail = 宛先のメールアドレスへの送信が停止されているか、受け取らない設定になっています。
