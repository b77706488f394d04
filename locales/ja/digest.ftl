# Offers gathered into one letter.

letter-digest-subject = 【nakodo】支援の打診が{ $count }件あります
letter-digest-lead = 支援を求めている会社からの打診を{ $count }件、まとめてお送りします。1件ごとに、お引き受けいただけるかどうかをお答えください。お返事の期限は、このメールから数えています。
letter-digest-heading = { $number }. { $place }の会社
letter-digest-button = { $number } の打診の内容を見て答える
