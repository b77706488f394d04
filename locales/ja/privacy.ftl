# What is kept of somebody.

export-link = 保管している記録をダウンロードする(JSON)
