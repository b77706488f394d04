# The official register: letters, reports, problems.

# --- What letters share
letter-closing-untitled =
    { $sender }
    情報セキュリティの専門家と、支援を求める会社を引き合わせます。
    { $url }
    このメールは自動でお送りしています。
letter-fact-register = 国の登録
letter-register-unverified = まだ確認できていません
letter-fact-number-given = 届け出の番号

# --- To the specialist who accepted, where the registration is not verified
letter-match-specialist-first-untitled = 2営業日以内に、{ $name } 様へメールか電話でご連絡ください。あなたのお名前とメールアドレスは、会社にお伝えしました。
letter-match-specialist-first-mail-untitled = 2営業日以内に、{ $name } 様へメールでご連絡ください。あなたのお名前とメールアドレスは、会社にお伝えしました。

# --- To a specialist: the registration does not hold
letter-suspended-subject = 【nakodo】国の登録を確認できないため、打診を止めています
letter-suspended-lead-lapsed = { $date }時点の国の登録簿では、あなたの登録は有効期限が過ぎたものとなっていました。そのため、打診を止めています。
letter-suspended-lead-revoked = { $date }時点の国の登録簿では、あなたの登録は取り消されたか、名称の使用が止められたものとなっていました。そのため、打診を止めています。
letter-suspended-lead-unclear = { $date }時点の国の登録簿では、ご登録の内容を確かめられませんでした。運営の2名で確認し、打診を止めています。
letter-suspended-now-heading = いまの状態
letter-suspended-now-offers = お返事待ちの打診は取り下げました。新しい打診もお送りしません。
letter-suspended-now-match = 進行中の支援は、そのまま続いています。相手の会社と、ご紹介した支援機関または運営に、登録を確認できていないことをお知らせします。
letter-suspended-now-title = nakodo では、国の登録にもとづく名称を、お名前に添えて表示しません。
letter-suspended-then-heading = 元に戻すには
letter-suspended-then-renewed = 登録を更新された場合は、登録簿への反映を待って、自動で再開します。お手続きは要りません。
letter-suspended-then-mistaken = 登録が有効なのにこのお知らせが届いた場合は、このメールに登録証の写しを添えて、運営の窓口にお送りください。

# --- To a specialist: the registration holds again
letter-restored-subject = 【nakodo】国の登録を確認できました(打診を再開します)
letter-restored-lead = { $date }時点の国の登録簿で、あなたの登録を確認できました。止めていた打診を再開します。
letter-restored-end = お手続きは要りません。取り下げた打診は、ほかの方に決まっている場合があります。

# --- To the company of a running match
letter-lost-company-subject = 【nakodo】担当の専門家の登録について、お知らせがあります
letter-lost-company-lead = { $date }時点の国の登録簿で、{ $name } 様の登録が有効であることを確認できませんでした。手続きの途中の場合もあります。
letter-lost-company-goes-on = ご契約は貴社と { $name } 様のあいだのものですので、支援はそのまま続いています。登録が条件の場合は、{ $name } 様に直接お確かめください。
letter-lost-company-note = 別の専門家をお探しになるときは、状況のページから、この引き合わせを取りやめることができます。

# --- To the support organisation or the operator
letter-lost-broker-subject = 【nakodo】{ $name }の担当の専門家の登録を確認できません
letter-lost-broker-lead = { $company }を支援している { $name } 様について、{ $date }時点の国の登録簿で登録が有効であることを確認できませんでした。会社にもお知らせしています。
letter-lost-broker-ask = 支援はそのまま続いています。会社が心配されているようでしたら、ご相談に乗ってください。

# --- What is wrong with a snapshot
field-day-to-come = まだ来ていない日です。登録簿がいつの時点のものかを指定してください。
field-snapshot-older = 前に読み込んだ登録簿({ $last }時点)より古いため、何も変えていません。
field-snapshot-smaller = { $rows } 行しかなく、前の登録簿({ $last } 行)の { $percent }% に足りません。一部が欠けているおそれがあるため、何も変えていません。

