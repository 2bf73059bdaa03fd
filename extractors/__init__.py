"""Paper in: pages, codes, OCR, facts, classification, matching."""
