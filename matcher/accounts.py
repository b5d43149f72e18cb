"""Accounts: invite, sign in, second step, sign out, disable. Verbs; no HTTP."""
