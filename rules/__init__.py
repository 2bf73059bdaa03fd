"""The law and the life of a claim: pure values and functions, no database, no files, no clock of its own."""
