# 日本語
rule-consent = 掲載と打診に同意していること
rule-registration = 登録が有効であること
rule-not-hidden = 非公開を希望していないこと
rule-region = 会社の都道府県に来られること、または双方が遠隔でよいこと
rule-menus = 頼みたいことをすべて受けていること
rule-availability = 希望の時間帯に空きがあること
rule-capacity = 新しい仕事を受ける余裕があること
rule-budget = 予算が最低料金を下回らないこと
term-menus = 頼みたいこと
term-fields = 専門の分野
term-region = 場所
term-availability = 時間帯
term-budget = 予算
term-freshness = 掲載の新しさ
term-load = いまの忙しさ
