"""RTI campaigns: one set of questions to many authorities; plan.py reads what is asked, steps.py writes it."""
