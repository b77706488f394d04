# Whether a company is small or medium-sized under the Basic Act
eligibility-small = This is a small enterprise under the SME Basic Act (category: { $category }).
eligibility-sme = This is a small or medium-sized enterprise under the SME Basic Act (category: { $category }).
eligibility-not = This seems not to be a small or medium-sized enterprise under the SME Basic Act (category: { $category }).
eligibility-values = Capital: { $capital } (at most { $capital_limit }); regular employees: { $employees } (at most { $staff_limit }).
eligibility-staff-only = Regular employees: { $employees } (at most { $staff_limit }). Without capital only the number of employees counts.
eligibility-small-limit = A small enterprise has at most { $staff_limit } employees.
eligibility-by-staff = The capital is above its limit, but the number of employees is not, and one is enough.
eligibility-by-capital = The number of employees is above its limit, but the capital is not, and one is enough.
eligibility-variant = Other laws for small enterprises may count it as one by a special rule of a cabinet order ({ $variant }). By that rule: { $limits }
eligibility-uncertain = The result depends on the finer class of the industry; the most favourable category was taken.
eligibility-no-wall = The help request can be sent all the same. Please ask your support organisation whether you are eligible.
