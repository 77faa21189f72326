"""How the web is served, in the demo and in production alike."""

import os
from pathlib import Path

workers = int(os.environ.get("WEB_CONCURRENCY") or 2 * (os.cpu_count() or 1) + 1)
preload_app = True  # one start, and memory shared by all workers
timeout = 60
graceful_timeout = 10
accesslog = "-"
# The path without the query, and no referrer: what is typed into a search or a filter may be a person's name.
access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'
control_socket_disable = True
# A worker shows that it lives by touching a file: on a busy disk that can block, in memory it cannot.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
