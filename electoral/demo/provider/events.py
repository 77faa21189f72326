"""Telling the office: signed, said again until it is heard; late, twice or in the wrong order where that is asked for."""

import hashlib
import hmac
import json
import threading
import time
import urllib.request
from dataclasses import dataclass

from electoral.demo.provider.book import Book

PAUSE = 0.1
LONGEST_PAUSE = 60
TRIES = 14
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def sealed(event: dict, secret: str, *, at: int | None = None) -> tuple[bytes, dict[str, str]]:
    """The bytes and the headers with which an event goes out."""
    body = json.dumps(event, separators=(",", ":")).encode()
    when = str(int(time.time()) if at is None else at)
    signed = hmac.new(secret.encode(), when.encode() + b"." + body, hashlib.sha256).hexdigest()
    return body, {"Content-Type": "application/json", "Office-Signature": f"t={when},v1={signed}"}


@dataclass
class Manner:
    """How events are told: `hold` keeps them back, `delay` in seconds, `times` each, `turned`: the newest first."""

    hold: bool = False
    delay: float = 0.3
    times: int = 1
    turned: bool = False


@dataclass
class Letter:
    event: dict
    due: float
    tries: int = 0


class Teller(threading.Thread):
    """One thread: the clock of the provider and its postman."""

    def __init__(self, book: Book, address: str, secret: str):
        super().__init__(daemon=True)
        self.book, self.address, self.secret = book, address, secret
        self.manner = Manner()
        self.letters: list[Letter] = []
        self.taken = 0

    def run(self) -> None:
        while True:
            time.sleep(PAUSE)
            self.book.tick()
            self.take_up()
            if not self.manner.hold and self.address:
                self.deliver()

    def take_up(self) -> None:
        with self.book.lock:
            new, self.taken = self.book.events[self.taken :], len(self.book.events)
        due = time.time() + self.manner.delay
        self.letters += [Letter(event, due) for event in new for _ in range(self.manner.times)]

    def deliver(self) -> None:
        now = time.time()
        due = [letter for letter in self.letters if letter.due <= now]
        for letter in reversed(due) if self.manner.turned else due:
            if self.heard(letter.event) or letter.tries >= TRIES:
                self.letters.remove(letter)
            else:
                letter.tries += 1
                letter.due = time.time() + min(2.0 ** (letter.tries - 1), LONGEST_PAUSE)

    def heard(self, event: dict) -> bool:
        body, headers = sealed(event, self.secret)
        try:
            with DIRECT.open(
                urllib.request.Request(self.address, data=body, headers=headers), timeout=8
            ) as answer:
                return 200 <= answer.status < 300
        except OSError:
            return False
