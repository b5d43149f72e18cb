"""People: welcome, describe, share, and what they said. Verbs; no HTTP."""
