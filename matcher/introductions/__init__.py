"""What a person saved, and how far they are with it. Verbs; no HTTP."""
