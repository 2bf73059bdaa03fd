"""The journey `take_in_scans`: steps.py does it, flow.py is the thin Prefect flow."""
