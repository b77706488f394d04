# Words that pages and letters share.

site-name = nakodo 仲人

# Where the work is done
mode-onsite = 訪問
mode-remote = オンライン
mode-hybrid = 訪問・オンラインのどちらでも

# How soon
urgency-normal = 通常
urgency-soon = お急ぎ
urgency-incident = 緊急(すでに問題が起きています)

# Size of a company
staff-up-to-5 = 5人以下
staff-up-to-20 = 6〜20人
staff-up-to-50 = 21〜50人
staff-up-to-100 = 51〜100人
staff-up-to-300 = 101〜300人
staff-over-300 = 301人以上

# The week
weekday-mon = 月
weekday-tue = 火
weekday-wed = 水
weekday-thu = 木
weekday-fri = 金
weekday-sat = 土
weekday-sun = 日
part-am = 午前
part-pm = 午後
part-ev = 夜
slot = { $day }{ $part }
slots-joiner = ・
slots-any = いつでも
slots-none = なし

# Figures
yen = { $amount }円
hours-count = { $count }時間
weeks-count = { $count }週間
people-count = { $count }人

# Why somebody was asked; said to that person
reason-skills = 必要な分野が、登録されている得意分野と重なっています
reason-region = 会社のある地域が、活動地域として登録されています
reason-availability = 会社の希望する時間帯に、対応できる時間が登録されています
reason-experience = 似た業種や規模の会社での経験が登録されています
reason-qualifications = 会社の経営に関わる資格をお持ちです
reason-freshness = 登録内容を最近確認していただいています
reason-budget = 登録されている最低料金が、会社の予算に収まります
reason-preference = ご希望の業種や規模に合っています
