"""The journey `write_letters`: steps.py does it, flow.py is the thin Prefect flow."""
