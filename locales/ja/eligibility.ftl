# 中小企業基本法の中小企業者にあたるか
eligibility-small = 中小企業基本法の小規模企業者（{ $category }）にあたります。
eligibility-sme = 中小企業基本法の中小企業者（{ $category }）にあたります。
eligibility-not = 中小企業基本法の中小企業者（{ $category }）にはあたらない見込みです。
eligibility-values = 資本金{ $capital }（基準は{ $capital_limit }以下）、常時使用する従業員{ $employees }人（基準は{ $staff_limit }人以下）。
eligibility-staff-only = 常時使用する従業員{ $employees }人（基準は{ $staff_limit }人以下）。資本金がないため、従業員数だけで判断します。
eligibility-small-limit = 小規模企業者は従業員{ $staff_limit }人以下です。
eligibility-by-staff = 資本金は基準を超えますが、従業員数が基準以下なのであたります。
eligibility-by-capital = 従業員数は基準を超えますが、資本金が基準以下なのであたります。
eligibility-variant = ただし、ほかの中小企業関係の法律では、政令の特例（{ $variant }）により中小企業として扱われることがあります。特例では、{ $limits }
eligibility-uncertain = 業種の細かい分類によって結論が変わるため、もっとも有利な区分で判断しました。
eligibility-no-wall = 依頼はこのまま出せます。対象になるかどうかは支援機関にご確認ください。
