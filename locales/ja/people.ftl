# Accounts that several people share.

hand = 窓口 { $address } ・ { $name }さん
name-title = お名前を教えてください
name-lead = { $address } は、何人かで使う窓口のアドレスです。はじめに、いま操作している方のお名前を入れてください。
name-label = お名前
name-send = この名前で始める
name-note = お名前は、だれが操作したかの記録に残ります。同じ窓口の方と運営者に見えます。
account-person = いま操作している方
account-somebody-else = 別の人が使う
session-person = { $name }さん
colleagues-title = 担当者のアドレス
colleagues-lead = 何人かで使うアドレスには、印を付けてください。ログインした人が、はじめに自分の名前を入れるようになります。
colleague-shared = 何人かで使う窓口のアドレスです。
colleague-alone = 1 人で使うアドレスです。
colleague-people = これまでに操作した方
colleague-share = 何人かで使うアドレスにする
colleague-unshare = 1 人で使うアドレスに戻す
colleagues-done-shared = 何人かで使うアドレスにしました。いまログイン中の方にも、名前をうかがいます。
colleagues-done-alone = 1 人で使うアドレスに戻しました。
member-said-person = 操作: { $name }さん
problem-name-missing = お名前が必要です
problem-name-missing-detail = 何人かで使うアカウントです。アカウントの画面で、いま操作している方のお名前を入れてください。
