# Is the profile still right? Letters and the page.

letter-profile-subject-asked = [nakodo] Is your profile still right?
letter-profile-lead-asked = You last confirmed your profile on { $date }. If it is still right, please press “Yes, it is still right” on the page below. One press is all.
letter-profile-subject-stale = [nakodo] Please confirm your profile
letter-profile-lead-stale = We asked you lately whether your profile, last confirmed on { $date }, is still right. Please press “Yes, it is still right” on the page below. Until then others are asked a little sooner than you.
letter-profile-subject-hidden = [nakodo] You get no offers for the time being
letter-profile-lead-hidden = Your profile was last confirmed on { $date }, so we send you no offers for the time being. Press “Yes, it is still right” on the page below, and you get them again at once.
letter-profile-button = Open the page
profile-check-title = Is your profile still right?
profile-check-lead = You last confirmed your profile on { $date }. Is it still right?
profile-check-yes = Yes, it is still right
profile-check-change = If something has changed, please tell those who registered you.
profile-check-pause = If you can take nothing on for a while, the same page lets you pause offers until a day of your choice. You can end the pause at any time.
profile-check-thanks = Confirmed
profile-check-thanks-text = Thank you. We go on sending you offers that fit you.