# --- Problems
problem-four-eyes = 提案した人が、自分で決めることはできません
problem-four-eyes-detail = 別の運営者に確かめてもらってください。

# --- Doctor
doctor-check-registry = 国の登録簿
doctor-registry-none = 国の登録簿をまだ読み込んでいません。全員が「登録は未確認」の扱いです(nakodo registry import)。
doctor-registry-old = 最後に読み込んだ国の登録簿は { $day } 時点({ $days } 日前)のものです。新しいものを読み込んでください。
doctor-registry-well = 国の登録簿は { $day } 時点のものです。

# --- The company's page
status-specialist-note-untitled = くわしい内容は、お送りしたメールにあります。国の登録は、まだ確認できていません。

# --- The operator's pages
registry-title = 国の登録簿
registry-as-of = { $day }時点の登録簿と照らし合わせています。
registry-never = 国の登録簿をまだ読み込んでいません。読み込むまでは、全員が「登録は未確認」の扱いです。
registry-unfinished = 読み込みが途中で止まっています。もう一度読み込んでください。
registry-suspended = 打診を止めている人
registry-people = { $count }人
registry-cases = 確認が要る人
registry-no-cases = 確認が要る人はいません。
registry-waiting = { $count }人について、運営の2名の確認を待っています。
registry-second = 2人目の確認待ち
registry-case-title = 登録の確認
registry-name = お名前
registry-number = 届け出の登録番号
registry-valid-until = 届け出の有効期限
registry-says = { $day }時点の登録簿
registry-offers = 打診
registry-stopped = 止めています
registry-going = 続けています
registry-two = 1人が提案し、別の1人が登録証の写しなどで確かめて決めます。
registry-proposal-release = 「ご本人と認める」と提案されています。
registry-proposal-suspend = 「打診を止める」と提案されています。
registry-own = 提案したのはあなたです。別の運営者の確認を待っています。
registry-propose-release = ご本人と認めるよう提案する
registry-propose-suspend = 打診を止めるよう提案する
registry-confirm-release = 確かめました。ご本人と認める
registry-confirm-suspend = 確かめました。打診を止める
registry-outcome-release = ご本人と認めました。
registry-outcome-suspend = 打診を止めることに決まりました。
registry-settled = 登録簿で確認がとれたため、この件は終わりました。
registry-proposed = 提案しました。別の運営者が確かめると決まります。
registry-confirmed = 決まりました。
registry-history = これまでの照合
finding-verified = 登録を確認できました
finding-vouched = 運営の2名が本人と確認しました
finding-not_found = 登録番号が登録簿にありません
finding-name_mismatch = 登録番号が別の名前のものです
finding-date_mismatch = 登録簿の有効期限のほうが早い日です
finding-not_enough = 登録簿に載っている項目が少なく、判断できません
finding-lapsed = 有効期限が過ぎています
finding-revoked = 登録の取消し、または名称の使用停止を受けています
finding-changed = 照合のあとで、届け出の内容が変わりました

# --- To a specialist: the entry is hidden for its texts, or shown again
letter-hidden-subject = 【nakodo】ご登録の文章についてのお願い(いまは表示していません)
letter-hidden-lead = ご登録の文章を運営の2名で確認し、次の理由で、お名前を表示せず、打診もお送りしないことにしました。
letter-hidden-reason = 理由
letter-hidden-then = いまの状態と、元に戻すには
letter-hidden-offers = お返事待ちの打診は取り下げました。新しい打診もお送りしません。
letter-hidden-match = 進行中の支援は、そのまま続いています。
letter-hidden-change = ご自分のページで文章を直してください。運営がもう一度確認し、問題がなければ表示と打診を再開します。
letter-hidden-button = ご自分のページを開く
letter-shown-subject = 【nakodo】ご登録の文章を確認しました(表示と打診を再開します)
letter-shown-lead = 直していただいた文章を確認しました。お名前の表示と打診を再開します。お手続きは要りません。
