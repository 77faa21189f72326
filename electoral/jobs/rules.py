"""Numbers of the work (decision 5)."""

FAILURES = 3  # exceptions, after which a job is put aside for a person
DEATHS = 6  # leases that ran out, after which it is
RING_AGAIN_SECONDS = 30
QUEUES = ("quick", "papers", "loads")
