# What is kept of somebody.

export-link = Download all that is kept (JSON)
