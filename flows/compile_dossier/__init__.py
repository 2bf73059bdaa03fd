"""The journey `compile_dossier`: steps.py does it, flow.py is the thin Prefect flow."""
