"""What schemathesis has to be told of nakodo's API."""

import schemathesis


@schemathesis.serializer("message/rfc822")
def mail(ctx, value):
    """Mail as it arrived: whatever bytes the description allows."""
    return value if isinstance(value, bytes) else str(value).encode()
