"""A person and what they said: welcome, describe, share. Verbs; no HTTP."""
