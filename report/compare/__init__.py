"""Comparisons to look at: one page form for all (`page`), a module for each kind, and which is asked for (`run`)."""
