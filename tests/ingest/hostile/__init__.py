"""Hostile and broken files of every format, each with its maker and what becomes of it."""
