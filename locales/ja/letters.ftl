# The letters. One paragraph is one line here; the post room wraps it. Keys begin with `letter-` and the kind of letter.

# --- What all letters share
letter-greeting = { $name } 様
letter-greeting-org = { $name } 御中
letter-closing =
    { $sender }
    国の登録を受けた情報セキュリティの専門家(登録セキスペ)と、支援を求める会社を引き合わせます。
    { $url }
    このメールは自動でお送りしています。
letter-heading = 【{ $text }】
letter-bullet = { "・" }
letter-note-mark = { "※ " }
letter-fact = { $label }: { $value }
letter-joiner = 、

letter-fact-menus = 支援の内容
letter-fact-fields = 必要な分野
letter-fact-place = 会社のある地域
letter-fact-mode = 進め方
letter-fact-industry = 業種
letter-fact-staff = 会社の規模
letter-fact-slots = 希望の時間帯
letter-fact-start = 開始の希望
letter-start = { $date }以降
letter-fact-hours = 作業の時間
letter-hours = 合計 { $hours }（{ $weeks }のうちに）
letter-fact-budget = 予算
letter-budget = { $yen }(税抜き、作業全体の額)
letter-fact-estimate = 費用の目安
letter-estimate = { $yen }から(ご登録の最低料金での計算)
letter-fact-urgency = お急ぎの度合い
letter-fact-team-wishes = ほかの人の参加
letter-fact-particulars = ご承知おきいただきたいこと
letter-particular-confidential = とくに内密の事がらに触れます
letter-particular-english = 英語で進めます
letter-particular-tender = 公共の入札に関わる仕事です
letter-particular-island = 船か飛行機で渡る島にあります
letter-fact-company = 会社名
letter-fact-corporate-number = 法人番号
letter-fact-address = 所在地
letter-fact-employees = 従業員数
letter-fact-contact = ご担当者
letter-fact-mail = メール
letter-fact-phone = 電話
letter-fact-specialist = お名前
letter-fact-registration = 登録番号
letter-registration = 第{ $number }号({ $until }まで有効)
letter-fact-base = 活動の拠点
letter-fact-qualifications = そのほかの資格
letter-fact-reference = 受付番号
letter-fact-asked = お声がけした人数

letter-agree-heading = 最初に決めておくこと
letter-agree-scope = 何をどこまで行うか
letter-agree-date = いつ、どこで行い、いつまでに終えるか
letter-agree-fee = 費用はいくらで、いつどのように支払うか
letter-agree-roles = だれが何をするか(会社の側で行うことも含めて)
letter-contract = 契約は、会社と専門家のあいだで直接結んでいただきます。nakodo はお引き合わせをするだけで、契約には加わりません。
letter-talk = 最初の打ち合わせの候補として、{ $moment } からの1時間を「仮の予定」として添付しました。まだ決まったものではありません。双方のご都合に合わせて変えてください。
letter-talk-summary = 【仮】{ $name } 様との最初の打ち合わせ
letter-talk-description = nakodo がお引き合わせのときに示した候補です。まだ決まったものではありません。

# --- To a company: is this help request yours?
letter-confirm-subject = 【nakodo】ご依頼の確認をお願いします
letter-confirm-lead = このメールアドレスで、次の支援のご依頼を受け付けました。内容に間違いがなければ、下のページを開いて確認のボタンを押してください。確認をいただいてから、支援できる専門家を探し始めます。
letter-confirm-button = 依頼を確認するページを開く
letter-confirm-until = 確認の期限は { $until } です。それまでに確認がない場合、このご依頼はなかったものとして扱い、どなたにもお伝えしません。
letter-confirm-note-opening = ページを開いただけでは、何も始まりません。
letter-confirm-note-privacy = 引き受ける専門家が決まるまで、会社名、ご連絡先、ご相談の文章を専門家に伝えることはありません。
letter-confirm-note-stranger = お心当たりのない場合は、どなたかがアドレスを打ち間違えたものと思われます。何もなさらずに、このメールを削除してください。

