# What comes with the passing of time: reminders, lapsed offers, waiting; and where to turn when something has happened already.

# --- To a specialist: an offer's deadline comes near
letter-reminder-subject = 【nakodo】{ $place }の会社からの打診のお返事をお待ちしています({ $until }まで)
letter-reminder-subject-incident = 【nakodo・至急】{ $place }の会社からの打診のお返事をお待ちしています({ $until }まで)
letter-reminder-lead = 先日お送りした{ $place }の会社からの打診について、お返事の期限が近づいています。期限は { $until } です。
letter-reminder-button = 打診の内容を見て答える
letter-reminder-note-decline = お断りになっても、不利に扱われることはありません。ご都合が合わないときも、ひとことお返事をいただけると、会社が早く次の方に相談できます。
letter-reminder-note-crossed = 行き違いでお返事をいただいている場合は、ご容赦ください。

# --- To a specialist: an offer's deadline has passed
letter-lapsed-subject = 【nakodo】先日の打診は、お返事の期限を過ぎました
letter-lapsed-lead = 先日お送りした{ $place }の会社の件は、お返事の期限を過ぎましたので、こちらで締め切りました。お忙しいところ、失礼いたしました。
letter-lapsed-end = お返事の必要はありません。またご相談できる機会がありましたら、よろしくお願いいたします。

# --- To a company: those who would fit have their hands full
letter-waiting-subject = 【nakodo】ご依頼に合う専門家の手が空くのを待っています
letter-waiting-lead = ご依頼に合う専門家はいますが、いまはどなたもほかの会社の支援やお返事待ちの件を抱えていて、新しい件をお願いできません。手の空く方が出ましたら、先にお待ちの会社から順にお声がけします。
letter-waiting-until = { $until } まで待っても手の空く方がいないときは、いったん締め切り、ほかの方法をご案内します。
letter-waiting-button = いまの状況を見る
letter-waiting-note = お待ちいただくあいだに、していただくことはありません。ご依頼の取り消しは、状況のページからできます。

# --- Where to turn when something has happened already (letters and pages)
helpdesks-heading = すでに問題が起きているとき
helpdesks-lead = 専門家が見つかるまでには時間がかかります。待たずに、まず次の窓口と、いつもお願いしている IT の業者に連絡してください。
helpdesk = { $name } { $reach } — { $what }
helpdesks-see = すでに問題が起きているときは、こちらの相談窓口へ
helpdesk-more = 窓口のページ

# --- The company's status page
status-waiting = 合う専門家の手が空くのを待っています。{ $until } まで待ちます。
