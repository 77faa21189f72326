"""Registers for those entitled to them (ES5): the law as rows, editions, requests, supplies, inspection, the portal."""
