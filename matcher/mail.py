"""One plain message out: SMTP, or .eml files; retried from a table."""
