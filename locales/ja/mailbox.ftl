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

# --- Problems
problem-letter-waits = この手紙は、すでに送信の順番を待っています
problem-letter-waits-detail = 順番が来ると送られます。失敗が続いて取り除かれている場合は、取り除かれたイベントをもう一度配ってください。
problem-nothing-to-say = この手紙には、もう伝えることがありません
problem-nothing-to-say-detail = 手紙の内容だったことがらが変わったため、いま送ると間違いになります。
problem-no-mailbox = この手紙を受け取る人がいません
problem-no-mailbox-detail = 宛先のメールアドレスへの送信が停止されているか、受け取らない設定になっています。
