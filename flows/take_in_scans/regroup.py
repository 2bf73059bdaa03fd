"""A person says which pages are one paper: an entry split into several, or several joined; each is read anew as one.

What is certain then is recorded like any other paper, the rest is asked about. The entries that were settled this way
stay, and so do the originals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from extractors.pile import BACK_WORDS
from extractors.receipt import PAGES
from flows.take_in_scans.archive import Archive, candidates
from flows.take_in_scans.papers import read_as_one
from flows.take_in_scans.reading import ACTOR, decide, is_bare, keep_paper
from flows.take_in_scans.settle import open_entry
from flows.wiring import Dabi
from rules.errors import UsageError
from rules.findings import DocumentKind, ReviewReason
from store.keys import intake
from store.record import Record
from store.reviews import ReviewEntry
from store.scans import Document, Scan
from store.states import ReviewState, ScanState

_NEXT_FILE = ReviewReason(PAGES, "nothing is on the page itself: is the side in the next file its back?")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An open entry with the document that it asks about, and that document's scan and pages."""

    entry: ReviewEntry
    document: int
    scan: Scan
    pages: tuple[int, ...]


def split(dabi: Dabi, number: int, at: Sequence[int], on: date, actor: str) -> dict[str, int]:
    """Cut the pages of an entry before each page in ``at``; counts of what became of the papers.

    UsageError where there is nothing to cut there, or its paper is on record already.
    """
    with dabi.store.begin(actor, read_only=True) as record:
        asked = _asked(record, number)
    cuts = sorted({asked.pages.index(page) for page in at if page in asked.pages[1:]})
    if not cuts or len(cuts) != len(set(at)):
        able = ", ".join(map(str, asked.pages[1:])) or "none, as it has one page"
        raise UsageError(f"Entry {number} can be cut before these pages: {able}. Name them with --at.")
    groups = [asked.pages[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    papers, _ = read_as_one(dabi, [[(asked.scan, page) for page in group] for group in groups], Archive(dabi), on)
    known = candidates(dabi)
    counts = {"recorded": 0, "queued": 0, "repeated": 0}
    with dabi.store.begin(actor) as record:
        open_entry(record, number)
        record.settle_review(number, ReviewState.SPLIT, values={"at": ",".join(map(str, sorted(at)))})
        parts = _parts(record, asked)
        left: int | None = asked.document  # the document that is on record goes to the first paper
        for paper in (paper for paper in papers if paper is not None):
            document = left if left is not None else record.add_document(asked.scan.id, paper.read)
            if left is not None:
                record.reread_document(document, paper.read)
            left = None
            for part in (part for part, page in parts.items() if page in paper.read.pages):
                record.give_pages(part, document)
            counts[keep_paper(dabi, record, asked.scan, paper, decide(paper.read, known, on), on, document)] += 1
        record.commit()
    return counts


def join(
    dabi: Dabi, numbers: Sequence[int], on: date, actor: str, doubts: Sequence[ReviewReason] = ()
) -> dict[str, int]:
    """Read the pages of several entries, in this order, as one paper; counts of what became of it.

    ``doubts``: why a person must look whatever is read. UsageError for fewer than two entries, or one whose paper is on
    record already.
    """
    if len(set(numbers)) != len(numbers) or len(numbers) < 2:
        raise UsageError("Name at least two entries, each once, in the order of their pages.")
    with dabi.store.begin(actor, read_only=True) as record:
        asked = [_asked(record, number) for number in numbers]
    group = [(one.scan, page) for one in asked for page in one.pages]
    [paper], [file] = read_as_one(dabi, [group], Archive(dabi), on)
    if paper is None:
        raise UsageError("Nothing is on these pages. Discard the entries with a reason.")
    paper = replace(paper, read=replace(paper.read, needs_review=(*paper.read.needs_review, *doubts)))
    decision = decide(paper.read, candidates(dabi), on)
    with dabi.store.begin(actor) as record:
        for number in numbers:
            open_entry(record, number)
            record.settle_review(number, ReviewState.JOINED, values={"with": ",".join(map(str, numbers))})
        first, scan = asked[0].document, asked[0].scan
        if file is not None:
            scan = _add_bound(dabi, record, file, asked)
            first = record.add_document(scan.id, paper.read)
        else:
            record.reread_document(first, paper.read)
        for one in asked:
            if one.document != first:
                record.give_pages(one.document, first)
        counts = {keep_paper(dabi, record, scan, paper, decision, on, first): 1}
        record.commit()
    return counts


def join_backs(dabi: Dabi, scans: Sequence[int], on: date) -> int:
    """Ask once, not twice, about a page of ours without a mark and what may be its back, in the file behind it.

    Scanners and phones that make a file of each side give them one after the other. Nothing is recorded from it unseen.
    Returns how many questions there are less.
    """
    with dabi.store.begin(ACTOR, read_only=True) as record:
        asked = [record.reviews(scan=scan) for scan in sorted(scans)]
        documents = [record.documents(scan=scan) for scan in sorted(scans)]
    pairs = []
    for at in range(len(asked) - 1):
        if len(asked[at]) == len(asked[at + 1]) == len(documents[at + 1]) == 1:
            front, back = asked[at][0], asked[at + 1][0]
            if is_bare(front) and _is_back(documents[at + 1][0]):
                pairs.append((front.id, back.id))
    for pair in pairs:
        join(dabi, pair, on, ACTOR, [_NEXT_FILE])
    return len(pairs)


def _is_back(document: Document) -> bool:
    """Whether a file's only paper has the look of a back: one side, few words, of no letter."""
    read = document.read
    if read is None or read.kind is not DocumentKind.OTHER or len(read.pages) > 1 or read.references:
        return False
    return len(read.text.split()) < BACK_WORDS


def _parts(record: Record, asked: _Asked) -> dict[int, int]:
    """Documents that were joined into the one asked about, each with its first page there."""
    joined = {one.id: one for one in record.parts(asked.document) if one.read is not None}
    if not joined:
        return {}
    if all(one.scan == asked.scan.id for one in joined.values()):
        return {one.id: one.read.pages[0] for one in joined.values() if one.read is not None}
    entries = [entry for one in joined.values() for entry in record.reviews(open_only=False, scan=one.scan)]
    documents = {entry.id: entry.document for entry in entries if entry.document in joined}
    # Further scans of the same paper are no parts of it, and were never joined by a person.
    told = next((entry.values["with"] for entry in entries if entry.id in documents and "with" in entry.values), "")
    found, page = {}, 1
    for number in map(int, filter(None, told.split(","))):
        document = documents.get(number)
        read = joined[document].read if document is not None else None
        if document is not None and read is not None:
            found[document] = page
            page += len(read.pages)
    return found


def _asked(record: Record, number: int) -> _Asked:
    entry = open_entry(record, number)
    found = record.documents(ids=[entry.document]) if entry.document is not None else []
    scan = record.scan(found[0].scan) if found else None
    if not found or scan is None or found[0].read is None:
        raise UsageError(f"Entry {number} has no pages that could be read. Look at the original, or scan it again.")
    if found[0].letters:
        raise UsageError(f"The paper of entry {number} is on record; only a part of it is asked about. Answer that.")
    return _Asked(entry, found[0].id, scan, found[0].read.pages)


def _add_bound(dabi: Dabi, record: Record, file: bytes, asked: Sequence[_Asked]) -> Scan:
    """The file into which pages of several scans were bound, as a scan that is read already."""
    address = sha256(file).hexdigest()
    dabi.store.vault.put(file, intake(address))
    pages = sum(len(one.pages) for one in asked)
    received = max(one.scan.received_on for one in asked)
    scan = record.add_scan(address, media_type="image/tiff", pages=pages, received_on=received)
    record.settle_scan(scan.id, ScanState.READ)
    return scan
