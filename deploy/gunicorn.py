"""How the web is served, in the demo and in production alike."""

import os
import socket
import struct
from pathlib import Path

from django.urls import get_resolver

CONNECTIONS = 64  # of the database, one a thread at most: PostgreSQL gives 100, and the workers need theirs
STALLED = int(os.environ.get("STALLED_SECONDS") or 30)  # without one byte: half of a download's lease

workers = int(os.environ.get("WEB_CONCURRENCY") or min((os.cpu_count() or 1) + 1, CONNECTIONS // 2))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or max(2, min(8, CONNECTIONS // workers)))
worker_connections = threads  # a process without a free thread leaves the next visitor to another one
keepalive = 0  # a line on which nothing is asked would take the place of a visitor
sendfile = False  # it waits without end for a receiver who has stopped
preload_app = True  # one start, and memory shared by all processes
timeout = 60  # of a process that shows no life; a thread may send for as long as its receiver takes
graceful_timeout = 10
accesslog = "-"
# The path without the query, and no referrer: what is typed into a search or a filter may be a person's name.
access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'
control_socket_disable = True
# A worker shows that it lives by touching a file: on a busy disk that can block, in memory it cannot.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None


def when_ready(server) -> None:
    """Before the first process: all pages are imported, and stalled visitors get their time.

    Whoever takes nothing, or sends nothing, for so long is let go; every connection inherits that from its listener.
    """
    get_resolver().reverse_dict  # noqa: B018
    for listener in server.LISTENERS:
        for way in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, way, struct.pack("ll", STALLED, 0))
