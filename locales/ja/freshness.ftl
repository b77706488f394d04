# Is the profile still right? Letters and the page.

letter-profile-subject-asked = 【nakodo】ご登録の内容は、いまも変わりありませんか
letter-profile-lead-asked = ご登録の内容は、{ $date } に確認していただいたものです。いまも変わりがなければ、下のページで「はい、変わりありません」を押してください。1回押すだけで済みます。
letter-profile-subject-stale = 【nakodo】ご登録の内容の確認をお待ちしています
letter-profile-lead-stale = { $date } に確認していただいたご登録の内容について、先日、変わりがないかをお尋ねしました。お忙しいところ恐れ入りますが、下のページで「はい、変わりありません」を押してください。確認が済むまで、打診の順番が少し後になります。
letter-profile-subject-hidden = 【nakodo】打診をいったんお休みしています
letter-profile-lead-hidden = ご登録の内容は、{ $date } を最後に確認が済んでいないため、打診をお送りするのをいったんお休みしています。下のページで「はい、変わりありません」を押していただくと、すぐに再開します。
letter-profile-button = 確認のページを開く
profile-check-title = ご登録の内容の確認
profile-check-lead = ご登録の内容は、{ $date } に確認していただいたものです。いまも変わりありませんか。
profile-check-yes = はい、変わりありません
profile-check-change = 変わったところがあるときは、登録の窓口にお知らせください。
profile-check-pause = しばらくお引き受けできないときは、確認のページから、日を決めて打診を休めます。いつでも終えられます。
profile-check-thanks = 確認していただきました
profile-check-thanks-text = ありがとうございます。これからも、条件の合う打診をお送りします。
