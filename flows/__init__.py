"""The four journeys as Prefect flows over plain functions."""
