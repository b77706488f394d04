# 数で見る相談。だれにでも見せる。
statistics-title = 数で見るご相談
statistics-lead = { $from } から { $until } までに受け付けたご相談です。
statistics-none = お見せできるほどの数は、まだありません。
statistics-count = { $count }件以上
statistics-other-menus = ほかのご相談
statistics-other-prefectures = ほかの都道府県
statistics-note = どの数にも { $count } 社以上が含まれます。少ないものはまとめるか、載せていません。端数は切り捨てています。
