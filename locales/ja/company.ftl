# A company that asks for itself: worries, budget, how many people come into question

worries-title = 何が心配ですか
worries-lead = あてはまるものを選ぶと、頼むことの案をこちらで用意します。あとで全部変えられます。
worries-choose = あてはまるもの(いくつでも)
worries-today = 今日できること
worries-go = 選んだ内容で相談する
worries-none = 選ばずに自分で書く
worries-why = この内容をおすすめする理由
worries-change = 下の内容は、すべて変えられます。
ask-other-menus = ほかのお願いを見る
ask-budget-own = ちょうどの金額を書くとき(円)。こちらに書くと、書いた金額になります。
budget-up-to = { $yen }まで
menu-more = 用意するもの・会社ですること
menu-prepare = 用意するもの:
menu-own = 頼んでも会社に残る役割:
price-of-unit = 目安 { $unit } { $low } 〜 { $high }
price-per-hour = 1時間
price-per-visit = 1回
price-per-day = 1日
price-per-project = 一式
price-per-month = 1か月
outlook-look = 送る前に、合う専門家の人数を見る
outlook-people = いまの内容に合う専門家は { $count } 人です
outlook-or-more = いまの内容に合う専門家は { $count } 人以上います
outlook-nobody = いまの内容では、声をかけられる専門家がいません
outlook-enough = この中から数人ずつ声をかけます。
outlook-would-help = 次のように変えると、声をかけられる人が増えます。
outlook-hopeless = 予算や時間を変えても見つかりそうにありません。頼みたいことを減らすか、お近くの商工会・商工会議所にもご相談ください。
outlook-joiner = { " " }+{ " " }
outlook-change = { $changes } → { $count } 人

# The Yes/No path

check-title = はい・いいえで、会社の様子を確かめる
check-lead = 質問は多くて{ $count }問です。5分ほどで、次にすることが分かります。
check-free = 登録も会社の名前も要りません。
check-back = 前の質問に戻って答え直せます。
check-kept = とちゅうでやめても、ページのアドレスから続けられます。
check-begin = はじめる
check-left = あと最大{ $count }問
check-hint = ヒント:
check-yes = はい
check-no = いいえ
check-unsure = 分からない
check-undo = 一つ前の答えを取り消す
check-resume = このページのアドレスを控えておくと、いつでも続きや結果を見られます。最後に答えてから6か月で消えます。
check-result = 確かめた結果
check-step = いま取り組むのは「{ $step }」です
check-nothing-missing = 聞いたことは、すべてできています。
check-missing = まだできていないこと
check-ask = 専門家に頼むなら
check-go = この内容で相談する
check-why = 「はい・いいえ」で確かめた結果をもとに、頼むことの案を入れました。
check-narrative = 会社の様子を確かめたところ、次のことがまだできていませんでした: { $missing }
check-narrative-plain = 会社の様子を「はい・いいえ」で確かめました。
check-checkpoints = 見るところ
check-tasks = すること
check-consult = 手や知識が足りないとき、相談する先
check-guideline = 中小企業の情報セキュリティ対策ガイドライン(IPA)
check-gaps = 宣言や評価に足りないもの
check-gap-none = 聞いたことの中では、足りないものはありません。
check-gap-missing = 足りないもの:
check-programmes = 使えるかもしれない国や地域の手助け
check-link = 「はい・いいえ」で会社の様子を確かめる(登録不要)

# The summary for whoever decides on money

summary-title = 情報セキュリティの支援を頼む件(社内の説明用)
summary-link = 社内の説明に使える一枚にする
summary-purpose = 目的
summary-purpose-text = お客さまと取引先の情報を守り、仕事が止まらないようにするため、国の登録を受けた専門家に次の支援を頼みます。
summary-risk = 行わない場合に起こりうること
summary-menus = 頼むことと、費用の目安
summary-total = 合計の目安
summary-total-range = { $low } 〜 { $high }(税抜き)
summary-budget-below = 予算は { $yen } で、目安の下限を下回ります。頼むことを減らすか、予算の見直しが必要です。
summary-budget-within = 予算は { $yen } で、目安の範囲に入ります。
summary-budget-above = 予算は { $yen } で、目安の上限まで収まります。
summary-own = 頼んでも会社に残る役割
summary-next = この先の進み方
summary-next-1 = 承認のあと、nakodo が条件の合う専門家に、会社の名前を伏せて声をかけます。
summary-next-2 = 引き受ける人が決まったら、内容と金額を話し合い、契約します。
summary-next-3 = 支援のあとは、決めた担当が続けます。
summary-note = 金額は目安で、見積もりではありません。時間で決まるものは希望の時間数、ほかは1回(一式、1か月)分で計算しています。
summary-print = ブラウザの「印刷」で、この一枚を紙にできます。
summary-download = 文書として保存(Markdown)
summary-back = 元のページへ

# What is kept of a form that is not sent yet

draft-keep = あとで続ける
draft-kept-title = ここまでを保存しました
draft-kept-text = 下のアドレスを開くと、続きから書けます。お気に入りに入れるか、自分あてに送っておいてください。1か月そのままにすると消えます。
draft-kept-open = 続きを書く
draft-mail = 自分あてのメールにする
draft-kept-note = このアドレスを知っている人は、書いた内容を見られます。
lookup-note = 法人番号(13桁)を入れて押すと、国税庁の公表情報から会社名と所在地が入ります。入力済みの欄は変わりません。
lookup-button = 法人番号で調べる
lookup-found = 「{ $name }」が見つかりました。空いていた欄に、会社名と所在地を入れました。内容をお確かめください。
lookup-unknown = この番号の会社は、読み込まれている公表情報には見つかりませんでした。番号をお確かめのうえ、会社名と所在地をご自分で入れてください。
