"""Calls the verbs of ``jobs`` by the clock, in one background thread pool.

The only place below the command line that reads the time for them.
"""
