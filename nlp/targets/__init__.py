"""Quantified outcomes promised for a time to come (`extract`), of running text and of tables."""