# --- To a company: people are being asked
letter-asked-subject = 【nakodo】専門家{ $count }人にお声がけしました
letter-asked-lead-first = ご依頼に合う専門家{ $count }人に、引き受けられるかどうかを尋ねました。
letter-asked-lead-again = 前にお声がけした方の中には、引き受けられる方がいませんでした。そこで、新たに専門家{ $count }人に尋ねました。
letter-asked-lead-beside = 前にお声がけした方のお返事をお待ちするあいだに、新たに専門家{ $count }人にも尋ねました。
letter-asked-until = 返事の期限は { $until } です。引き受ける方が決まりしだい、すぐにお知らせします。
letter-asked-next-heading = これからの流れ
letter-asked-next-match = 最初に引き受けた方を担当とし、お名前とご連絡先をお知らせします。
letter-asked-next-nobody = 期限までに決まらないときは、続けて別の専門家に尋ねます。尋ねる方がいなくなったときは、ほかの方法をご案内します。
letter-asked-next-nothing = お待ちいただくあいだに、していただくことはありません。
letter-asked-button = いまの状況を見る
letter-asked-note-privacy = 引き受ける方が決まるまで、会社名とご連絡先は専門家に伝わりません。
letter-asked-note-cancel = ご依頼の取り消しも、状況のページからできます。

# --- To a specialist: an offer
letter-offer-subject = 【nakodo】{ $place }の会社からの支援の打診です({ $until }まで)
letter-offer-subject-incident = 【nakodo・至急】{ $place }の会社からの支援の打診です({ $until }まで)
letter-offer-lead = 支援を求めている会社があり、条件の合う方としてお声がけしています。お引き受けいただけるかどうかを、下のページからお答えください。
letter-offer-until = お返事の期限は { $until } です。
letter-offer-need-heading = 会社が求めていること
letter-offer-why-heading = お声がけした理由
letter-offer-why-plain = 依頼の条件をすべて満たす方のおひとりとして、お声がけしました。
letter-offer-button = 打診の内容を見て答える
letter-offer-note-opening = ページを開いただけでは、お返事をしたことにはなりません。ボタンを押したときに決まります。
letter-offer-note-name = 会社名、ご担当者、ご連絡先は、お引き受けの後にお知らせします。
letter-offer-note-first = ほかの方にもお声がけしている場合があり、最初に引き受けた方に決まります。
letter-offer-note-decline = お断りになっても、不利に扱われることはありません。ご都合が合わないときは、お断りのお返事をいただけると、会社が早く次の方に相談できます。
letter-offer-note-stop = 打診を受け取らないようにしたいときは、下の「受け取るメールを選ぶ」から変えられます。

# --- To a company: who has accepted
letter-match-company-subject = 【nakodo】支援を引き受ける専門家が決まりました
letter-match-company-lead = ご依頼を引き受ける専門家が決まりました。お名前とご連絡先をお知らせします。
letter-match-company-first-heading = まず、ご連絡を
letter-match-company-first = { $name } 様には、2営業日以内に貴社へご連絡くださるようお願いしています。お急ぎのときや連絡が届かないときは、貴社からご連絡ください。貴社のご連絡先は、{ $name } 様にお伝えしました。
letter-match-company-need-heading = ご依頼の内容
letter-match-company-button = 依頼の状況を見る

# --- To the specialist who accepted
letter-match-specialist-subject = 【nakodo】お引き受けありがとうございます(会社のご連絡先をお知らせします)
letter-match-specialist-lead = お引き受けくださり、ありがとうございます。担当はあなたに決まりました。会社のご連絡先をお知らせします。
letter-match-specialist-first-heading = まず、ご連絡を
letter-match-specialist-first = 2営業日以内に、{ $name } 様へメールか電話でご連絡ください。あなたのお名前、登録番号、メールアドレスは、会社にお伝えしました。
letter-match-specialist-first-mail = 2営業日以内に、{ $name } 様へメールでご連絡ください。あなたのお名前、登録番号、メールアドレスは、会社にお伝えしました。
letter-match-specialist-need-heading = 会社が求めていること
letter-match-specialist-narrative-heading = 会社からのご相談の文章
letter-match-specialist-narrative = 会社が書いた事情は、秘密を守る約束をしてから、下のボタンのページで読めます。
letter-match-specialist-note-privacy = お知らせした会社の情報は、この支援のためだけにお使いください。

