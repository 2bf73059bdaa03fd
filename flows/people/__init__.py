"""What a person may ask of those who keep her data, and what they owe her: erasure, a report, an end, a warning."""
