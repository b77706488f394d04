# nakodo doctor: what was looked at, and how it is. Read by operators.
doctor-verdict-well = ok
doctor-verdict-warn = WARN
doctor-verdict-wrong = FAIL
doctor-check-settings = Settings
doctor-check-folder = Data folder
doctor-check-disk = Disk
doctor-check-database = Database
doctor-check-schema = Schema
doctor-check-keys = Data keys
doctor-check-redis = Redis
doctor-check-mail = Mail server
doctor-check-dkim = DKIM
doctor-check-clock = Clock
doctor-check-dates = Dated data
doctor-settings-well = They can be read.
doctor-settings-wrong = { $why }
doctor-settings-development = profile is development. Set it to production before real people use this instance.
doctor-settings-no-https = web.public_url ({ $address }) is not https. Others can read the links of letters on their way.
doctor-settings-example = { $key } is still that of the example. Set your own.
doctor-folder-missing = { $folder } is not there yet. The first start makes it.
doctor-folder-unusable = { $folder } cannot be used: { $why }
doctor-folder-free = { $folder } can be used. No nakodo is serving it now.
doctor-folder-served = { $folder } can be used. A nakodo is serving it now.
doctor-disk-well = { $megabytes } MB are free.
doctor-disk-little = Only { $megabytes } MB are free.
doctor-disk-full = { $megabytes } MB are free. Soon nothing can be written any more.
doctor-disk-unknown = Nobody says how much room is left: { $why }
doctor-database-none-yet = There is none yet. The first start makes it.
doctor-database-away = It cannot be used: { $why }
doctor-database-damaged = It is damaged. Go back to a backup: { $what }
doctor-database-well = { $kind } answers.
doctor-schema-well = It is that of this build.
doctor-schema-behind = { $count ->
    [one] One migration has not run ({ $versions }). Run nakodo migrate.
   *[other] { $count } migrations have not run ({ $versions }). Run nakodo migrate.
}
doctor-schema-ahead = { $count ->
    [one] One migration is unknown to this build ({ $versions }). A newer build has been here.
   *[other] { $count } migrations are unknown to this build ({ $versions }). A newer build has been here.
}
doctor-keys-none-yet = { $place } is not there yet. The next start makes it.
doctor-keys-unusable = { $why }
doctor-keys-other = The data are sealed with the key { $key }, which is not in { $place }.
doctor-keys-well = { $place } opens them. Keep a copy elsewhere: it is in no backup.
doctor-keys-plain = { $count ->
    [one] { $count } cell is
   *[other] { $count } cells are
} not sealed. Run nakodo data-keys rotate.
doctor-keys-open = Others on this machine may read { $place }. Give it chmod 600.
doctor-redis-away = It cannot be used: { $why }
doctor-redis-old = { $version } is too old. 6.2 or newer is needed.
doctor-redis-replica = It is a replica and cannot be written to. Let bus.url lead to the master.
doctor-redis-evicts = maxmemory-policy is { $policy }: it may throw away what is not handled, which then comes again later. Use noeviction.
doctor-redis-forgets = It keeps nothing on disk. After its restart nakodo publishes everything again; with appendonly yes nobody waits for that.
doctor-redis-well = { $version } answers.
doctor-mail-folder = Letters are written to a folder and reach nobody.
doctor-mail-away = No connection: { $why }
doctor-mail-no-tls = It does not encrypt (STARTTLS): { $why }
doctor-mail-sign-in = It does not let us in: { $why }
doctor-mail-open = The way is not encrypted. Add ?tls=required to post.smtp.url.
doctor-mail-open-password = A password is sent over a way that is not encrypted. Add ?tls=required to post.smtp.url.
doctor-mail-well = It answers and would take letters (none was sent).
doctor-dkim-none = Letters are not signed. Many will be taken for spam.
doctor-dkim-key = The key cannot be used: { $why }
doctor-dkim-short = The key has only { $bits } bits. Make one of 2048.
doctor-dkim-well = { $name } in DNS fits the key.
doctor-dkim-missing = DNS has no key at { $name }. Publish this TXT record: { $record }
doctor-dkim-other = { $name } in DNS is another key. It should be: { $record }
doctor-dkim-withdrawn = { $name } in DNS is withdrawn. It should be: { $record }
doctor-dkim-not-asked = DNS could not be asked ({ $why }). Look whether { $name } has this TXT record: { $record }
doctor-clock-well = It agrees with that of { $others }.
doctor-clock-alone = There is no other to compare it with. Keep it in step by NTP.
doctor-clock-differs = It differs from that of { $other } by { $seconds } s. Keep both in step by NTP.
doctor-clock-behind-journal = It is { $seconds } s behind what was written down already. Somebody has set it back.
doctor-dates-well = Holidays and the like are up to date.
doctor-dates-wrong = They cannot be read: { $why }
doctor-dates-no-holidays = { $year } has no holidays. Deadlines count them as working days. Update nakodo.
doctor-dates-review = { $set } (edition { $edition }) was to be looked at again by { $day }.
