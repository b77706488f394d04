# Accounts that several people share.

hand = Shared mailbox { $address } · { $name }
name-title = Please tell us your name
name-lead = Several people use { $address }. Before anything else, type the name of whoever is sitting here now.
name-label = Your name
name-send = Begin with this name
name-note = The name is kept in the record of who did what. Others of the same mailbox and the operator see it.
account-person = Acting now
account-somebody-else = I am somebody else
session-person = { $name }
colleagues-title = Addresses of the clerks
colleagues-lead = Mark the addresses that several people use. Whoever signs in with one types their own name first.
colleague-shared = Several people use this address.
colleague-alone = One person uses this address.
colleague-people = Who has acted so far
colleague-share = Several people use it
colleague-unshare = One person uses it
colleagues-done-shared = The address is marked as shared. Whoever is signed in with it is asked for a name, too.
colleagues-done-alone = The address is one person’s again.
member-said-person = Done by { $name }
problem-name-missing = A name is needed
problem-name-missing-detail = Several people share this account. Type the name of whoever acts on the page of the account.
