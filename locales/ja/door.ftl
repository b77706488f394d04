# Who presses, and how safely.

# --- A press that did not count: the page comes again
press-again = 念のため、もう一度このページのボタンを押してください。ページを開いてから時間がたつと、このようにおたずねします。まだ何も変わっていません。
press-again-used = このページのボタンは、すでに一度押されています。続けるときは、もう一度押してください。
problem-not-from-page = このページのボタンから送られたものではないようです
problem-not-from-page-detail = ページを開き直し(プログラムは GET で values を受け取り)、そこにある値を付けてお送りください。まだ何も変わっていません。
problem-page-used = このページの値は、すでに使われています
problem-page-used-detail = ページを開き直し(プログラムは GET で values を受け取り)、新しい値を付けてお送りください。
