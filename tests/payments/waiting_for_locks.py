"""Two people at once, in an order that is certain: one waits in the database until the other has gone on."""

import threading
import time

from django.db import connection

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


class Other(threading.Thread):
    """What somebody else does meanwhile; its error is raised by `end`."""

    def __init__(self, work):
        super().__init__()
        self.work, self.error = work, None

    def run(self):
        try:
            self.work()
        except Exception as error:  # noqa: BLE001 (given to whoever waits)
            self.error = error
        finally:
            connection.close()

    def wait_until_it_waits(self) -> None:
        """Until the other stands before a lock that this session holds."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)
        raise AssertionError("the other waits for nothing")

    def end(self) -> None:
        self.join(20)
        if self.error:
            raise self.error
