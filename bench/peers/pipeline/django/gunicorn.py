"""A free port, told when the server is up, as the bench reads it."""

bind = "127.0.0.1:0"


def when_ready(server):
    print(f"listening on http://127.0.0.1:{server.LISTENERS[0].sock.getsockname()[1]}", flush=True)
