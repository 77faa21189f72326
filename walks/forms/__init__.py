"""What a person may type about Walks: one module a noun (listing, walk, report)."""
