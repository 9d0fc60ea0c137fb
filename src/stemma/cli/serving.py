"""Serving the workbench: where it may listen, and what is printed when it does."""

from __future__ import annotations

import socket
import sys

from stemma.errors import UsageError
from stemma.web.security import LOOPBACK, MOST_HEAD, is_loopback

SWITCH = 0.001  # seconds that a thread may go on while others wait; a page waits for its turn several times


def serve(case: str, host: str, port: int, name: str | None, accounts: bool, hosts: list[str], secure: bool) -> None:
    """Serve a case until interrupted.

    Raises UsageError where it would be open to others without accounts, or the port is taken.
    """
    import uvicorn

    from stemma.web import create_app
    from stemma.web.patience import Patient

    accounts = accounts or case.startswith(("postgresql://", "postgres://"))
    if not is_loopback(host) and not accounts:
        raise UsageError(f"Without accounts everybody who reaches {host} could change the case: add --accounts, or "
                         "leave --host out and reach it from this machine only.")
    listening = _listening(host, port)
    app = create_app(case, name, [*LOOPBACK, host, *hosts], accounts, secure)
    where = f"[{host}]" if ":" in host else host
    print(f"The workbench: http://{where}:{listening.getsockname()[1]}/\nEnd it with Ctrl-C.", flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on",
                            timeout_graceful_shutdown=3, http=Patient, ws="none",
                            h11_max_incomplete_event_size=MOST_HEAD)
    sys.setswitchinterval(SWITCH)
    uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port that is taken is told in one line before anything is loaded."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Named as TCP, asyncio sends small answers at once; else each may wait 40 ms for the one before to be received.
        found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)  # whoever reads the address that is printed may ask at once, and waits until all is ready
    except OSError as error:
        raise UsageError(f"Cannot listen on {host}, port {port}: {error.strerror or error}.") from None
    return found
