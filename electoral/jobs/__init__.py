"""Long work: the row is the truth, the message a doorbell (decisions 5, 23, 24)."""
