"""What speed and accuracy are measured with; `make bench` runs it."""
