"""The states that rows go through; values are what the database keeps."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    REVIEW = "review"
    FAILED = "failed"


class JobState(StrEnum):
    OPEN = "open"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReviewState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DISCARDED = "discarded"
    SPLIT = "split"  # its pages are several papers, each recorded or asked about by itself
    JOINED = "joined"  # its pages belong to a paper that is recorded or asked about with them


class ScanState(StrEnum):
    RECEIVED = "received"  # in the vault; not yet read to the end
    READ = "read"  # all its documents are recorded or in review
    UNREADABLE = "unreadable"  # nothing could be made of it; a review entry says why
