# Answers by mail.

# --- In the letters that can be answered so
letter-note-reply = You may also simply reply to this mail with nothing but the word "accept" or "decline" on the first line.
letter-note-reply-declining = To decline, you may also simply reply to this mail with nothing but the word "decline" on the first line. To accept, please use the page above.

# --- To a specialist: what became of the answer. The words of the outcomes that the page tells too are in pages.ftl
letter-reply-subject = [nakodo] { $outcome }
letter-reply-lead = We got an answer by mail from you to the offer of a company in { $place }.
outcome-not-understood = We could not read your answer
outcome-not-understood-text = We could not tell whether your mail accepts or declines. Nothing is decided yet. Please answer on the page below.
outcome-not-certain = To accept, please press once more
outcome-not-certain-text = We read your mail as an acceptance, but could not make certain that it is from you. Nothing is decided yet. Please press "Accept" on the page below. If you did not write that mail, please delete this one and do nothing.
outcome-needs-name = To accept, please enter your name
outcome-needs-name-text = We read your mail as an acceptance, but this mailbox is registered as shared, so we need the name of whoever accepts. Nothing is decided yet. Please enter the name and press "Accept" on the page below.
