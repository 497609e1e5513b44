"""Comparison of plans: two versions of one plan, a draft and the document above it, a draft and a template, regions."""
