"""Claims from a table that a person made: read, checked as a whole, then recorded."""
