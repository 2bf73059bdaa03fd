"""The record: typed tables, sealed fields, the paper vault and the event chain."""
