# Answers by mail.

# --- In the letters that can be answered so
letter-note-reply = このメールに返信し、1行目に「承諾」または「辞退」とだけ書いていただいても、お答えになります。
letter-note-reply-declining = お断りは、このメールに返信し、1行目に「辞退」とだけ書いていただくのでもかまいません。お引き受けは、上のページからお願いします。

# --- To a specialist: what became of the answer. The words of the outcomes that the page tells too are in pages.ftl
letter-reply-subject = 【nakodo】{ $outcome }
letter-reply-lead = { $place }の会社からの打診に、メールでお返事をいただきました。
outcome-not-understood = メールのお返事を読み取れませんでした
outcome-not-understood-text = 承諾と辞退のどちらなのかを読み取れませんでした。まだ何も決まっていません。お手数ですが、下のページからお答えください。
outcome-not-certain = お引き受けには、あと一度ボタンを押していただく必要があります
outcome-not-certain-text = お引き受けのお返事と受け取りましたが、ご本人がお書きになったメールかどうかを確かめられませんでした。まだ何も決まっていません。お手数ですが、下のページで「引き受ける」を押してください。お心当たりのないときは、何もなさらずにこのメールを消してください。
outcome-needs-name = お引き受けには、お名前を入れていただく必要があります
outcome-needs-name-text = お引き受けのお返事と受け取りましたが、このメールアドレスは共用と登録されているため、引き受ける方のお名前をうかがう必要があります。まだ何も決まっていません。お手数ですが、下のページでお名前を入れて「引き受ける」を押してください。
