"""The demonstration: divisions in which every place and every person is made up."""
