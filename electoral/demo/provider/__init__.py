"""A provider of card payments of our own, for the demonstration and the tests; no real card and no real money.

It behaves like a real one: a key, questions that may be asked twice, a hosted page, a browser that is sent back or is not,
signed events that come late, twice or in the wrong order, refunds, payments that run out and are paid all the same.
It knows nothing of the office: they speak over HTTP. `python -m electoral.demo.provider --port 8001`
"""
