"""`python -m electoral.demo.provider --port 8001 --events http://127.0.0.1:8000/payments/provider/office/events/`"""

import argparse
import os
import signal
import sys
from pathlib import Path

from electoral.demo.provider.book import Book
from electoral.demo.provider.events import Teller
from electoral.demo.provider.server import Server


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m electoral.demo.provider")
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument(
        "--events", default="", help="the address of the office's events; without one they are only kept"
    )
    parser.add_argument("--state", type=Path, help="a file in which payments outlive this process")
    wanted = parser.parse_args()
    key, secret = os.environ.get("PAYMENT_PROVIDER_KEY", ""), os.environ.get("PAYMENT_PROVIDER_SECRET", "")
    if not key or not secret:
        print("PAYMENT_PROVIDER_KEY and PAYMENT_PROVIDER_SECRET are needed.", file=sys.stderr)
        return 2
    book = Book(wanted.state)
    teller = Teller(book, wanted.events, secret)
    server = Server(wanted.port, book, teller, key)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"Listening at {server.address_of_pages}", flush=True)
    teller.start()
    server.serve_forever(poll_interval=0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
