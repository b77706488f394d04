# Who presses, and how safely.

# --- A press that did not count: the page comes again
press-again = To be sure, please press the button on this page once more. We ask when a page has been open for a while. Nothing has changed yet.
press-again-used = The button of this page has been pressed once already. To go on, please press it again.
problem-not-from-page = This does not seem to come from a button of the page
problem-not-from-page-detail = Open the page again (programs: GET it and take values) and send the value that it holds. Nothing has changed yet.
problem-page-used = The value of this page has been used
problem-page-used-detail = Open the page again (programs: GET it and take values) and send the new value.
