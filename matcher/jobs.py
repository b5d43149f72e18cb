"""Work by the clock. Each verb claims before it acts and may run twice unharmed."""
