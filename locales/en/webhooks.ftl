# What other systems are told (webhooks)
letter-webhook-subject = [nakodo] The webhook “{ $label }” is switched off
letter-webhook-failed-lead = Nothing has arrived at the webhook “{ $label }” since { $since }, so it is switched off.
letter-webhook-gone-lead = The receiver of the webhook “{ $label }” says that it is gone (410), so it is switched off.
letter-webhook-label = Webhook
letter-webhook-host = Server
letter-webhook-ask = Once the receiver is mended, switch it on again over the API (PUT /api/v1/webhooks, "on": true).
letter-webhook-note = What did not arrive is kept, and is sent once it is on again.

field-webhook-address = Write an address that begins with https, without a user name, a password or a #.
field-message-or-since = Write either message or since.
