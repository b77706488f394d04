# ほかのシステムへのお知らせ（webhook）
letter-webhook-subject = 【nakodo】連携先「{ $label }」への送信を止めました
letter-webhook-failed-lead = 連携先「{ $label }」に、{ $since }からひとつも届いていません。そのため、送信を止めました。
letter-webhook-gone-lead = 連携先「{ $label }」から、受け取りを終えたという返答(410)がありました。そのため、送信を止めました。
letter-webhook-label = 連携先
letter-webhook-host = 送り先のサーバー
letter-webhook-ask = 受け取る側を直されましたら、APIで送信を再開してください(PUT /api/v1/webhooks、"on": true)。
letter-webhook-note = 届かなかった分は保管しています。再開すると、そのまま送られます。

field-webhook-address = https で始まるアドレスを入力してください。名前とパスワード、# 以降は使えません。
field-message-or-since = message か since の、どちらか一方を入力してください。