# --- To the support organisation: the match of its member
letter-match-broker-subject = 【nakodo】{ $name }の支援を引き受ける専門家が決まりました
letter-match-broker-lead = ご依頼いただいた{ $name }の件で、支援を引き受ける専門家が決まりました。双方に連絡先をお知らせし、2営業日以内に専門家から会社へ連絡するようお願いしています。
letter-match-broker-company-heading = 会社
letter-match-broker-specialist-heading = 専門家
letter-match-broker-need-heading = 依頼の内容
letter-match-broker-note = このご連絡に対して、していただくことはありません。しばらくしてから、打ち合わせが始まったかどうかを会社にお尋ねいただけると安心です。

# --- To the other specialists: filled by someone else
letter-filled-subject = 【nakodo】先日の打診は、ほかの方に決まりました
letter-filled-lead = 先日お送りした{ $place }の会社の件は、ほかの方が先に引き受けました。お時間を取っていただき、ありがとうございました。
letter-filled-end = お返事の必要はありません。またご相談できる機会がありましたら、よろしくお願いいたします。

# --- To specialists with an open offer: the company has cancelled
letter-offer-cancelled-subject = 【nakodo】先日の打診は取り下げられました
letter-offer-cancelled-lead = 先日お送りした{ $place }の会社の件は、会社の都合でご依頼が取り下げられました。お時間を取っていただいたのに、申し訳ありません。
letter-offer-cancelled-end = お返事の必要はありません。またご相談できる機会がありましたら、よろしくお願いいたします。

# --- To a company: nobody was found
letter-nobody-subject = 【nakodo】今回は、引き受けられる専門家が見つかりませんでした
letter-nobody-lead-asked = ご依頼について専門家{ $count }人に尋ねましたが、引き受けられる方が見つかりませんでした。ご期待に沿えず、申し訳ありません。
letter-nobody-lead-none = ご依頼の条件に合う専門家が、いまのところ見つかりませんでした。ご期待に沿えず、申し訳ありません。
letter-nobody-next-heading = 次にできること
letter-nobody-tip-incident = すでに問題が起きているときは、待たずに、いつもお願いしている IT の業者と下の相談窓口に連絡してください。
letter-nobody-tip-remote = オンラインでの支援でもよいことにすると、遠くの専門家にも相談できます。
letter-nobody-tip-slots = 希望の時間帯を広げると、都合の合う方が増えます。
letter-nobody-tip-budget = 予算を上げるか、頼むことをしぼると、引き受けやすくなります。
letter-nobody-tip-wait = しばらく待ってから、もう一度ご依頼ください。専門家の予定は日々変わります。
letter-nobody-tip-chamber = 最寄りの商工会議所・商工会に相談する方法もあります。
letter-nobody-tip-ipa = IPA の「企業組織向けサイバーセキュリティ相談窓口」に相談する方法もあります。
letter-nobody-again = 条件を変えたご依頼は、新しいご依頼として受け付けます。
letter-nobody-button-new = 条件を変えて依頼する
letter-nobody-button = 依頼の状況を見る

# --- To the support organisation or the operator: nobody was found
letter-nobody-broker-subject = 【nakodo】{ $name }の支援を引き受けられる専門家が見つかりませんでした
letter-nobody-broker-lead-asked = { $name }のご依頼について専門家{ $count }人に尋ねましたが、引き受けられる方が見つかりませんでした。会社にも同じことをお知らせし、条件の見直しなどをご案内しています。
letter-nobody-broker-lead-none = { $name }のご依頼について、条件に合う専門家が見つかりませんでした。会社にも同じことをお知らせし、条件の見直しなどをご案内しています。
letter-nobody-broker-ask = お手数ですが、会社にご連絡のうえ、条件の見直しやほかの支援先をご一緒にお考えください。
letter-nobody-broker-company-heading = 会社
letter-nobody-broker-need-heading = 依頼の内容

# --- To a company: the help request is cancelled
letter-request-cancelled-subject = 【nakodo】ご依頼を取り消しました
letter-request-cancelled-lead = 次のご依頼を取り消しました。お声がけしていた専門家がいる場合は、取り下げをこちらから伝えます。していただくことはありません。
letter-request-cancelled-again = 支援が必要になりましたら、いつでも新しくご依頼ください。
letter-request-cancelled-button = 新しく依頼する
letter-request-cancelled-note = お心当たりのない場合は、ご依頼を取り次いだ支援機関にお尋ねになるか、もう一度ご依頼ください。
