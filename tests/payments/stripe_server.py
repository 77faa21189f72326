"""A small server that answers as Stripe's API does, for what the office asks of it."""

import hashlib
import hmac
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

SECRET = "whsec_of_the_tests"


class StripeServer(ThreadingHTTPServer):
    def __init__(self):
        self.sessions, self.refunds, self.disputes, self.answers, self.asked = {}, [], [], {}, []
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def pay(self, session: str) -> None:
        self.sessions[session] |= {
            "status": "complete",
            "payment_status": "paid",
            "payment_intent": f"pi_{session}",
        }

    def event(self, kind: str, about: dict, *, at=None) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(
            {
                "id": f"evt_{kind}_{time.monotonic_ns()}",
                "object": "event",
                "type": kind,
                "data": {"object": about},
            }
        ).encode()
        when = str(int(time.time()) if at is None else at)
        signed = hmac.new(SECRET.encode(), when.encode() + b"." + body, hashlib.sha256).hexdigest()
        return body, {"Stripe-Signature": f"t={when},v1={signed}"}


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        given = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()))
        self.server.asked.append((self.path, given))
        key = self.headers.get("Idempotency-Key", "")
        if key not in self.server.answers or self.path.endswith("/expire"):
            self.server.answers[key] = self.made(given)
        self.give(self.server.answers[key])

    def made(self, given: dict) -> dict:
        if found := re.fullmatch(r"/v1/checkout/sessions/(\w+)/expire", self.path):
            self.server.sessions[found[1]]["status"] = "expired"
            return self.server.sessions[found[1]]
        if self.path == "/v1/refunds":
            refund = {"id": f"re_{len(self.server.refunds)}", "object": "refund", "amount": int(given["amount"]), "status": "succeeded",
                      "metadata": {"reference": given["metadata[reference]"]}, "payment_intent": given["payment_intent"]}  # fmt: skip
            self.server.refunds.append(refund)
            return refund
        name = f"cs_test_{len(self.server.sessions)}"
        session = {"id": name, "object": "checkout.session", "url": f"https://checkout.stripe.com/c/pay/{name}", "status": "open",
                   "payment_status": "unpaid", "client_reference_id": given["client_reference_id"], "payment_intent": None,
                   "amount_total": int(given["line_items[0][price_data][unit_amount]"]),
                   "currency": given["line_items[0][price_data][currency]"]}  # fmt: skip
        self.server.sessions[name] = session
        return session

    def do_GET(self):
        path, _, query = self.path.partition("?")
        given = dict(parse_qsl(query))
        if found := re.fullmatch(r"/v1/checkout/sessions/(\w+)", path):
            self.give(self.expanded(dict(self.server.sessions[found[1]]), given))
        elif path == "/v1/checkout/sessions":
            self.give_list(
                [s for s in self.server.sessions.values() if s["payment_intent"] == given["payment_intent"]]
            )
        else:
            rows = self.server.refunds if path == "/v1/refunds" else self.server.disputes
            self.give_list([row for row in rows if row["payment_intent"] == given["payment_intent"]])

    def expanded(self, session: dict, given: dict) -> dict:
        if "expand[0]" in given and session["payment_intent"]:
            disputed = any(d["payment_intent"] == session["payment_intent"] for d in self.server.disputes)
            charge = {"id": "ch_1", "object": "charge", "created": 1793577600, "disputed": disputed}
            session["payment_intent"] = {
                "id": session["payment_intent"],
                "object": "payment_intent",
                "latest_charge": charge,
            }
        return session

    def give_list(self, rows: list) -> None:
        self.give({"object": "list", "data": rows, "has_more": False, "url": self.path})

    def give(self, said: dict) -> None:
        content = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass
