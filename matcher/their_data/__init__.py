"""Everything held about a person: classified, shown, exported, erased. No HTTP."""
