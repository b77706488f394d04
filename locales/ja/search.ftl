# 日本語
search-filter-words = 検索の言葉
search-filter-prefecture = 地域
search-filter-menu = 支援メニュー
search-filter-field = 分野
search-filter-service = サービス
search-filter-category = サービスの種類
search-filter-industry = 経験のある業種
search-filter-remote = 遠隔での対応
search-emptied-by = 「{ $filter }」の条件をはずすと、{ $count }人が見つかります。
search-emptied-by-several = 条件をひとつはずすだけでは見つかりません。条件をいくつか減らしてお試しください。
