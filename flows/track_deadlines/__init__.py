"""The journey `track_deadlines`: steps.py does it, flow.py is the thin Prefect flow."""
