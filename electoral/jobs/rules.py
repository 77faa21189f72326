"""Numbers of the work (decision 5)."""

FAILURES = 3  # exceptions, after which a job is put aside for a person
DEATHS = 6  # leases that ran out, after which it is
QUIET_SWEEPS = 2  # after so many sweeps without a claim it is rung for again
QUEUES = ("quick", "papers", "loads")
