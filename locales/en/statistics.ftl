# Help requests in figures, for anybody.
statistics-title = Help requests in figures
statistics-lead = Help requests that were taken in from { $from } to { $until }.
statistics-none = There are not enough yet to be shown.
statistics-count = { $count } or more
statistics-other-menus = Other help
statistics-other-prefectures = Other prefectures
statistics-note = At least { $count } companies are behind each figure. What is smaller is shown together, or not at all. Figures are rounded down.
