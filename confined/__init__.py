"""Processes that open what came in: with limits of memory and time, out of our files, and knowing no key."""
