"""Everything held about a person: classified, exported, erased. No HTTP."""
